// Package address tells what can be a mail address, a host or a network, in the
// form in which people type them. It says nothing about whether one exists.
package address

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxMail is the longest mail address, in bytes (RFC 5321).
const MaxMail = 254

const (
	maxLocal = 64
	maxHost  = 253
	maxLabel = 63
)

// Mail reports whether s can be a mail address: one @, something before it, a
// domain behind it, no blanks and no control characters (GEN-026).
func Mail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || !utf8.ValidString(s) || len(s) > MaxMail || local == "" || len(local) > maxLocal || !Domain(domain) {
		return false
	}
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return false
	}
	return !strings.ContainsFunc(local, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`()<>[]:;,\"`, r)
	})
}

// Domain reports whether s can be a domain: labels of letters, digits and
// hyphens with dots between them. Letters may be of any script.
func Domain(s string) bool {
	if s == "" || len(s) > maxHost {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		}) {
			return false
		}
	}
	return true
}

// Host reports whether s can name a server: a domain, a name with underscores
// as some networks have, or an IP address.
func Host(s string) bool {
	if _, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return true
	}
	return Domain(strings.ReplaceAll(s, "_", "x"))
}

// Network reports whether s is an IP address or a network such as 10.0.0.0/8.
func Network(s string) bool {
	if _, err := netip.ParsePrefix(s); err == nil {
		return true
	}
	a, err := netip.ParseAddr(s)
	return err == nil && a.Zone() == ""
}
