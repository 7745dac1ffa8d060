#!/usr/bin/env bash
# Fails if a function can be reached neither from a program nor from a test.
# Kits may offer more than the features of today ask for; features may not.
set -euo pipefail
cd "$(dirname "$0")/.."

kits='^internal/(web|i18n|setting|list|mailwire|cache|assets)/'
dead=$(go tool -modfile=tools/checks/go.mod deadcode -test ./... | grep -Ev "$kits" || true)
if [ -n "$dead" ]; then
	echo "$dead"
	exit 1
fi
