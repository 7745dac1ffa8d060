#!/usr/bin/env bash
# Fails if a function can be reached neither from a program nor from a test.
set -euo pipefail
cd "$(dirname "$0")/.."

dead=$(go tool -modfile=tools/checks/go.mod deadcode -test ./...)
if [ -n "$dead" ]; then
	echo "$dead"
	exit 1
fi
