package message

import (
	"strings"

	"renfort/internal/mailwire"
)

// maxAddresses bounds how many addresses of one field are read.
const maxAddresses = 1000

// addresses reads an address list as people and programs write it. It takes
// more than RFC 5322 allows (no comma, bare names, 8-bit names) and loses no
// address for the sake of another one's fault.
func addresses(raw string) []mailwire.Address {
	var all []mailwire.Address
	for _, piece := range splitAddresses(raw) {
		if a, ok := readAddress(piece); ok && len(all) < maxAddresses {
			all = append(all, a)
		}
	}
	return all
}

// splitAddresses cuts at commas and semicolons outside of quotes, comments and
// angle brackets, and drops the names of groups.
func splitAddresses(raw string) []string {
	var pieces []string
	var b strings.Builder
	quoted, comment, angle := false, 0, false
	flush := func() {
		if s := strings.TrimSpace(b.String()); s != "" {
			pieces = append(pieces, s)
		}
		b.Reset()
	}
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '\\' && i+1 < len(raw) && (quoted || comment > 0):
			b.WriteByte(c)
			i++
			b.WriteByte(raw[i])
			continue
		case c == '"' && comment == 0:
			quoted = !quoted
		case quoted:
		case c == '(':
			comment++
		case c == ')' && comment > 0:
			comment--
		case comment > 0:
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case (c == ',' || c == ';') && !angle:
			flush()
			continue
		case c == ':' && !angle && !strings.ContainsRune(b.String(), '@'):
			b.Reset() // a group's name
			continue
		}
		b.WriteByte(c)
	}
	flush()
	return pieces
}

// readAddress reads `Name <a@b>`, `a@b (Name)` or `a@b`.
func readAddress(piece string) (mailwire.Address, bool) {
	if open := strings.LastIndexByte(piece, '<'); open >= 0 {
		spec, _, _ := strings.Cut(piece[open+1:], ">")
		if route := strings.LastIndexByte(spec, ':'); route >= 0 && strings.HasPrefix(spec, "@") {
			spec = spec[route+1:]
		}
		return finished(piece[:open], spec)
	}
	name := ""
	if open := strings.IndexByte(piece, '('); open >= 0 && !strings.HasPrefix(piece, `"`) {
		inner, _, _ := strings.Cut(piece[open+1:], ")")
		piece, name = piece[:open], inner
	}
	for _, word := range strings.Fields(piece) {
		if strings.ContainsRune(word, '@') {
			if name == "" {
				name = strings.Replace(piece, word, "", 1)
			}
			return finished(name, word)
		}
	}
	return mailwire.Address{}, false
}

func finished(name, spec string) (mailwire.Address, bool) {
	spec, _ = decodeWords(strings.TrimSpace(spec))
	spec = strings.Trim(cleanLine(spec, 400), `'" .,;<>`)
	if !plausible(spec) {
		return mailwire.Address{}, false
	}
	return mailwire.Address{Name: displayName(name, spec), Address: spec}, true
}

// plausible accepts what may be an address: one part before and one after the
// last @, no blank, at most 320 bytes (RFC 3696).
func plausible(spec string) bool {
	at := strings.LastIndexByte(spec, '@')
	return at > 0 && at < len(spec)-1 && len(spec) <= 320 && !strings.ContainsAny(spec, " \t<>()\"\\,;:")
}

// displayName is the decoded name, "" when it only repeats the address.
func displayName(raw, spec string) string {
	raw = strings.TrimSpace(raw)
	if len(raw) > 1 && raw[0] == '"' {
		raw = strings.TrimSuffix(raw[1:], `"`)
		raw = unescape(raw)
	}
	name, _ := decodeWords(raw)
	name = strings.Trim(cleanLine(name, 200), `"' `)
	if strings.EqualFold(name, spec) {
		return ""
	}
	return name
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
