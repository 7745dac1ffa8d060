package quote

import (
	"strings"

	"golang.org/x/net/html"
)

// Ids and classes by which mail programs mark what they repeat. Outlook on the
// web puts "x_" before the names it finds.
var (
	// hardMarks begin a repeated message that goes on to the end.
	hardMarks = words("divrplyfwdmsg appendonsend stopspelling mail-editor-reference-message-container ms-outlook-mobile-reference-message " +
		"outlookmessageheader reply-intro replysplit olk_src_body_section mailcontainerquote")
	// quoteMarks hold a repeated message and nothing else.
	quoteMarks = words("yahoo_quoted yahooquoted zmail_extra protonmail_quote moz-forward-container tutanota_quote " +
		"gmail_extra_quote moz-email-headers-table aolmsgpart aolreplacedbody isforwardcontent htmlquotedtext")
	// attributionMarks hold the line that names whom a program quotes.
	attributionMarks = words("gmail_attr moz-cite-prefix yahoo_attribution zmail_attribution")
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// marked reads what an element says of quotation.
func marked(t html.Token) (m mark, hard bool) {
	m.name = t.Data
	for _, a := range t.Attr {
		switch a.Key {
		case "id", "class":
			for name := range strings.FieldsSeq(strings.ToLower(a.Val)) {
				name = strings.TrimPrefix(name, "x_")
				hard = hard || hardMarks[name]
				m.quotes = m.quotes || quoteMarks[name] || t.Data == "blockquote" && name == "gmail_quote"
				m.attrib = m.attrib || attributionMarks[name]
			}
		case "type", "cite":
			m.quotes = m.quotes || t.Data == "blockquote"
		}
	}
	m.maybe = t.Data == "blockquote" && !m.quotes
	return m, hard
}
