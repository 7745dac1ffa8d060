package message

import (
	"bytes"
	"net/mail"
	"regexp"
	"strings"
	"time"
)

// header is a part's header fields in order, unfolded but not decoded.
type header []field

type field struct {
	name  string // lower case
	value string // raw bytes
}

// get is the first value of a field, "" when there is none.
func (h header) get(name string) string {
	value, _ := h.find(name)
	return value
}

func (h header) find(name string) (string, bool) {
	for _, f := range h {
		if f.name == name {
			return f.value, true
		}
	}
	return "", false
}

// readHeader reads the header at the start of b and where the body begins.
//
// A line that is no field and not indented is either the continuation of a
// field whose sender forgot to indent it, or the body of a mail without the
// blank line: it is a continuation when a field follows it.
func readHeader(b []byte) (h header, body int) {
	var value []byte // of the last field, grown in place
	flush := func() {
		if len(h) > 0 {
			h[len(h)-1].value = string(value)
		}
	}
	defer flush()
	for pos := 0; pos < len(b); {
		line, next := lineAt(b, pos)
		name, rest, ok := splitField(line)
		switch {
		case len(line) == 0 || len(bytes.TrimSpace(line)) == 0 && !goesOn(b[next:]):
			return h, next
		case len(h) > 0 && (line[0] == ' ' || line[0] == '\t' || !ok && isUnindented(line, b[next:])):
			if len(value) < maxValue {
				value = append(append(value, ' '), bytes.TrimSpace(line)...)
			}
		case ok:
			flush()
			h, value = append(h, field{name: name}), append([]byte(nil), rest...)
		default:
			return h, pos
		}
		body, pos = next, next
	}
	return h, body
}

// goesOn reports that the header continues after a line of blanks, which older
// programs took for a continuation.
func goesOn(following []byte) bool {
	line, _ := lineAt(following, 0)
	if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
		return len(bytes.TrimSpace(line)) > 0
	}
	return knownField.Match(line)
}

// isUnindented reports that line continues a field without being indented, for
// another field follows. A delimiter never does.
func isUnindented(line, following []byte) bool {
	if bytes.HasPrefix(line, []byte("--")) {
		return false
	}
	next, _ := lineAt(following, 0)
	return knownField.Match(next)
}

// maxValue bounds, in bytes, one field's value; what comes after is not read.
const maxValue = 256 << 10

// lineAt is the line at pos without its end, and where the next one starts.
func lineAt(b []byte, pos int) (line []byte, next int) {
	end := bytes.IndexByte(b[pos:], '\n')
	if end < 0 {
		return bytes.TrimRight(b[pos:], "\r"), len(b)
	}
	return bytes.TrimRight(b[pos:pos+end], "\r"), pos + end + 1
}

func splitField(line []byte) (name string, value []byte, ok bool) {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 {
		return "", nil, false
	}
	key := bytes.TrimRight(line[:colon], " \t")
	for _, c := range key {
		if c <= ' ' || c >= 0x7f {
			return "", nil, false
		}
	}
	return strings.ToLower(string(key)), bytes.TrimSpace(line[colon+1:]), true
}

var knownField = regexp.MustCompile(`(?i)^(from|to|cc|bcc|sender|delivered-to|dkim-signature|list-[a-z-]+|reply-to|subject|date|mime-version|content-[a-z-]+|message-id|in-reply-to|references|received|return-path|x-[a-z0-9-]+)[ \t]*:`)

func (m *Message) readHeaders(h header) {
	m.From = first(addresses(h.get("from")))
	m.ReplyTo = first(addresses(h.get("reply-to")))
	m.Sender = first(addresses(h.get("sender")))
	if m.From.Address == "" {
		m.From = m.Sender
	}
	m.To, m.Cc = addresses(h.get("to")), addresses(h.get("cc"))
	m.Subject = m.words(h.get("subject"))
	m.Date = readDate(h.get("date"))
	m.MessageID = first(messageIDs(h.get("message-id")))
	m.InReplyTo = messageIDs(h.get("in-reply-to"))
	m.References = messageIDs(h.get("references"))
	m.Auto = Auto{
		AutoSubmitted: plainWords(h.get("auto-submitted")),
		Precedence:    plainWords(h.get("precedence")),
		Suppress:      plainWords(h.get("x-auto-response-suppress")),
		ListID:        plainWords(h.get("list-id")),
		ReturnPath:    returnPath(h),
	}
}

// words decodes a header text and notes what could not be read.
func (m *Message) words(raw string) string {
	text, unknown := decodeWords(raw)
	if unknown != "" {
		m.note("charset", unknown)
	}
	return cleanLine(text, maxSubject)
}

// maxSubject bounds, in characters, a subject.
const maxSubject = 2000

func plainWords(raw string) string {
	text, _ := decodeWords(raw)
	return cleanLine(text, 200)
}

func returnPath(h header) string {
	value, found := h.find("return-path")
	if !found {
		return ""
	}
	value = cleanLine(fromBytes(value), 320)
	if strings.Trim(value, "<> ") == "" {
		return "<>"
	}
	return value
}

var messageID = regexp.MustCompile(`<[^<>\s]+>`)

// maxIDs bounds how many ids of a thread are kept: the newest.
const maxIDs = 100

func messageIDs(raw string) []string {
	ids := messageID.FindAllString(cleanLine(fromBytes(raw), maxValue), -1)
	return ids[max(0, len(ids)-maxIDs):]
}

func first[T any](all []T) T {
	if len(all) == 0 {
		var none T
		return none
	}
	return all[0]
}

// dateLayouts are what senders write when they do not follow RFC 5322.
var dateLayouts = []string{
	"Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", "Mon, 2 Jan 2006 15:04 -0700", "Mon Jan 2 15:04:05 2006",
	"Mon Jan 2 15:04:05 MST 2006", "Mon Jan 2 15:04:05 2006 -0700", "Mon, 2 Jan 06 15:04:05 -0700",
	time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05",
	"Mon, 02-Jan-2006 15:04:05 MST", "Monday, 2 January 2006 15:04:05 -0700", "Monday, January 2, 2006 3:04 PM",
}

var comment = regexp.MustCompile(`\([^()]*\)`)

// readDate is the zero time when raw is no date between 1970 and 9999.
func readDate(raw string) time.Time {
	raw = strings.Join(strings.Fields(comment.ReplaceAllString(cleanLine(fromBytes(raw), 200), "")), " ")
	t, err := mail.ParseDate(raw)
	for i := 0; err != nil && i < len(dateLayouts); i++ {
		t, err = time.Parse(dateLayouts[i], raw)
	}
	if err != nil || t.Year() < 1970 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}
