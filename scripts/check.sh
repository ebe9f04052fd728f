#!/usr/bin/env bash
# Every check that takes seconds. All of them run; each that fails is named at the end.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
unset PYTHONDONTWRITEBYTECODE # every tool starts quicker with compiled code

# The types of Django's models are read from the settings, which make an installation's keys.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export COUNTIN_DATA_DIR=$scratch/data COUNTIN_CONFIG=$scratch/none

failed=()
look() {
    local name=$1
    shift
    echo "== $name"
    "$@" || failed+=("$name")
}

look "ruff" ruff check
look "ruff format" ruff format --check
look "djlint" djlint --quiet --lint .
look "mypy" mypy
look "lint-imports" lint-imports --no-logo
look "house rules" python -m pytest -q --numprocesses=0 tests/house

if [ ${#failed[@]} -gt 0 ]; then
    printf 'check: failed: %s\n' "${failed[*]}"
    exit 1
fi
echo "check: all is well"
