#!/usr/bin/env bash
# Fails if generating the templates again changes them. Leaves the new ones in place.
set -euo pipefail
cd "$(dirname "$0")/.."

sums() { find . -name node_modules -prune -o -name '*_templ.go' -print0 | sort -z | xargs -0 -r sha256sum; }

before=$(sums)
go tool templ generate -log-level error
if ! changed=$(diff <(echo "$before") <(sums)); then
	echo "these were not up to date with their .templ files; they are now, commit them:"
	sed -n 's/^[<>] [0-9a-f]*  //p' <<<"$changed" | sort -u
	exit 1
fi
