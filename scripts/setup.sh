#!/usr/bin/env bash
# Brings .venv in step with the locks: `setup.sh product` or `setup.sh development` (a superset).
# Says what it does on standard error only. A second call finds its stamp and ends at once.
set -euo pipefail
cd "$(dirname "$0")/.."
exec 1>&2

extent=${1:?product or development}
stamp=.venv/.countin-setup
bootstrap=.bootstrap

fail() {
    printf 'setup: %s\n' "$*"
    exit 1
}

# The path that really runs: a pyenv shim only stands for one, and uv trips over it.
real_python() {
    "$1" -c 'import sys
if sys.version_info < (3, 11): sys.exit(1)
print(getattr(sys, "_base_executable", None) or sys.executable)' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        real_python "$PYTHON" || fail "PYTHON=$PYTHON does not run, or is older than 3.11." \
            "Give the path of a Python 3.11 or newer."
        return
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        for candidate in $(type -aP "$name" || true); do
            real_python "$candidate" && return
        done
    done
    fail "no Python 3.11 or newer found. Install one, or say where it is: make setup PYTHON=path"
}

# A lock's file with what it was installed for: equal stamps mean nothing is to be done.
wanted_stamp() {
    printf '%s %s\n' "$1" "$PWD"
    cksum "$(lock_of "$1")" scripts/setup.sh
}

lock_of() {
    if [ "$1" = development ]; then echo requirements-dev.lock; else echo requirements.lock; fi
}

is_in_step() {
    [ -z "${PYTHON:-}" ] || is_made_from "$PYTHON" || return 1
    [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted_stamp "$1")" ]
}

is_made_from() {
    [ -x .venv/bin/python ] && [ "$(real_python .venv/bin/python)" -ef "$(real_python "$1")" ]
}

# Debian's bare python3 comes without ensurepip, so its venv module cannot bring pip.
ensure_venv_module() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    command -v apt-get >/dev/null || fail "$1 lacks the venv module. Install it, then go on."
    scripts/install_packages.sh python3-venv
    "$1" -c 'import ensurepip, venv' || fail "$1 lacks the venv module. Install that of its version."
}

ensure_uv() {
    if "$bootstrap/bin/uv" --version >/dev/null 2>&1 &&
        cmp -s requirements-setup.lock "$bootstrap/installed.lock"; then
        return
    fi
    local python
    python=$(find_python) || { printf '%s\n' "$python"; exit 1; }
    ensure_venv_module "$python"
    echo "setup: fetching uv"
    "$python" -m venv --clear "$bootstrap"
    "$bootstrap/bin/python" -m pip install --quiet --require-hashes -r requirements-setup.lock
    cp requirements-setup.lock "$bootstrap/installed.lock"
}

ensure_environment() {
    if .venv/bin/python -c '' 2>/dev/null && { [ -z "${PYTHON:-}" ] || is_made_from "$PYTHON"; }; then
        return
    fi
    local python
    python=$(find_python) || { printf '%s\n' "$python"; exit 1; }
    echo "setup: making .venv from $python"
    "$bootstrap/bin/uv" venv --quiet --clear --python "$python" .venv
}

# The checkout itself is put on the path, and its command beside the others: nothing is built.
link_checkout() {
    local packages
    packages=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$PWD" >"$packages/countin-checkout.pth"
    cp scripts/countin .venv/bin/countin
    chmod +x .venv/bin/countin
}

main() {
    if is_in_step development || { [ "$extent" = product ] && is_in_step product; }; then
        return
    fi
    # An environment once made for development stays one: tools do not vanish under a colleague.
    if [ -f "$stamp" ] && grep -q '^development ' "$stamp"; then extent=development; fi
    [ ! -x .venv/bin/pytest ] || extent=development
    ensure_uv
    ensure_environment
    echo "setup: installing from $(lock_of "$extent")"
    eval "$("$bootstrap/bin/python" scripts/pip_settings.py)"
    rm -f "$stamp"
    # Compiled now, once: where nothing may be written later, every start would compile it all again.
    "$bootstrap/bin/uv" pip sync --quiet --require-hashes --compile-bytecode \
        --python .venv/bin/python "$(lock_of "$extent")"
    link_checkout
    wanted_stamp "$extent" >"$stamp"
}

main
