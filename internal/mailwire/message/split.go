package message

import (
	"bytes"
	"context"
	"strings"

	"github.com/jhillyerd/enmime/v2/mediatype"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

// part is a node of the message's structure. Bodies point into the raw message.
type part struct {
	header   header
	kind     string // lower-case type/subtype
	params   map[string]string
	body     []byte // of a leaf, or the preamble of a multipart
	children []*part
	boundary string // of a multipart, else ""
	start    int    // of the body in the raw message
	unclosed bool
}

// maxBoundary is longer than the 70 of RFC 2046, and short enough to compare fast.
const maxBoundary = 256

// splitter walks over the raw message once, line by line. open holds the
// multiparts around the current position, the outermost first.
type splitter struct {
	raw    []byte
	limits Limits
	open   []*part
	leaf   *part // whose body is being read; nil between parts
	parts  int
}

// split finds the structure of raw. Its cost is one pass over raw, and at most
// Depth comparisons for a line that begins with two hyphens.
func split(ctx context.Context, raw []byte, limits Limits) (*part, error) {
	s := splitter{raw: raw, limits: limits}
	root, pos, err := s.begin(0, "text/plain")
	if err != nil {
		return nil, err
	}
	for pos < len(raw) {
		if ctx.Err() != nil {
			return nil, tooSlow(ctx.Err())
		}
		at := s.nextDelimiter(pos)
		if at < 0 {
			break
		}
		if pos, err = s.delimiter(at); err != nil {
			return nil, err
		}
	}
	s.finish(len(raw))
	for _, left := range s.open {
		left.unclosed = true
	}
	return root, nil
}

// nextDelimiter is where the next line that begins with "--" starts, from the
// line start pos on; -1 when there is none.
func (s *splitter) nextDelimiter(pos int) int {
	if len(s.open) == 0 {
		return -1
	}
	if bytes.HasPrefix(s.raw[pos:], []byte("--")) {
		return pos
	}
	at := bytes.Index(s.raw[pos:], []byte("\n--"))
	if at < 0 {
		return -1
	}
	return pos + at + 1
}

// delimiter handles a line that begins with "--" and returns where to go on.
func (s *splitter) delimiter(at int) (next int, err error) {
	line, next := lineAt(s.raw, at)
	level, closing := s.match(line)
	if level < 0 {
		return next, nil
	}
	s.finish(at)
	for _, inner := range s.open[level+1:] {
		inner.unclosed = true
	}
	if closing {
		s.open = s.open[:level]
		return next, nil
	}
	s.open = s.open[:level+1]
	parent := s.open[level]
	child, next, err := s.begin(next, defaultKind(parent))
	if err != nil {
		return 0, err
	}
	parent.children = append(parent.children, child)
	return next, nil
}

// match says which open multipart the line delimits, the innermost first.
func (s *splitter) match(line []byte) (level int, closing bool) {
	line = bytes.TrimRight(line[2:], " \t")
	if len(line) > maxBoundary+2 {
		return -1, false
	}
	for i := len(s.open) - 1; i >= 0; i-- {
		rest, found := bytes.CutPrefix(line, []byte(s.open[i].boundary))
		if found && len(rest) == 0 {
			return i, false
		}
		if found && bytes.HasPrefix(rest, []byte("--")) { // some add a character
			return i, true
		}
	}
	return -1, false
}

func defaultKind(parent *part) string {
	if parent.kind == "multipart/digest" {
		return "message/rfc822"
	}
	return "text/plain"
}

// begin reads the header of the part at pos.
func (s *splitter) begin(pos int, kind string) (p *part, next int, err error) {
	if s.parts++; s.parts > s.limits.Parts {
		return nil, 0, fault.New(fault.TooLarge, mailwire.KeyTooManyPart, s.limits.Parts)
	}
	window := s.raw[pos:min(len(s.raw), pos+s.limits.Header+1)]
	h, size := readHeader(window)
	if size > s.limits.Header {
		return nil, 0, fault.New(fault.TooLarge, mailwire.KeyHeader, s.limits.Header>>10)
	}
	p = &part{header: h, kind: kind, start: pos + size}
	p.readType()
	if strings.HasPrefix(p.kind, "multipart/") {
		p.boundary = s.boundaryOf(p)
	}
	if p.boundary == "" {
		s.leaf = p
		return p, p.start, nil
	}
	if len(s.open) >= s.limits.Depth {
		return nil, 0, fault.New(fault.TooLarge, mailwire.KeyTooDeep, s.limits.Depth)
	}
	s.open = append(s.open, p)
	s.leaf = p // its preamble
	return p, p.start, nil
}

// boundaryOf is the declared boundary, or the one the body obviously uses.
func (s *splitter) boundaryOf(p *part) string {
	if b := strings.TrimRight(p.params["boundary"], " "); b != "" && len(b) <= maxBoundary {
		return b
	}
	body := bytes.TrimLeft(s.raw[p.start:min(len(s.raw), p.start+maxBoundary*2)], "\r\n \t")
	if line, _ := lineAt(body, 0); bytes.HasPrefix(line, []byte("--")) && len(line) > 2 && len(line) <= maxBoundary {
		return string(bytes.TrimRight(line[2:], " \t"))
	}
	return ""
}

// finish ends the body of the part being read at the line that starts at end.
func (s *splitter) finish(end int) {
	if s.leaf == nil {
		return
	}
	body := s.raw[min(s.leaf.start, end):end]
	if end < len(s.raw) { // the line end before a delimiter belongs to the delimiter
		body = bytes.TrimSuffix(body, []byte("\n"))
		body = bytes.TrimSuffix(body, []byte("\r"))
	}
	s.leaf.body = body
	s.leaf = nil
}

// maxMediaType bounds, in bytes, a Content-Type or Content-Disposition.
const maxMediaType = 8 << 10

// readType reads Content-Type; what is missing or broken leaves the default.
func (p *part) readType() {
	kind, params := mediaType(p.header.get("content-type"))
	if kind != "" {
		p.kind = kind
	}
	p.params = params
}

// mediaType is the type in lower case and its parameters, raw as they stand.
func mediaType(value string) (kind string, params map[string]string) {
	value = fromBytes(value[:min(len(value), maxMediaType)])
	kind, params, _, err := mediatype.ParseWithOptions(value, mediatype.ParseOptions{StripMediaTypeInvalidCharacters: true})
	if err != nil {
		kind, _, _ = strings.Cut(value, ";")
	}
	kind = strings.ToLower(strings.TrimSpace(kind))
	if strings.Count(kind, "/") != 1 || strings.ContainsAny(kind, " \t\"<>") || len(kind) > 127 {
		kind = ""
	}
	return kind, params
}
