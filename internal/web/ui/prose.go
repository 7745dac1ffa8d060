package ui

import (
	"html"
	"strings"

	xhtml "golang.org/x/net/html"
)

// paragraphs is plain text as HTML: an empty line parts paragraphs.
func paragraphs(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.Trim(part, "\n"); part != "" {
			b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(part), "\n", "<br>") + "</p>")
		}
	}
	return b.String()
}

// blocks are the elements after which a line ends.
var blocks = map[string]bool{"p": true, "div": true, "li": true, "tr": true, "h1": true, "h2": true, "h3": true, "h4": true, "pre": true, "blockquote": true, "table": true}

// plainText is HTML as text, for the field that people without the editor see.
func plainText(source string) string {
	var b strings.Builder
	for z := xhtml.NewTokenizer(strings.NewReader(source)); ; {
		switch z.Next() {
		case xhtml.ErrorToken:
			return strings.TrimSpace(b.String())
		case xhtml.TextToken:
			b.Write(z.Text())
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			if name, _ := z.TagName(); string(name) == "br" {
				b.WriteByte('\n')
			}
		case xhtml.EndTagToken:
			if name, _ := z.TagName(); blocks[string(name)] {
				b.WriteString("\n\n")
			}
		}
	}
}

// shown are the two faces of a formatted text: HTML for the editor, plain text
// for the field beneath it.
func (f *Form) shown(x Field) (forEditor, plain string) {
	s := f.Value(x)
	if f.values.Get(x.Name+"_format") == "html" {
		return s, plainText(s)
	}
	return "", s
}
