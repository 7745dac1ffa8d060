#!/usr/bin/env bash
# release.sh VERSION LDFLAGS: static, stripped binaries with checksums in bin/release.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$1 flags=$2
out=bin/release
rm -rf "$out"
mkdir -p "$out"
for arch in amd64 arm64; do
	name=renfort-$version-linux-$arch
	echo "== $name"
	CGO_ENABLED=0 GOOS=linux GOARCH=$arch go build -trimpath \
		-ldflags "$flags" -o "$out/$name" ./cmd/renfort
done
(cd "$out" && sha256sum renfort-* >SHA256SUMS && cat SHA256SUMS)
