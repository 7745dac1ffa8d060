#!/usr/bin/env bash
# Fails if a lock file or a settings file of npm names the place packages are
# fetched from: everybody has his own, and the checksums say that it is the same.
set -euo pipefail
cd "$(dirname "$0")/.."

files=$(git ls-files -co --exclude-standard '*package-lock.json' '*npm-shrinkwrap.json' '*yarn.lock' '*pnpm-lock.yaml' '*.npmrc')
address='"resolved": *"[a-z+]+://|tarball:|^ *resolved |^[^;#]*registry *='
if [ -n "$files" ] && found=$(xargs -r grep -nHE "$address" <<<"$files"); then
	head -n 5 <<<"$found" | cut -c 1-160
	echo 'npm install --prefix web --omit-lockfile-registry-resolved writes a lock file without addresses'
	exit 1
fi
