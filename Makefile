# make alone lists the targets: the text after ## is their help.

.DEFAULT_GOAL := help
.PHONY: help run build test check bench dev golden spec fuzz release assets generate deps-build deps-test clean \
	check-format check-generated check-vet check-static check-dead check-house check-spec check-locks

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
export PATH := $(PATH):/usr/local/go/bin
# One static binary, without a C compiler. Tests are built the same way, so the cache serves both.
export CGO_ENABLED := 0

BIN     := bin/renfort
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BUILD   := $(shell git log -1 --format=%cs 2>/dev/null)
LDFLAGS := -s -w -X renfort/internal/config.Version=$(VERSION) -X renfort/internal/config.Build=$(BUILD)
TOOL    := go tool -modfile=tools/checks/go.mod

FUZZTIME ?= 10s

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build, then start a desk with demonstration data in a throw-away folder (ARGS="--listen :9000")
	$(BIN) serve --demo $(ARGS)

build: deps-build assets ## one binary with everything in it: bin/renfort
	go build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/renfort

test: deps-build deps-test assets ## every test, against real servers and a real browser
	go test -timeout 25m ./...

check: check-format check-generated check-vet check-static check-dead check-house check-spec check-locks ## format, vet, static analysis, dead code, house rules, catalogues, requirements, lock files

bench: build ## figures: a million tickets, start, memory, size of the binary
	scripts/bench.sh $(BIN)

dev: build ## reload on change, with demonstration data
	go tool templ generate --watch --open-browser=false --cmd='go run ./cmd/renfort serve --demo'

golden: ## renew what tests compare with; review the difference before you commit it
	go test -count=1 $$(git ls-files -co --exclude-standard '*_test.go' | xargs grep -l 'flag.Bool("update"' | xargs -n 1 dirname | sort -u | sed 's#^#./#') -update

spec: ## which requirements the tests prove, per file and in total
	@go run ./tools/spec

fuzz: ## each fuzz target for FUZZTIME (10s)
	scripts/fuzz.sh $(FUZZTIME)

release: deps-build assets ## static binaries for Linux, amd64 and arm64, with checksums: bin/release
	scripts/release.sh '$(VERSION)' '$(LDFLAGS)'

# Always made anew: they depend on the icons that templates name, and a second costs less than a stale icon.
assets: web/node_modules/.package-lock.json ## style sheets, scripts, fonts: internal/assets/dist
	go run ./web/build

generate: ## Go code of the templates (committed)
	go tool templ generate

deps-build: ## what the build needs: checks, and installs what apt-get can install
	@scripts/need-build.sh

deps-test: ## what the tests need: checks, and installs what apt-get can install
	@scripts/need-test.sh

clean: ## remove what was built
	rm -rf bin web/node_modules
	find internal/assets/dist -mindepth 1 ! -name .keep -delete

# npm only downloads, and only when the lock file changed.
web/node_modules/.package-lock.json: web/package-lock.json
	npm ci --prefix web --ignore-scripts --no-audit --no-fund
	touch $@

check-format:
	@echo '== format'
	@files=$$(git ls-files -co --exclude-standard '*.go' | xargs -r ls 2>/dev/null | xargs -r gofmt -l); test -z "$$files" || { echo "run gofmt -w on:"; echo "$$files"; exit 1; }

check-generated:
	@echo '== generated code is up to date'
	@scripts/check-generated.sh

check-vet:
	@echo '== vet'
	@go vet ./...

check-static:
	@echo '== staticcheck'
	@$(TOOL) staticcheck ./...

check-dead:
	@echo '== dead code'
	@scripts/check-dead.sh

check-house:
	@echo '== house rules and catalogues'
	@go test ./internal/arch/... ./internal/i18n/...

check-spec:
	@echo '== requirements named by tests exist'
	@go run ./tools/spec -check

check-locks:
	@echo '== lock files name no registry'
	@scripts/check-locks.sh
