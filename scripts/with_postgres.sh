#!/usr/bin/env bash
# Runs a command with a PostgreSQL server of its own: `with_postgres.sh COMMAND…`.
# The command finds the server in DATABASE_URL. Without a command the address is printed and the
# server stays up until Ctrl-C. The server and its files are gone afterwards in every case.
# COUNTIN_POSTGRES_LASTS=yes: what was committed survives a kill -9 of the server.
set -euo pipefail

programs=$(dirname "$(readlink -f "$(type -P initdb || true)")")
for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V -t/ -k5); do
    [ ! -x "$folder/initdb" ] || programs=$folder
done
[ -x "$programs/initdb" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 1; }

home=$(mktemp -d "${TMPDIR:-/tmp}/countin-postgres.XXXXXX")
log=$home/log

# initdb refuses root: the server belongs to a user without rights.
as_server() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif command -v runuser >/dev/null; then
        runuser -u "$owner" -- "$@"
    else
        su -s /bin/sh "$owner" -c "$(printf '%q ' "$@")"
    fi
}

stop_server() {
    [ -d "$home" ] || return 0
    (cd "$home" && as_server "$programs/pg_ctl" stop --silent -D data -m immediate) >/dev/null 2>&1 || true
    rm -rf "$home"
}

make_cluster() {
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s\n' "$password" >"$home/password"
    [ "$(id -u)" -ne 0 ] || chown -R "$owner" "$home"
    (cd "$home" && as_server "$programs/initdb" -D data --username=countin --pwfile=password \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync) >"$log" 2>&1
}

# Nothing here has to survive a power cut.
start_server() {
    local options="-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    options+=" -c full_page_writes=off -c max_connections=200 -c jit=off"
    # Killed, it forgets what was committed in the last moment.
    [ "${COUNTIN_POSTGRES_LASTS:-}" = yes ] || options+=" -c synchronous_commit=off"
    for _ in 1 2 3 4 5; do
        port=$((20000 + ($(od -An -N2 -tu2 /dev/urandom) % 12000)))
        if (cd "$home" && as_server "$programs/pg_ctl" start --silent --wait -D data -l server.log \
            -o "$options -p $port") >>"$log" 2>&1; then
            return 0
        fi
    done
    cat "$log" "$home/server.log" >&2
    return 1
}

trap stop_server EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
make_cluster || { cat "$log" >&2; exit 1; }
start_server

# Even a kill -9 of this script stops the server: the pipe then ends, and its reader wakes.
exec 9> >(trap '' INT TERM HUP; cat >/dev/null; stop_server)

export COUNTIN_POSTGRES_HOME=$home COUNTIN_POSTGRES_PROGRAMS=$programs # for whoever kills it
export DATABASE_URL="postgres://countin:$password@127.0.0.1:$port/postgres"
if [ $# -eq 0 ]; then
    echo "DATABASE_URL=$DATABASE_URL"
    sleep infinity 9>&- &
else
    # A job in the background ignores Ctrl-C unless it is told otherwise.
    (trap - INT && exec "$@") 9>&- <&0 &
fi
command=$!
trap 'kill -INT $command 2>/dev/null; wait $command || true; exit 130' INT
trap 'kill -TERM $command 2>/dev/null; wait $command || true; exit 143' TERM HUP
result=0
wait "$command" || result=$?
exit "$result"
