#!/usr/bin/env bash
# Writes the locks from requirements*.in. Options go to uv, for example `--upgrade-package django`.
set -euo pipefail
cd "$(dirname "$0")/.."
eval "$(.bootstrap/bin/python scripts/pip_settings.py)"

# No header and no index address: a lock must not name the machine that wrote it.
lock() {
    .bootstrap/bin/uv pip compile --quiet --universal --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 "$@"
}
lock "$@" requirements.in --output-file requirements.lock
lock "$@" requirements-dev.in --output-file requirements-dev.lock
lock "$@" requirements-setup.in --output-file requirements-setup.lock
