package message

import (
	"bytes"
	"mime"
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
)

// decodeTransfer is the content of a leaf; damage says what had to be forgiven.
func decodeTransfer(p *part) (content []byte, damage string) {
	switch transferEncoding(p) {
	case "quoted-printable":
		return quotedPrintable(p.body), ""
	case "base64":
		content, dirty := base64Bytes(p.body)
		if dirty {
			damage = "base64"
		}
		return content, damage
	}
	return p.body, ""
}

// quotedPrintable decodes RFC 2045 §6.7. What is no code stays as it is: many
// programs forget to encode "=".
func quotedPrintable(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for pos := 0; pos < len(b); {
		line, next := lineAt(b, pos)
		ended := next > pos+len(line)
		line = bytes.TrimRight(line, " \t")
		soft := bytes.HasSuffix(line, []byte("="))
		if soft {
			line = line[:len(line)-1]
		}
		out = appendDecoded(out, line)
		if ended && !soft {
			out = append(out, '\n')
		}
		pos = next
	}
	return out
}

func appendDecoded(out, line []byte) []byte {
	for i := 0; i < len(line); i++ {
		if line[i] == '=' && i+2 < len(line) && isHex(line[i+1]) && isHex(line[i+2]) {
			out = append(out, unhex(line[i+1])<<4|unhex(line[i+2]))
			i += 2
			continue
		}
		out = append(out, line[i])
	}
	return out
}

// transferEncoding is the encoding to undo, "" for none.
func transferEncoding(p *part) string {
	value, _, _ := strings.Cut(p.header.get("content-transfer-encoding"), ";")
	switch value = strings.ToLower(strings.Trim(value, " \t\"'")); value {
	case "quoted-printable":
		return value
	case "base64", "b64", "base-64":
		if looksLikeProse(p.body) {
			return ""
		}
		return "base64"
	case "quotedprintable", "quoted/printable":
		return "quoted-printable"
	}
	return ""
}

// looksLikeProse reports that what is called base64 is not: a line of base64
// has no blanks inside.
func looksLikeProse(body []byte) bool {
	body = bytes.TrimSpace(body[:min(len(body), 2000)])
	line, _ := lineAt(body, 0)
	return bytes.ContainsAny(bytes.TrimSpace(line), " \t")
}

// textOf is a text part's content in UTF-8.
func textOf(p *part, content []byte) (s string, known bool) {
	return toUTF8(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")), charsetOf(p, content))
}

// charsetOf is the declared character set: of the header, of the byte order
// mark, or of the HTML itself.
func charsetOf(p *part, content []byte) string {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return "utf-16"
	}
	declared := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(p.params["charset"])), "charset=")
	if declared == "" && p.kind == "text/html" {
		_, name, certain := charset.DetermineEncoding(content, "")
		if certain || name != "windows-1252" && name != "utf-8" { // these two are also its guesses
			return name
		}
	}
	return declared
}

// fileName is the declared name of a part without folders, "" when it has none.
func fileName(p *part) string {
	disposition := p.header.get("content-disposition")
	_, params := mediaType(asMediaType(disposition))
	name := params["filename"]
	if name == "" {
		name = extended(disposition, "filename")
	}
	if name == "" {
		name = p.params["name"]
	}
	if name == "" {
		name = extended(p.header.get("content-type"), "name")
	}
	name, _ = decodeWords(name)
	return safeName(name)
}

// asMediaType makes a Content-Disposition readable for the reader of media types.
func asMediaType(disposition string) string {
	kind, rest, found := strings.Cut(disposition, ";")
	if !found {
		return ""
	}
	return "x/" + strings.ReplaceAll(strings.TrimSpace(kind), "/", "") + "x;" + rest
}

var extendedValue = regexp.MustCompile(`(?i)(?:^|[;\s])(filename|name)\*(?:0\*)?=\s*"?([A-Za-z0-9._-]*)'[^']*'([^;"\s]*)`)

// extended reads an RFC 2231 value whose character set the standard library
// does not know: name*=iso-8859-1'fr'caf%E9.txt
func extended(value, param string) string {
	if len(value) > maxMediaType {
		return ""
	}
	for _, m := range extendedValue.FindAllStringSubmatch(value, 10) {
		if !strings.EqualFold(m[1], param) {
			continue
		}
		if raw, err := url.PathUnescape(m[3]); err == nil {
			name, _ := toUTF8([]byte(raw), m[2])
			return name
		}
	}
	return ""
}

// safeName is the last element of a path, fit to be shown and stored: at most
// 200 characters, the end kept because it holds the extension.
func safeName(name string) string {
	name = cleanLine(name, 4096)
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Trim(name, " ")
	if strings.Trim(name, "./") == "" {
		return ""
	}
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[:150]) + string(runes[len(runes)-50:])
	}
	return name
}

// nestedName names a mail kept as a file by its subject.
func nestedName(name string, content []byte) string {
	if name == "" {
		h, _ := readHeader(content[:min(len(content), 64<<10)])
		subject, _ := decodeWords(h.get("subject"))
		name = strings.Map(func(r rune) rune {
			if strings.ContainsRune(`/\:*?"<>|`, r) {
				return '_'
			}
			return r
		}, cleanLine(subject, 100))
	}
	if name = safeName(name); name == "" {
		name = "message"
	}
	if !strings.HasSuffix(strings.ToLower(name), ".eml") {
		name += ".eml"
	}
	return name
}

// commonExtensions are chosen where the system's tables would give an odd one.
var commonExtensions = map[string]string{
	"text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "image/jpeg": ".jpg",
	"application/ms-tnef": ".dat", "message/delivery-status": ".txt", "text/rfc822-headers": ".txt",
}

func extension(kind string) string {
	if ext, ok := commonExtensions[kind]; ok {
		return ext
	}
	if all, err := mime.ExtensionsByType(kind); err == nil && len(all) > 0 {
		return all[0]
	}
	return ".bin"
}

// contentID is the id by which HTML names the part; some programs use
// Content-Location instead.
func contentID(p *part) string {
	id := cleanLine(p.header.get("content-id"), 300)
	if id == "" {
		id = cleanLine(p.header.get("content-location"), 300)
	}
	return strings.Trim(id, "<> ")
}

var cidReference = regexp.MustCompile(`(?i)cid:([^"'\s<>()]{1,300})`)

// shownIDs are the content ids that markup refers to, in lower case.
func shownIDs(markup string) map[string]bool {
	shown := map[string]bool{}
	for _, m := range cidReference.FindAllStringSubmatch(markup, 1000) {
		id := strings.ToLower(m[1])
		shown[id] = true
		if plain, err := url.PathUnescape(id); err == nil {
			shown[plain] = true
		}
	}
	return shown
}
