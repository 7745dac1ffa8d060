package message

import (
	"encoding/base64"
	"regexp"
	"strings"
)

// encodedWord is one word of RFC 2047; blanks inside a Q word are forgiven. The
// charset may carry a language (RFC 2231).
var encodedWord = regexp.MustCompile(`=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=`)

// decodeWords decodes a header text. unknown is a character set nobody knows.
//
// Blanks between two encoded words go; the bytes of neighbours in one character
// set are joined before they are converted, since senders cut characters in two.
func decodeWords(raw string) (text, unknown string) {
	found := encodedWord.FindAllStringSubmatchIndex(raw, -1)
	if found == nil {
		return fromBytes(raw), ""
	}
	var out strings.Builder
	var bytes []byte // of the run of words being read
	charset := ""
	flush := func() {
		s, known := toUTF8(bytes, charset)
		if !known {
			unknown = charset
		}
		out.WriteString(s)
		bytes = nil
	}
	pos := 0
	for _, at := range found {
		between := raw[pos:at[0]]
		name, _, _ := strings.Cut(raw[at[2]:at[3]], "*")
		neighbours := pos > 0 && strings.TrimSpace(between) == ""
		if !neighbours || !strings.EqualFold(name, charset) {
			flush()
		}
		if !neighbours {
			out.WriteString(fromBytes(between))
		}
		charset = name
		bytes = append(bytes, wordBytes(raw[at[4]], raw[at[6]:at[7]])...)
		pos = at[1]
	}
	flush()
	out.WriteString(fromBytes(raw[pos:]))
	return out.String(), unknown
}

func wordBytes(encoding byte, s string) []byte {
	if encoding == 'q' || encoding == 'Q' {
		return qBytes(s)
	}
	b, _ := base64Bytes([]byte(s))
	return b
}

func qBytes(s string) []byte {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '_':
			b = append(b, ' ')
		case s[i] == '=' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b = append(b, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			b = append(b, s[i])
		}
	}
	return b
}

// base64Bytes decodes what it can: blanks, missing padding and a cut end are
// forgiven, and other signs passed over, which dirty tells.
func base64Bytes(s []byte) (b []byte, dirty bool) {
	clean := make([]byte, 0, len(s))
	for _, c := range s {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			clean = append(clean, c)
		case c != '\r' && c != '\n' && c != ' ' && c != '\t' && c != '=':
			dirty = true
		}
	}
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	n, _ := base64.RawStdEncoding.Decode(clean, clean) // the alphabet is clean: no error is left
	return clean[:n], dirty
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
