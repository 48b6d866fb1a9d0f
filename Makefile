# Everything a person or CI does with the sources. `make` alone lists it.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
# Generic types are built by direct calls instead of by name: by name, Swift looks through all conformances of the program for each,
# which was two thirds of what a short command does (21 against 7 million instructions for `tend new`). And nothing is to be looked
# for beside the binary. The checks for overlapping access stay in the tests' build: they were a sixth of the instructions of a key's way.
# The functions of that way and of a start, and the variables that a start writes, are put side by side (`make order`); a name that is no
# more is passed over.
RELEASE := -c release --static-swift-stdlib --product tend --disable-local-rpath \
	-Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors -Xswiftc -enforce-exclusivity=unchecked \
	-Xswiftc -Xfrontend -Xswiftc -function-sections \
	-Xlinker "--symbol-ordering-file=$(CURDIR)/packaging/hot.order" -Xlinker --no-warn-symbol-ordering
# Where the build puts it, as a word of the shell.
BINARY = "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tend"

# What the build links, and what tests and benchmarks run besides.
BUILD_PACKAGES := libncurses-dev libvterm-dev libsqlite3-dev libsodium-dev zlib1g-dev
TEST_PACKAGES := python3 perl-base mount curl tmux
AGENT_PACKAGES := python3-venv
BENCH_PACKAGES := tmux python3 procps
ORDER_PACKAGES := valgrind binutils python3

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

.PHONY: run
run: build ## Build a release binary and start tend
	@$(BINARY) $(ARGS)

.PHONY: build
build: build-packages ## Build a release binary
	$(SWIFT) build $(RELEASE)

.PHONY: test
test: build-packages test-packages ## Build and run every test
	$(SWIFT) build --build-tests
	.ci/tests $(SWIFT) test --skip-build

AGENTS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/tend/agents

.PHONY: agents
agents: ## Install the real agents that tests run (AGENTS=folder they are kept in)
	@.ci/packages $(AGENT_PACKAGES)
	Tests/Agents/install.sh "$(AGENTS)" claude codex vibe kimi

.PHONY: test-agents
test-agents: build-packages test-packages agents ## Run the tests with real agents
	$(SWIFT) build --build-tests
	TEND_AGENTS_DIR="$(AGENTS)" .ci/tests $(SWIFT) test --skip-build --no-parallel --filter 'EndToEndTests\.Real'

.PHONY: lint
lint: ## Check the formatting
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

.PHONY: format
format: ## Format the sources
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

.PHONY: bench
bench: build bench-packages ## Compare with tmux (BENCH=name,… picks; see Tests/Benchmarks)
	python3 Tests/Benchmarks/bench.py --tend $(BINARY) $(if $(BENCH),--only $(BENCH))

.PHONY: order
order: build ## Record anew what a key and a start run through and write, for the linker
	@.ci/packages $(ORDER_PACKAGES)
	python3 Tests/Benchmarks/hot.py --tend $(BINARY) packaging/hot.order
	@rm $(BINARY)   # Linked anew by the next build, which would not look at the list.

.PHONY: fuzz
fuzz: build-packages ## Fuzz the emulator with address sanitizer (FUZZ_SECONDS=120)
	Tests/Fuzz/run.sh $(or $(FUZZ_SECONDS),120)

.PHONY: docs
docs: ## Build the documentation catalogue into .build/docs
	docc convert Sources/tend/tend.docc --fallback-display-name tend --fallback-bundle-identifier tend --output-path .build/docs

.PHONY: install
install: build ## Install to PREFIX (default /usr/local): binary, man pages, completions, systemd user unit
	.ci/install $(BINARY) "$(DESTDIR)$(PREFIX)" "$(PREFIX)"

.PHONY: uninstall
uninstall: ## Remove what install put there
	.ci/install --remove "$(DESTDIR)$(PREFIX)"

.PHONY: clean
clean: ## Remove the build folder
	rm -rf .build

.PHONY: build-packages test-packages bench-packages
build-packages:
	@.ci/packages $(BUILD_PACKAGES)
test-packages:
	@.ci/packages $(TEST_PACKAGES)
bench-packages:
	@.ci/packages $(BENCH_PACKAGES)
