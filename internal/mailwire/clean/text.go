package clean

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// FromText makes HTML of a plain text: paragraphs at blank lines, line breaks
// kept, addresses of pages and people made links.
func FromText(text string) (string, error) {
	text = strings.Trim(printable(strings.ReplaceAll(text, "\r\n", "\n"), true), "\n")
	var b strings.Builder
	for _, paragraph := range blankLines.Split(text, -1) {
		if strings.TrimSpace(paragraph) == "" {
			continue
		}
		b.WriteString("<p>")
		for i, line := range strings.Split(paragraph, "\n") {
			if i > 0 {
				b.WriteString("<br>\n")
			}
			b.WriteString(linked(indented(line)))
		}
		b.WriteString("</p>\n")
		if b.Len() > MaxOutput {
			return "", tooLarge()
		}
	}
	return strings.TrimSpace(b.String()), nil
}

var blankLines = regexp.MustCompile(`\n[ \t]*(?:\n[ \t]*)+`)

// indented keeps the blanks at the start of a line: logs and tables lean on them.
func indented(line string) string {
	line = strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), " ")
	rest := strings.TrimLeft(line, " ")
	return strings.Repeat("\u00a0", min(len(line)-len(rest), 80)) + rest
}

var address = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"“”«»]+|[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}`)

// linked escapes a line and makes links of the addresses in it.
func linked(line string) string {
	var b strings.Builder
	pos := 0
	for _, at := range address.FindAllStringIndex(line, -1) {
		target := withoutPunctuation(line[at[0]:at[1]])
		href := target
		if !strings.Contains(target, "://") {
			href = "mailto:" + target
		}
		b.WriteString(html.EscapeString(line[pos:at[0]]))
		fmt.Fprintf(&b, `<a href="%s" rel="%s">%s</a>`, html.EscapeString(href), linkRel, html.EscapeString(target))
		pos = at[0] + len(target)
	}
	b.WriteString(html.EscapeString(line[pos:]))
	return b.String()
}

// withoutPunctuation drops what ends the sentence rather than the address. A
// closing bracket stays when its opening one is in the address.
func withoutPunctuation(s string) string {
	for s != "" {
		last := s[len(s)-1]
		switch {
		case strings.IndexByte(".,;:!?'*_", last) >= 0:
		case last == ')' && strings.Count(s, "(") < strings.Count(s, ")"):
		case last == ']' && strings.Count(s, "[") < strings.Count(s, "]"):
		default:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// ToText is what a reader sees of markup, as plain text: for search, for the
// text alternative of a mail and for quoting. It needs no cleaned input.
func ToText(markup string) string {
	w := textWriter{}
	z := html.NewTokenizer(strings.NewReader(markup[:min(len(markup), MaxInput)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return w.String()
		case html.TextToken:
			w.text(printable(string(z.Text()), true))
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(z.Token())
		case html.EndTagToken:
			w.end(z.Token().Data)
		}
		if w.b.Len() > MaxInput {
			return w.String()
		}
	}
}

// textWriter collects text and remembers the line ends that are due.
type textWriter struct {
	b       strings.Builder
	due     int // line ends before the next text
	quotes  int // open quotations
	quoted  int // open quotations when something was last written
	pre     int
	dropped string
	nested  int
	lists   []int // the next number of each open list, 0 for bullets
	links   []link
	fresh   bool // nothing on the line yet but its prefix
	blank   bool // a blank is due before the next text
}

type link struct {
	href string
	from int // where its text starts
}

// blocks start a new line; paragraphs leave one empty before.
var (
	blocks     = set("div", "li", "tr", "dt", "dd", "section", "article", "address", "header", "footer", "center", "figure", "caption", "option")
	paragraphs = set("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre")
)

func (w *textWriter) start(t html.Token) {
	name := t.Data
	if w.dropped != "" {
		if name == w.dropped && !void[name] {
			w.nested++
		}
		return
	}
	if contentless[name] {
		if !void[name] && t.Type == html.StartTagToken {
			w.dropped, w.nested = name, 1
		}
		return
	}
	switch {
	case name == "br":
		w.due++
		w.blank = false
		return
	case paragraphs[name] && !(len(w.lists) > 0 && (name == "ul" || name == "ol" || name == "p")):
		w.breakLines(2)
	case paragraphs[name] || blocks[name]:
		w.breakLines(1)
	}
	w.open(t)
}

func (w *textWriter) open(t html.Token) {
	switch t.Data {
	case "blockquote":
		w.quotes = min(w.quotes+1, 20)
	case "pre":
		w.pre++
	case "ul":
		w.lists = append(w.lists, 0)
	case "ol":
		w.lists = append(w.lists, 1)
	case "li":
		w.bullet()
	case "td", "th":
		if w.due == 0 && w.b.Len() > 0 && !w.fresh {
			w.write(" | ")
		}
	case "hr":
		w.breakLines(1)
		w.write("---")
		w.breakLines(1)
	case "img":
		w.text(attributeOf(t, "alt"))
	case "a":
		w.links = append(w.links, link{attributeOf(t, "href"), w.b.Len()})
	}
}

func attributeOf(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return printable(strings.TrimSpace(a.Val), false)
		}
	}
	return ""
}

func (w *textWriter) bullet() {
	if len(w.lists) == 0 {
		w.write("- ")
		return
	}
	last := len(w.lists) - 1
	indent := strings.Repeat("  ", min(last, 10))
	if n := w.lists[last]; n > 0 {
		w.write(fmt.Sprintf("%s%d. ", indent, n))
		w.lists[last]++
	} else {
		w.write(indent + "- ")
	}
	w.fresh = true
}

func (w *textWriter) end(name string) {
	if w.dropped != "" {
		if name == w.dropped {
			if w.nested--; w.nested == 0 {
				w.dropped = ""
			}
		}
		return
	}
	switch name {
	case "br":
		w.due++
	case "blockquote":
		w.breakLines(2)
		w.quotes = max(w.quotes-1, 0)
		return
	case "pre":
		w.pre = max(w.pre-1, 0)
	case "ul", "ol":
		w.lists = w.lists[:max(len(w.lists)-1, 0)]
	case "a":
		w.endLink()
	}
	switch {
	case paragraphs[name] && len(w.lists) == 0:
		w.breakLines(2)
	case paragraphs[name] || blocks[name]:
		w.breakLines(1)
	}
}

// endLink adds where a link leads when its text does not say so.
func (w *textWriter) endLink() {
	if len(w.links) == 0 {
		return
	}
	l := w.links[len(w.links)-1]
	w.links = w.links[:len(w.links)-1]
	if !strings.HasPrefix(l.href, "http://") && !strings.HasPrefix(l.href, "https://") || len(l.href) > maxAddress {
		return
	}
	shown := strings.TrimSpace(w.b.String()[l.from:])
	if shown == "" || strings.Contains(l.href, strings.TrimSuffix(shown, "/")) {
		if shown == "" {
			w.write(l.href)
		}
		return
	}
	w.write(" (" + l.href + ")")
}

// text writes characters, blanks collapsed as a browser does outside of <pre>.
func (w *textWriter) text(s string) {
	if w.dropped != "" || s == "" {
		return
	}
	if w.pre > 0 {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				w.due++
			}
			if line != "" {
				w.write(line)
			}
		}
		return
	}
	words := strings.FieldsFunc(s, isBlank)
	if len(words) == 0 {
		w.blank = true
		return
	}
	if isBlank(rune(s[0])) {
		w.blank = true
	}
	line := strings.ReplaceAll(strings.Join(words, " "), "\u00a0", " ")
	if w.blank && w.due == 0 && w.b.Len() > 0 && !w.fresh {
		line = " " + line
	}
	w.blank = isBlank(rune(s[len(s)-1]))
	w.write(line)
}

func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }

// breakLines makes sure that at least n line ends stand before the next text.
func (w *textWriter) breakLines(n int) {
	w.due = max(w.due, n)
	w.blank = false
}

func (w *textWriter) write(s string) {
	if w.due > 0 || w.b.Len() == 0 {
		if w.b.Len() > 0 {
			for range min(w.due, 3) - 1 {
				w.b.WriteString("\n" + strings.Repeat("> ", min(w.quotes, w.quoted)))
			}
			w.b.WriteByte('\n')
		}
		w.b.WriteString(strings.Repeat("> ", w.quotes))
		w.due, w.quoted = 0, w.quotes
	}
	w.fresh = false
	w.b.WriteString(s)
}

func (w *textWriter) String() string {
	lines := strings.Split(w.b.String(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
