package mailwire

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"renfort/internal/fault"
)

// Address is a person or a mailbox.
type Address struct{ Name, Address string }

// File is a part of a mail that is a file.
type File struct {
	Name      string
	Type      string // media type without parameters, in lower case
	ContentID string // without angle brackets; by it HTML shows an image
	Content   []byte
}

// maxAddress is the longest address that SMTP carries (RFC 5321 §4.5.3.1.3).
const maxAddress = 254

// WireAddress is address as SMTP wants it, its domain in ASCII. An address that
// could mean two things, or smuggle something into a command or header, is refused.
func WireAddress(address string) (string, error) {
	address = strings.TrimSpace(address)
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || at > 64*utf8.UTFMax || strings.ContainsFunc(address, forbidden) || strings.Contains(address[:at], "@") {
		return "", invalidAddress(address)
	}
	domain := address[at+1:]
	if !strings.HasPrefix(domain, "[") {
		ascii, err := idna.Lookup.ToASCII(domain)
		if err != nil || slices.Contains(strings.Split(ascii, "."), "") {
			return "", invalidAddress(address)
		}
		domain = ascii
	}
	wire := address[:at] + "@" + domain
	if len(wire) > maxAddress {
		return "", invalidAddress(address)
	}
	return wire, nil
}

// forbidden names what no address that people have contains, and what would end
// it in a command or a header.
func forbidden(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) || r == utf8.RuneError || strings.ContainsRune(`<>"(),;:\`, r)
}

func invalidAddress(address string) error {
	return fault.New(fault.Invalid, KeyAddress, oneLine(address))
}
