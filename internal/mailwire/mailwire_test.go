package mailwire_test

import (
	"errors"
	"strings"
	"testing"

	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/i18n/i18ntest"
	"renfort/internal/mailwire"
)

// GEN-001: every fault and note is said in four languages.
func TestCatalogues(t *testing.T) {
	i18ntest.CheckCatalogues(t, "mailwire")
	for _, key := range []string{
		mailwire.KeyHostUnknown, mailwire.KeyRefused, mailwire.KeyUnreachable, mailwire.KeyTimeout, mailwire.KeyLost, mailwire.KeyTLS,
		mailwire.KeyCertificate, mailwire.KeyStartTLSMissing, mailwire.KeySignIn, mailwire.KeySignInMissing, mailwire.KeyFolderMissing,
		mailwire.KeyAnswer, mailwire.KeyTooLarge, mailwire.KeyEmpty, mailwire.KeyTooManyPart, mailwire.KeyTooDeep, mailwire.KeyHeader,
		mailwire.KeyTooSlow, mailwire.KeyUnreadable, mailwire.KeyGone, mailwire.KeyTextTooLarge, mailwire.KeyAddress, mailwire.KeyHeaderName,
		"mailwire.note_charset", "mailwire.note_damaged", "mailwire.note_encrypted", "mailwire.note_truncated",
	} {
		if !i18n.Has(key) {
			t.Errorf("no text for %s", key)
		}
	}
}

// SMT-008, MIN-053: the words the specification gives.
func TestWords(t *testing.T) {
	if got := i18n.T(i18n.EN, mailwire.KeyStartTLSMissing); got != "The server does not offer STARTTLS." {
		t.Error(got)
	}
	if got := i18n.T(i18n.EN, mailwire.KeyFolderMissing, "X", "INBOX, Sent"); got != "Folder X not found. Folders on the server: INBOX, Sent" {
		t.Error(got)
	}
}

// SMT-041: what an address may be.
func TestWireAddress(t *testing.T) {
	for in, want := range map[string]string{
		"jo@example.org": "jo@example.org", " Jo.X+y@Example.ORG ": "Jo.X+y@example.org", "jo@bücher.example": "jo@xn--bcher-kva.example",
		"jo@[192.0.2.1]": "jo@[192.0.2.1]", "jo@localhost": "jo@localhost", "jösé@example.org": "jösé@example.org", "o'neil@example.org": "o'neil@example.org",
	} {
		if got, err := mailwire.WireAddress(in); err != nil || got != want {
			t.Errorf("%q: %q %v", in, got, err)
		}
	}
	for _, in := range []string{"", "jo", "@x", "jo@", "a b@x", "a@b@c", "<a@x>", "a@x\r\nX", "a@x,b@y", "a@\x00", "a@..", strings.Repeat("x", 400) + "@y", "a@" + strings.Repeat("x", 400)} {
		if got, err := mailwire.WireAddress(in); !fault.Is(err, mailwire.KeyAddress) {
			t.Errorf("%q was taken as %q", in, got)
		}
	}
}

// Words of a server cannot break out of the line that repeats them.
func TestAnswersAreOneLine(t *testing.T) {
	err := mailwire.Answered("h", "550 no\r\nSet-Cookie: x\x00\x1b[2J"+strings.Repeat("y", 5000), errors.New("x"))
	text := err.Error()
	if strings.ContainsAny(text, "\r\n\x00\x1b") || len(text) > 1000 {
		t.Errorf("%d bytes: %.100q", len(text), text)
	}
}
