package clean

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// allowed maps each element that may stand to the one that is written for it.
var allowed = map[string]string{
	"p": "p", "div": "div", "span": "span", "center": "div", "section": "div", "article": "div", "address": "div",
	"header": "div", "footer": "div", "main": "div", "figure": "div", "figcaption": "div",
	"b": "b", "strong": "strong", "i": "i", "em": "em", "u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s",
	"sub": "sub", "sup": "sup", "code": "code", "tt": "code", "kbd": "code", "samp": "code", "pre": "pre", "mark": "mark",
	"h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6",
	"blockquote": "blockquote", "ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul", "li": "li", "dl": "dl", "dt": "dt", "dd": "dd",
	"table": "table", "thead": "thead", "tbody": "tbody", "tfoot": "tfoot", "tr": "tr", "td": "td", "th": "th", "caption": "caption",
	"a": "a", "small": "span", "big": "span",
}

// linkRel is what every link carries.
const linkRel = "noopener noreferrer nofollow"

var policy = newPolicy()

// newPolicy is the allow-list of GEN-022: the last word on what is shown.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for _, written := range allowed {
		if written != "a" && written != "span" {
			p.AllowElements(written)
		}
	}
	p.AllowElements("br", "hr")
	p.AllowNoAttrs().OnElements("span")
	p.AllowAttrs("class").Matching(classPattern()).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(ltr|rtl|auto)$`)).Globally()

	number := regexp.MustCompile(`^[1-9][0-9]{0,3}$`)
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[1-9][0-9]?$`)).OnElements("td", "th")
	p.AllowAttrs("start").Matching(number).OnElements("ol")
	p.AllowAttrs("width", "height").Matching(number).OnElements("img")
	p.AllowAttrs("alt", "title").Matching(regexp.MustCompile(`^[^<>]{0,300}$`)).OnElements("img")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^/(?:[^/\\].*)?$`)).OnElements("img")
	p.AllowAttrs("data-src").Matching(regexp.MustCompile(`^https?://[^\s<>"']+$`)).OnElements("img")

	p.AllowAttrs("href").Matching(regexp.MustCompile(`(?i)^(?:https?://|mailto:|tel:|/(?:[^/\\]|$))`)).OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + linkRel + "$")).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true) // the rewriter lets only our own through
	p.RequireParseableURLs(true)
	return p
}

// attributes are those that element may keep.
func (r *rewriter) attributes(t html.Token, element string) []html.Attribute {
	var kept []html.Attribute
	for _, a := range t.Attr {
		if a.Namespace != "" {
			continue
		}
		switch a.Key {
		case "href":
			if address, ok := r.link(a.Val); ok && element == "a" {
				kept = append(kept, html.Attribute{Key: "href", Val: address}, html.Attribute{Key: "rel", Val: linkRel})
			}
		case "colspan", "rowspan", "start":
			kept = append(kept, html.Attribute{Key: a.Key, Val: strings.TrimSpace(a.Val)})
		case "dir":
			kept = append(kept, html.Attribute{Key: a.Key, Val: strings.ToLower(a.Val)})
		}
	}
	return firstOfEach(kept)
}

func firstOfEach(attributes []html.Attribute) []html.Attribute {
	seen := map[string]bool{}
	var kept []html.Attribute
	for _, a := range attributes {
		if !seen[a.Key] {
			seen[a.Key] = true
			kept = append(kept, a)
		}
	}
	return kept
}

// maxAddress bounds, in bytes, the address of a link or image.
const maxAddress = 2000

// link is the address that a link may keep.
func (r *rewriter) link(raw string) (string, bool) {
	raw = strings.TrimSpace(printable(raw, false))
	if len(raw) > maxAddress {
		return "", false
	}
	if r.isOwn(raw) {
		return raw, true
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return raw, u.Host != ""
	case "mailto", "tel":
		return raw, u.Opaque != ""
	}
	return "", false
}

// isOwn reports an address of this product in a text that may hold some.
func (r *rewriter) isOwn(raw string) bool {
	return r.o.Own && isLocalPath(raw)
}

func isLocalPath(raw string) bool {
	return strings.HasPrefix(raw, "/") && !strings.HasPrefix(raw, "//") && !strings.ContainsAny(raw, "\\\"'<> ")
}

// printable drops control characters; lines keep their ends when asked.
func printable(s string, lines bool) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			if lines {
				return r
			}
			return -1
		}
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\ufeff' || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
}
