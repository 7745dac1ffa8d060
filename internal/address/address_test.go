package address

import (
	"net/mail"
	"strings"
	"testing"
)

// GEN-026
func TestMail(t *testing.T) {
	for _, good := range []string{
		"a@b", "marie.durand@example.org", "x+y_z=1@sub.example.org", "o'brien@example.org",
		"élodie@société.example", "a@b-c.example", strings.Repeat("a", 64) + "@example.org",
	} {
		if !Mail(good) {
			t.Errorf("%q is refused", good)
		}
	}
	for _, bad := range []string{
		"", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a@b\r\nBcc: x@y", "a\n@b", "a@b.", "a@.b", "a@b..c", ".a@b", "a.@b", "a..b@c",
		"a@-b.example", "a@b_c.example", "<a@b>", "Marie <a@b>", "a,b@c", `"a"@b`, "a\x00@b", "a\u202e@b", "a@[1.2.3.4]",
		strings.Repeat("a", 65) + "@b", "a@" + strings.Repeat("b", 64), "a@" + strings.Repeat("b.", 130) + "c",
	} {
		if Mail(bad) {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// What is accepted can stand in a header as it is: GEN-053.
func FuzzMail(f *testing.F) {
	for _, s := range []string{"a@b", "o'brien@example.org", "a@b\r\n", "é@ü.example", "a@b@c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !Mail(s) {
			return
		}
		if strings.ContainsAny(s, "\r\n\t <>,;\"") || strings.Count(s, "@") != 1 || len(s) > MaxMail {
			t.Errorf("%q is accepted", s)
		}
		if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
			t.Errorf("%q is accepted, but no header may hold it: %v", s, err)
		}
	})
}

func TestHostAndNetwork(t *testing.T) {
	for s, want := range map[string]bool{
		"localhost": true, "imap.gmail.com": true, "my_server": true, "10.0.0.1": true, "2001:db8::1": true, "[2001:db8::1]": true, "münchen.example": true,
		"": false, "a b": false, "http://a": false, "a/b": false, "a:25": false, "-a": false, "a..b": false, "a\n": false,
	} {
		if Host(s) != want {
			t.Errorf("Host(%q) is %t", s, !want)
		}
	}
	for s, want := range map[string]bool{
		"10.0.0.1": true, "10.0.0.0/8": true, "2001:db8::/32": true, "::1": true,
		"": false, "10.0.0.0/33": false, "10.0.0": false, "fe80::1%eth0": false, "example.org": false,
	} {
		if Network(s) != want {
			t.Errorf("Network(%q) is %t", s, !want)
		}
	}
}
