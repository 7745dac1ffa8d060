// Package testenv says what the tests do when a real server is not there. The
// servers themselves are started by the packages below it, each by its own
// program as Debian ships it, on loopback and in a temporary folder.
package testenv

import (
	"os"
	"os/exec"
	"testing"
)

// SkipVariable names the switch a developer sets to 1 to do without servers that
// are not installed. Nobody else sets it: a test that was skipped proves nothing.
const SkipVariable = "RENFORT_SKIP_SERVERS"

// RequireVariable forbids skipping, whatever SkipVariable says. The tests of
// record run with it.
const RequireVariable = "RENFORT_REQUIRE_SERVERS"

// Missing ends t because server cannot be started. It fails unless a developer
// asked to skip; packages are the Debian packages that would mend it.
func Missing(t testing.TB, server, packages string, cause error) {
	t.Helper()
	if os.Getenv(SkipVariable) == "1" && os.Getenv(RequireVariable) != "1" {
		t.Skipf("skipped without %s: %v (%s=1)", server, cause, SkipVariable)
	}
	t.Fatalf("%s is needed and cannot be started: %v\n"+
		"scripts/need-test.sh installs it (Debian: apt-get install %s); %s=1 skips such tests on a developer's machine",
		server, cause, packages, SkipVariable)
}

// Environment is what a server or client program started by a test gets to see:
// nothing inherited, because proxies and certificate variables change what it does.
func Environment() []string {
	return []string{
		"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"LC_ALL=C.UTF-8",
		"TZ=UTC",
		"HOME=" + os.TempDir(),
	}
}

// Command prepares a program that sees only Environment.
func Command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = Environment()
	return cmd
}
