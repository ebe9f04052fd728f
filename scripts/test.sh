#!/usr/bin/env bash
# The suite on SQLite, then whatever uses the database on PostgreSQL. Stops at the first
# database that fails, so that pytest's closing lines are the last thing on the screen. The rules
# of the house are not asked for again: `make check` does that.
set -euo pipefail
cd "$(dirname "$0")/.."

# The suite starts hundreds of processes: with compiled code each takes 0.8 s of a core instead of 4.
unset PYTHONDONTWRITEBYTECODE

# More than cores: much of a test's time is waiting, for a browser, a page or a night to pass.
cores=$(nproc 2>/dev/null || echo 2)
processes=$((cores < 6 ? cores + 1 : 8))
suite=(.venv/bin/python -m pytest --numprocesses="$processes" --dist=loadfile \
    --no-loadscope-reorder --ignore=tests/house -rR "$@")
nothing_chosen=5

echo "== SQLite"
COUNTIN_TEST_DATABASE=sqlite "${suite[@]}"

echo "== PostgreSQL"
result=0
COUNTIN_TEST_DATABASE=postgres scripts/with_postgres.sh "${suite[@]}" || result=$?
# ARGS may have chosen only tests without a database.
[ "$result" -ne "$nothing_chosen" ] || result=0
exit "$result"
