#!/bin/bash
# Installs the real agents that tests run, from pinned wheels of PyPI, each into a virtual environment of its own below DIR.
# What is there already is kept.
#   Tests/Agents/install.sh DIR claude codex vibe kimi
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd)
shift
mkdir -p "$dir/bin"

# install NAME WHEEL [PROGRAM]: the program is a file of the package; without, the command of that name.
install() {
    local mark="$dir/$1/$2" program=""
    [ ! -e "$mark" ] || return 0
    rm -rf "${dir:?}/$1"
    "${python:-python3}" -m venv "$dir/$1"
    "$dir/$1/bin/pip" install --quiet --disable-pip-version-check "$2"
    if [ $# -gt 2 ]; then program=$(find "$dir/$1" -path "*/site-packages/$3" -type f -perm -u+x | head -1); fi
    ln -sfn "${program:-$dir/$1/bin/$1}" "$dir/bin/$1"
    touch "$mark"
}

# The first Python of at least version 3.$1; fails if there is none.
newer() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python; do
        if "$candidate" -c "import sys, venv; sys.exit(sys.version_info < (3, $1))" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

for agent; do
    case $agent in
        # The wheel of the SDK brings the program: Claude Code 2.1.329.
        claude) install claude claude-agent-sdk==0.2.186 claude_agent_sdk/_bundled/claude ;;
        codex) install codex openai-codex-cli-bin==0.163.0 codex_cli_bin/bin/codex ;;
        # Its wheel wants a newer Python than some systems have; its tests are left out there.
        vibe)
            if python=$(newer 12); then
                python=$python install vibe mistral-vibe==3.0.2
            else
                echo "vibe is left out: it needs Python 3.12" >&2
            fi
            ;;
        # With 3.12.1 it falls over `typing`.
        kimi)
            if python=$(newer 13); then
                python=$python install kimi kimi-cli==1.51.0
            else
                echo "kimi is left out: it needs Python 3.13" >&2
            fi
            ;;
        *)
            echo "unknown agent: $agent" >&2
            exit 2
            ;;
    esac
done
