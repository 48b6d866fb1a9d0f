#!/bin/bash
# Installs the real agents that tests run, from pinned wheels of PyPI, each into a virtual environment of its own below DIR.
# What is there already is kept.
#   Tests/Agents/install.sh DIR claude codex
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd)
shift
mkdir -p "$dir/bin"

# install NAME WHEEL PROGRAM: the program is a file of the package.
install() {
    local mark="$dir/$1/$2"
    [ ! -e "$mark" ] || return 0
    rm -rf "${dir:?}/$1"
    python3 -m venv "$dir/$1"
    "$dir/$1/bin/pip" install --quiet --disable-pip-version-check "$2"
    ln -sfn "$(find "$dir/$1" -path "*/site-packages/$3" -type f -perm -u+x | head -1)" "$dir/bin/$1"
    touch "$mark"
}

for agent; do
    case $agent in
        # The wheel of the SDK brings the program: Claude Code 2.1.329.
        claude) install claude claude-agent-sdk==0.2.186 claude_agent_sdk/_bundled/claude ;;
        codex) install codex openai-codex-cli-bin==0.163.0 codex_cli_bin/bin/codex ;;
        *)
            echo "unknown agent: $agent" >&2
            exit 2
            ;;
    esac
done
