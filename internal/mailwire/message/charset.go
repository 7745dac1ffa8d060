package message

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cention-sany/utf7"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
)

// toUTF8 converts b from the named character set. known is false when nobody
// knows the name or when b does not fit it: then as much as can be is kept.
//
// Senders lie about the set in two ways, and both are told from the bytes: UTF-8
// called Latin-1 or nothing, and Windows-1252 called UTF-8 or ASCII.
func toUTF8(b []byte, name string) (s string, known bool) {
	name = strings.ToLower(strings.Trim(name, ` "'`))
	if isOneByteSet(name) && utf8.Valid(b) && !isASCII(b) {
		return string(b), true
	}
	switch name {
	case "", "us-ascii", "ascii", "utf-8", "utf8":
		if utf8.Valid(b) {
			return string(b), true
		}
		if strings.HasPrefix(name, "utf") && hasMultibyte(b) {
			return strings.ToValidUTF8(string(b), "�"), false
		}
		return decodeWith(charmap.Windows1252, b), true
	}
	if enc := lookup(name); enc != nil {
		s := decodeWith(enc, b)
		return s, !strings.Contains(s, "�")
	}
	if utf8.Valid(b) {
		return string(b), isASCII(b)
	}
	return decodeWith(charmap.Windows1252, b), false
}

// isOneByteSet names the sets whose texts are hardly ever valid UTF-8 by chance.
func isOneByteSet(name string) bool {
	return strings.HasPrefix(name, "iso-8859-") || strings.HasPrefix(name, "windows-125") || strings.HasPrefix(name, "koi8")
}

// lookup finds an encoding by any of its names: those of the web, then IANA's.
func lookup(name string) encoding.Encoding {
	if name == "utf-7" || name == "unicode-1-1-utf-7" {
		return utf7.UTF7
	}
	if enc, _ := charset.Lookup(name); enc != nil && enc != encoding.Replacement {
		return enc
	}
	if enc, err := ianaindex.MIME.Encoding(name); err == nil && enc != nil {
		return enc
	}
	if number, found := strings.CutPrefix(name, "cp"); found {
		if enc, err := ianaindex.MIME.Encoding("ibm" + number); err == nil && enc != nil {
			return enc
		}
	}
	return nil
}

func decodeWith(enc encoding.Encoding, b []byte) string {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "�")
	}
	return strings.ToValidUTF8(string(out), "�")
}

// fromBytes reads a header text that says nothing of its character set.
func fromBytes(raw string) string {
	s, _ := toUTF8([]byte(raw), "")
	return s
}

// hasMultibyte reports that b holds a character of several bytes in UTF-8, so
// that it is UTF-8 with a damage rather than something else.
func hasMultibyte(b []byte) bool {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if size > 1 && r != utf8.RuneError {
			return true
		}
		b = b[size:]
	}
	return false
}

func isASCII(b []byte) bool {
	return bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// cleanText makes line ends "\n" and drops control characters and the mark of
// byte order. Form feeds and vertical tabs become line ends.
func cleanText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\f' || r == '\v' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.IsControl(r) || r == '\ufeff' || r == '\ufffe' || r == '\uffff':
			return -1
		}
		return r
	}, s)
}

// cleanLine makes one line of at most limit characters, without the invisible
// characters by which a name can be made to look like another.
func cleanLine(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || r == '\ufeff' || isBidiControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit])
	}
	return s
}

// isBidiControl names the characters that turn the direction of what follows.
func isBidiControl(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f'
}
