// Package fail2ban tests the filter that is shipped for fail2ban.
package fail2ban

import (
	"bytes"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"testing"
)

// failregex is the filter's expression, with fail2ban's own word for an address replaced.
func failregex(t *testing.T) *regexp.Regexp {
	t.Helper()
	text, err := os.ReadFile("filter.d/renfort.conf")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if re, ok := strings.CutPrefix(line, "failregex = "); ok {
			return regexp.MustCompile(strings.ReplaceAll(strings.TrimSpace(re), "<ADDR>", `([0-9a-f.:]+)`))
		}
	}
	t.Fatal("no failregex in the filter")
	return nil
}

// AUT-031: the filter finds the address in each format the log has.
func TestFilter(t *testing.T) {
	filter := failregex(t)
	tests := []struct{ line, addr string }{
		{`auth failure login="marie" ip=203.0.113.9 reason="wrong password"`, "203.0.113.9"},
		{`auth failure login="" ip=2001:db8::1 reason="unknown login"`, "2001:db8::1"},
		{`auth failure login="x ip=10.0.0.1 reason=?" ip=203.0.113.9 reason="unknown login"`, "203.0.113.9"},
		{`signed in login="marie" ip=203.0.113.9`, ""},
	}
	for _, tt := range tests {
		var text, json bytes.Buffer
		slog.New(slog.NewTextHandler(&text, nil)).Warn(tt.line)
		slog.New(slog.NewJSONHandler(&json, nil)).Warn(tt.line)
		for _, line := range []string{tt.line, text.String(), json.String()} {
			var addr string
			if m := filter.FindStringSubmatch(line); m != nil {
				addr = m[1]
			}
			if addr != tt.addr {
				t.Errorf("%s: found %q, want %q", line, addr, tt.addr)
			}
		}
	}
}
