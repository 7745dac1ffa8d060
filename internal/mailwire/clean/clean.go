// Package clean makes HTML that others wrote safe to show (GEN-022), and turns
// HTML into text and text into HTML.
//
// A first pass rewrites what a mail program made into what our pages know:
// colours, sizes and alignment become classes, images go where the caller says,
// tags are balanced. A second pass, bluemonday with a short allow-list, has the
// last word: what the first might let through, it does not. Both passes are
// linear in the input.
package clean

import (
	"strings"

	"golang.org/x/net/html"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

const (
	// MaxOutput bounds, in bytes, cleaned HTML. What is larger is refused, not
	// cut: the caller keeps the original as an attachment.
	MaxOutput = 1 << 20
	// MaxInput bounds, in bytes, what is looked at: Word writes ten times what it says.
	MaxInput = 16 << 20
	// maxDepth bounds how deep elements stand in one another; deeper tags go, their text stays.
	maxDepth = 64
)

// Options say where the images of a text come from. A nil function refuses.
type Options struct {
	// CID gives the address of the attachment with that content id.
	CID func(id string) (address string, ok bool)
	// Data takes an image that stands in the text itself and gives its address.
	Data func(kind string, content []byte) (address string, ok bool)
	// Own allows images and links to addresses of this product, which begin with
	// one "/": for texts of our editor, never for mail.
	Own bool
}

// HTML makes in safe to show inside a page of ours. The result is balanced,
// holds no id, name, style, form, script or frame, and loads nothing from
// elsewhere: the address of a remote image stands in data-src, for a reader to
// ask for. It is refused when it is larger than MaxOutput.
func HTML(in string, o Options) (string, error) {
	if len(in) > MaxInput {
		return "", tooLarge()
	}
	out := policy.Sanitize(rewrite(in, o))
	if len(out) > MaxOutput {
		return "", tooLarge()
	}
	return strings.TrimSpace(out), nil
}

func tooLarge() error { return fault.New(fault.TooLarge, mailwire.KeyTextTooLarge, MaxOutput>>10) }

// rewriter goes over the tokens once. open holds the elements it has written
// and not closed.
type rewriter struct {
	o       Options
	out     strings.Builder
	open    []opened
	dropped string // the element whose content is being left out
	nested  int    // how often it stands in itself
	depth   int    // of the elements that are written
}

// opened is an element as it came and as it was written; "" for one left out.
type opened struct{ came, written string }

func rewrite(in string, o Options) string {
	r := rewriter{o: o}
	z := html.NewTokenizer(strings.NewReader(in))
	z.SetMaxBuf(MaxInput + 1)
	for {
		switch z.Next() {
		case html.ErrorToken:
			r.closeDownTo(0)
			return r.out.String()
		case html.TextToken:
			if r.dropped == "" {
				r.out.WriteString(html.EscapeString(printable(string(z.Text()), true)))
			}
		case html.StartTagToken:
			r.start(z.Token(), false)
		case html.SelfClosingTagToken:
			r.start(z.Token(), true)
		case html.EndTagToken:
			r.end(z.Token().Data)
		}
		if r.out.Len() > MaxInput {
			return r.out.String() // the size is refused afterwards
		}
	}
}

// contentless are left out with all they hold: it is not text.
var contentless = set("script", "style", "title", "template", "iframe", "object", "embed", "applet", "noframes",
	"noembed", "xmp", "plaintext", "svg", "math", "audio", "video", "canvas", "map", "textarea", "select", "xml")

// void elements have no end tag.
var void = set("br", "hr", "img", "wbr", "input", "meta", "link", "base", "area", "col", "source", "track", "param", "embed", "frame")

func (r *rewriter) start(t html.Token, selfClosing bool) {
	name := t.Data
	if r.dropped != "" {
		if name == r.dropped && !void[name] {
			r.nested++
		}
		return
	}
	if contentless[name] {
		if !void[name] && !selfClosing {
			r.dropped, r.nested = name, 1
		}
		return
	}
	switch name {
	case "body", "html":
		return
	case "img":
		r.image(t)
	case "br", "hr":
		r.out.WriteString("<" + name + ">")
	default:
		if void[name] {
			return
		}
		r.implied(name)
		r.element(t)
	}
}

// element writes the opening of t, or only remembers it when it may not stand.
func (r *rewriter) element(t html.Token) {
	if len(r.open) >= 4*maxDepth {
		return
	}
	written := allowed[t.Data]
	classes := classesOf(t)
	if written == "" && len(classes) > 0 {
		written = "span"
	}
	if r.depth >= maxDepth {
		written = ""
	}
	r.open = append(r.open, opened{t.Data, written})
	if written == "" {
		return
	}
	r.depth++
	r.out.WriteString("<" + written)
	for _, a := range r.attributes(t, written) {
		r.out.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
	}
	if len(classes) > 0 {
		r.out.WriteString(` class="` + strings.Join(classes, " ") + `"`)
	}
	r.out.WriteString(">")
}

// impliedEnds are elements that a start tag of the same kind closes.
var impliedEnds = map[string][2]string{ // element: what it closes, and where the search stops
	"li": {"li", "ul ol"}, "dt": {"dd dt", "dl"}, "dd": {"dd dt", "dl"}, "tr": {"tr td th", "table"},
	"td": {"td th", "tr table"}, "th": {"td th", "tr table"},
	"tbody": {"thead tbody tfoot tr td th", "table"}, "tfoot": {"thead tbody tfoot tr td th", "table"},
}

// implied closes what the start of name ends: a list item ends the one before.
func (r *rewriter) implied(name string) {
	if name == "p" || name == "div" || name == "table" || name == "ul" || name == "ol" || name == "blockquote" || name == "pre" {
		if n := len(r.open); n > 0 && r.open[n-1].came == "p" {
			r.closeDownTo(n - 1)
		}
		return
	}
	rule, found := impliedEnds[name]
	if !found {
		return
	}
	to := len(r.open)
	for i := len(r.open) - 1; i >= 0 && !hasWord(rule[1], r.open[i].came); i-- {
		if hasWord(rule[0], r.open[i].came) {
			to = i
		}
	}
	r.closeDownTo(to)
}

// end closes the element, and those inside it whose end was forgotten. The end
// of something that is not open is left out.
func (r *rewriter) end(name string) {
	if r.dropped != "" {
		if name == r.dropped {
			if r.nested--; r.nested == 0 {
				r.dropped = ""
			}
		}
		return
	}
	if name == "br" {
		r.out.WriteString("<br>")
		return
	}
	for i := len(r.open) - 1; i >= 0; i-- {
		if r.open[i].came == name {
			r.closeDownTo(i)
			return
		}
		if r.open[i].came == "td" || r.open[i].came == "th" { // an end tag does not reach out of its cell
			if name != "tr" && name != "table" && name != "tbody" && name != "thead" && name != "tfoot" {
				return
			}
		}
	}
}

func (r *rewriter) closeDownTo(n int) {
	for i := len(r.open) - 1; i >= n; i-- {
		if w := r.open[i].written; w != "" {
			r.out.WriteString("</" + w + ">")
			r.depth--
		}
	}
	r.open = r.open[:min(n, len(r.open))]
}

func hasWord(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}

func set(words ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words {
		m[w] = true
	}
	return m
}
