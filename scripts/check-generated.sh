#!/usr/bin/env bash
# Fails if the committed code of a template is not what its .templ file makes. Only
# the place where a template was found may differ: it depends on the folder that
# templ was started in.
set -euo pipefail
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
git ls-files -co --exclude-standard -z '*.templ' | xargs -0 -r cp --parents -t "$fresh"
go tool templ generate -path "$fresh" -log-level error

bare() { sed 's/FileName: `[^`]*`/FileName/' "$1" 2>/dev/null; }

stale=0
while IFS= read -r -d '' file; do
	if ! diff -q <(bare "$fresh/$file") <(bare "$file") >/dev/null 2>&1; then
		echo "$file is not what its template makes: make generate, and commit it"
		stale=1
	fi
done < <({ git ls-files -co --exclude-standard -z '*_templ.go' && cd "$fresh" && find . -name '*_templ.go' -printf '%P\0'; } | sort -zu)
exit $stale
