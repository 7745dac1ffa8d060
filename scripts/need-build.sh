#!/usr/bin/env bash
# Checks that the machine can build Renfort, and installs what apt-get can install.
# Quick when everything is there.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh

go_needed=$(sed -n 's/^go \([0-9]*\.[0-9]*\).*/\1/p' go.mod)
node_needed=20

# at_least A B: version A is B or newer.
at_least() { [ "$(printf '%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

present go || refuse "Go $go_needed or newer is needed and not on PATH: https://go.dev/doc/install"
go_here=$(go env GOVERSION | sed 's/^go//')
at_least "$go_here" "$go_needed" || refuse "Go $go_needed or newer is needed, this is $go_here: https://go.dev/doc/install"

present npm || refuse "npm is needed and not on PATH; it comes with Node.js: https://nodejs.org"
present node || refuse "Node.js $node_needed or newer is needed and not on PATH: https://nodejs.org"
node_here=$(node --version | sed 's/^v//')
at_least "$node_here" "$node_needed" || refuse "Node.js $node_needed or newer is needed, this is $node_here: https://nodejs.org"

missing git -- git
missing /etc/ssl/certs/ca-certificates.crt -- ca-certificates
install_missing
