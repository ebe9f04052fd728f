#!/usr/bin/env bash
# The whole suite on SQLite, then whatever uses the database on PostgreSQL. Stops at the first
# database that fails, so that pytest's closing lines are the last thing on the screen.
set -euo pipefail
cd "$(dirname "$0")/.."

suite=(.venv/bin/python -m pytest --numprocesses=2 --dist=worksteal "$@")
nothing_chosen=5

echo "== SQLite"
COUNTIN_TEST_DATABASE=sqlite "${suite[@]}"

echo "== PostgreSQL"
result=0
COUNTIN_TEST_DATABASE=postgres scripts/with_postgres.sh "${suite[@]}" || result=$?
# ARGS may have chosen only tests without a database.
[ "$result" -ne "$nothing_chosen" ] || result=0
exit "$result"
