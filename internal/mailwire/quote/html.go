package quote

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// maxHTML bounds, in bytes, the markup that is looked at; more is kept as it is.
const maxHTML = 16 << 20

// HTML cuts markup as a mail program made it, before it is cleaned: the marks
// by which quotations are known do not survive cleaning. The result may hold
// unclosed elements; clean.HTML closes them.
func HTML(markup string) (kept string, cut bool) {
	if len(markup) > maxHTML {
		return markup, false
	}
	r := reader{}
	r.read(markup)
	drop := decide(r.lines)
	if !slices.Contains(drop, true) {
		return markup, false
	}
	return r.without(markup, drop), true
}

// token is a piece of markup, with the line it belongs to.
type token struct {
	start, end int
	line       int
	kind       html.TokenType
	name       string
}

// reader turns markup into lines. marks are the elements around the current
// place that say something about quotation.
type reader struct {
	lines  []line
	tokens []token
	marks  []mark
	quoted int    // marks that quote
	maybe  int    // marks that may
	raw    string // the element whose content is no text
	spaced bool   // the text before ended with a blank
}

type mark struct {
	name          string
	quotes, maybe bool
	attrib        bool
	depth         int // elements of the same name open inside
}

func (r *reader) read(markup string) {
	z := html.NewTokenizer(strings.NewReader(markup))
	z.SetMaxBuf(maxHTML + 1)
	r.newLine(0)
	pos := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		size := len(z.Raw())
		t := token{start: pos, end: pos + size, kind: kind}
		pos += size
		switch kind {
		case html.TextToken:
			r.text(string(z.Text()), t.start)
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			t.name = tag.Data
			r.startTag(tag, t.start)
		case html.EndTagToken:
			name, _ := z.TagName()
			t.name = string(name)
			r.endTag(t.name, t.start)
		}
		t.line = len(r.lines) - 1
		r.tokens = append(r.tokens, t)
	}
}

// newLine begins a line at pos unless the current one is still empty.
func (r *reader) newLine(pos int) {
	l := line{start: pos, quoted: r.quoted > 0, maybe: r.maybe > 0, depth: r.quoted, attrib: r.inAttribution()}
	if n := len(r.lines); n > 0 && r.lines[n-1].text == "" && !r.lines[n-1].image {
		l.hard = r.lines[n-1].hard
		l.start = r.lines[n-1].start
		r.lines[n-1] = l
		return
	}
	r.lines = append(r.lines, l)
}

func (r *reader) current() *line { return &r.lines[len(r.lines)-1] }

func (r *reader) inAttribution() bool {
	return slices.ContainsFunc(r.marks, func(m mark) bool { return m.attrib })
}

// text adds what a reader sees to the current line.
func (r *reader) text(s string, pos int) {
	if r.raw != "" {
		return
	}
	l := r.current()
	words := strings.FieldsFunc(s, isSpace)
	if len(words) == 0 {
		r.spaced = true
		return
	}
	first, _ := utf8.DecodeRuneInString(s)
	final, _ := utf8.DecodeLastRuneInString(s)
	apart := r.spaced || isSpace(first)
	r.spaced = isSpace(final)
	if l.text == "" && !l.image {
		l.quoted, l.maybe, l.depth = r.quoted > 0, r.maybe > 0, r.quoted
	}
	if l.text != "" && apart && len(l.text) < maxLine {
		l.text += " "
	}
	if len(l.text) < maxLine {
		l.text += strings.Join(words, " ")
	}
	l.attrib = l.attrib || r.inAttribution()
}

func isSpace(c rune) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\u00a0' }

// maxLine bounds, in bytes, what is remembered of a line.
const maxLine = 4096

// breaking elements begin and end a line.
var breaking = map[string]bool{"p": true, "div": true, "br": true, "hr": true, "blockquote": true, "li": true, "ul": true, "ol": true,
	"tr": true, "table": true, "tbody": true, "td": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
	"pre": true, "dl": true, "dt": true, "dd": true, "center": true, "section": true, "article": true, "body": true, "head": true}

func (r *reader) startTag(t html.Token, pos int) {
	if r.raw != "" {
		return
	}
	if t.Data == "style" || t.Data == "script" || t.Data == "title" {
		if t.Type == html.StartTagToken {
			r.raw = t.Data
		}
		return
	}
	if breaking[t.Data] {
		r.newLine(pos)
	}
	if t.Data == "img" {
		r.current().image = true
	}
	m, hard := marked(t)
	if hard {
		r.newLine(pos)
		r.current().hard = true
	}
	if t.Type == html.SelfClosingTagToken || t.Data == "br" || t.Data == "hr" || t.Data == "img" || t.Data == "meta" || t.Data == "input" || t.Data == "link" {
		return
	}
	if m.quotes || m.maybe || m.attrib {
		if len(r.marks) < 200 {
			r.push(m, pos)
		}
		return
	}
	for i := len(r.marks) - 1; i >= 0; i-- {
		if r.marks[i].name == t.Data {
			r.marks[i].depth++
			break
		}
	}
}

func (r *reader) push(m mark, pos int) {
	r.marks = append(r.marks, m)
	if m.quotes {
		r.quoted++
	}
	if m.maybe {
		r.maybe++
	}
	r.newLine(pos)
}

func (r *reader) endTag(name string, pos int) {
	if r.raw != "" {
		if name == r.raw {
			r.raw = ""
		}
		return
	}
	for i := len(r.marks) - 1; i >= 0; i-- {
		if r.marks[i].name != name {
			continue
		}
		if r.marks[i].depth > 0 {
			r.marks[i].depth--
			break
		}
		r.pop(i, pos)
		return
	}
	if breaking[name] {
		r.newLine(pos)
	}
}

// pop closes mark i and those inside it whose end is missing.
func (r *reader) pop(i, pos int) {
	for _, m := range r.marks[i:] {
		if m.quotes {
			r.quoted--
		}
		if m.maybe {
			r.maybe--
		}
	}
	r.marks = r.marks[:i]
	r.newLine(pos)
}

// without writes the markup but for the dropped lines. Tags inside them stay
// when their counterpart is outside, so that the rest keeps its form.
func (r *reader) without(markup string, drop []bool) string {
	gone := make([]bool, len(r.tokens))
	last := len(drop) - 1 // line that stays
	for last >= 0 && drop[last] {
		last--
	}
	var open []int // dropped start tags that may stay
	for i, t := range r.tokens {
		if !drop[t.line] {
			open = open[:0]
			continue
		}
		switch t.kind {
		case html.StartTagToken:
			gone[i] = true
			if t.line < last && t.name != "br" && t.name != "hr" && t.name != "img" {
				gone[i] = false
				open = append(open, i)
			}
		case html.EndTagToken:
			if n := len(open); n > 0 && r.tokens[open[n-1]].name == t.name {
				gone[open[n-1]], gone[i] = true, true
				open = open[:n-1]
			}
		default:
			gone[i] = true
		}
	}
	var b strings.Builder
	for i, t := range r.tokens {
		if !gone[i] {
			b.WriteString(markup[t.start:t.end])
		}
	}
	return b.String()
}
