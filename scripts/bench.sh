#!/usr/bin/env bash
# bench.sh BINARY: prints what a desk costs, and fails when a figure is over its
# budget: a fresh desk, then pages and writes at ten thousand and at a million tickets.
#
#   TICKETS         how many are "a million" (1000000)
#   BENCH_DIR       where the filled desks stay for the next time (/var/tmp/renfort-bench)
#   BENCH_POSTGRES  URL of a PostgreSQL database to be filled and measured too
set -euo pipefail
cd "$(dirname "$0")/.."

tickets=${TICKETS:-1000000}
dir=${BENCH_DIR:-/var/tmp/renfort-bench}
failed=0

measure() {
	echo "== $1"
	shift
	"$@" || failed=1
	echo
}

mkdir -p bin
go build -o bin/bench ./internal/bench/cmd
measure 'a fresh desk' go run ./tools/footprint "$1"
measure 'SQLite, 10000 tickets' bin/bench -tickets 10000 -dir "$dir/sqlite-10000"
measure "SQLite, $tickets tickets" bin/bench -tickets "$tickets" -dir "$dir/sqlite-$tickets"
if [ -n "${BENCH_POSTGRES:-}" ]; then
	measure "PostgreSQL, $tickets tickets" bin/bench -tickets "$tickets" -db "$BENCH_POSTGRES" -dir "$dir/postgres-$tickets"
else
	echo 'PostgreSQL was not measured: BENCH_POSTGRES names no database'
fi
exit $failed
