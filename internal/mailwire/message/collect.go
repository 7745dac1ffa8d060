package message

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"strings"

	"renfort/internal/mailwire"
)

// collector sorts the leaves of a message into body, inline images and attachments.
type collector struct {
	ctx   context.Context
	m     *Message
	raw   []byte
	files []mailwire.File // all that are kept, in order
	named int             // files that got a name from us
}

// segment is a stretch of the body; html may be empty, text may be.
type segment struct{ text, html string }

func (c *collector) collect(root *part) error {
	segments, err := c.walk(root)
	if err != nil {
		return err
	}
	c.m.Text, c.m.HTML = joined(segments)
	c.readArmour()
	if c.m.Encrypted {
		c.keepWhole()
		return nil
	}
	c.placeFiles()
	return nil
}

// walk returns the body segments under p and keeps the files.
func (c *collector) walk(p *part) ([]segment, error) {
	if err := c.ctx.Err(); err != nil {
		return nil, tooSlow(err)
	}
	if p.unclosed {
		c.m.note("truncated", "")
	}
	switch {
	case p.kind == "multipart/encrypted" || isEncryptedCMS(p):
		c.m.Encrypted = true
		return nil, nil
	case p.kind == "multipart/report" && len(p.children) > 0:
		return c.walkReport(p)
	case p.kind == "multipart/alternative":
		return c.walkAlternative(p)
	case len(p.children) > 0:
		return c.walkAll(p.children)
	}
	return c.leaf(p)
}

func (c *collector) walkAll(parts []*part) ([]segment, error) {
	var all []segment
	for _, child := range parts {
		segments, err := c.walk(child)
		if err != nil {
			return nil, err
		}
		all = append(all, segments...)
	}
	return all, nil
}

// walkAlternative makes one segment of the same text in several forms.
func (c *collector) walkAlternative(p *part) ([]segment, error) {
	var one segment
	for _, child := range p.children {
		segments, err := c.walk(child)
		if err != nil {
			return nil, err
		}
		for _, s := range segments {
			if one.html == "" {
				one.html = s.html
			} else if s.html != "" {
				one.html += "\n" + s.html
			}
			if one.text == "" {
				one.text = s.text
			} else if s.text != "" && s.html == "" {
				one.text += "\n" + s.text
			}
		}
	}
	if len(p.children) == 0 {
		return c.leaf(p)
	}
	return []segment{one}, nil
}

// leaf decodes one part into a body segment or a file. A multipart in which no
// part was found is the text that stands in it.
func (c *collector) leaf(p *part) ([]segment, error) {
	if strings.HasPrefix(p.kind, "multipart/") {
		p.kind = "text/plain"
		if looksLikeHTML(p.body) {
			p.kind = "text/html"
		}
	}
	if isSignature(p) || isPresentation(p) {
		return nil, nil
	}
	content, damage := decodeTransfer(p)
	if err := c.ctx.Err(); err != nil {
		return nil, tooSlow(err)
	}
	if damage != "" {
		c.m.note("damaged", damage)
	}
	if isBody(p) {
		return []segment{c.bodyOf(p, content)}, nil
	}
	c.keep(p, content)
	return nil, nil
}

// isBody reports that p is text to be read in place: not offered as a file.
func isBody(p *part) bool {
	if p.kind != "text/plain" && p.kind != "text/html" && p.kind != "text" {
		return false
	}
	return dispositionOf(p) != "attachment" && fileName(p) == ""
}

func dispositionOf(p *part) string {
	kind, _, _ := strings.Cut(p.header.get("content-disposition"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

func (c *collector) bodyOf(p *part, content []byte) segment {
	s, known := textOf(p, content)
	if !known {
		c.m.note("charset", cleanLine(charsetOf(p, content), 60))
	}
	s = cleanText(s)
	if p.kind == "text/html" {
		return segment{html: s}
	}
	return segment{text: s}
}

// isPresentation reports a form of the text that only one program understands.
func isPresentation(p *part) bool {
	return p.kind == "text/x-amp-html" || p.kind == "text/watch-html"
}

func looksLikeHTML(b []byte) bool {
	head := bytes.ToLower(b[:min(len(b), 1024)])
	return bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<body"))
}

// joined makes the text and the HTML of the whole body. A stretch that exists
// only as text (a footer that a list added) goes into the HTML too.
func joined(segments []segment) (text, markup string) {
	var texts, htmls []string
	rich := false
	for _, s := range segments {
		if strings.TrimSpace(s.text) != "" {
			texts = append(texts, s.text)
		}
		switch {
		case strings.TrimSpace(s.html) != "":
			rich = true
			htmls = append(htmls, s.html)
		case strings.TrimSpace(s.text) != "":
			htmls = append(htmls, "<div>"+strings.ReplaceAll(html.EscapeString(strings.TrimSpace(s.text)), "\n", "<br>\n")+"</div>")
		}
	}
	if rich {
		markup = strings.Join(htmls, "\n")
	}
	return strings.Join(texts, "\n"), markup
}

// keep stores the part as a file.
func (c *collector) keep(p *part, content []byte) {
	name := fileName(p)
	if name == "" && len(content) == 0 {
		return
	}
	f := mailwire.File{Name: name, Type: p.kind, ContentID: contentID(p), Content: content}
	if p.kind == "message/rfc822" || p.kind == "message/global" {
		f.Name = nestedName(name, content)
	}
	if f.Name == "" {
		c.named++
		f.Name = fmt.Sprintf("attachment-%d%s", c.named, extension(p.kind))
	}
	c.files = append(c.files, f)
}

// placeFiles tells the images that the HTML shows from the attachments.
func (c *collector) placeFiles() {
	shown := shownIDs(c.m.HTML)
	for _, f := range c.files {
		if f.ContentID != "" && shown[strings.ToLower(f.ContentID)] && strings.HasPrefix(f.Type, "image/") {
			c.m.Inline = append(c.m.Inline, f)
		} else {
			c.m.Attachments = append(c.m.Attachments, f)
		}
	}
}

// keepWhole makes the message its own attachment: nobody can read it here.
func (c *collector) keepWhole() {
	c.m.Text, c.m.HTML = "", ""
	c.m.Attachments = []mailwire.File{{Name: nestedName("", c.raw), Type: "message/rfc822", Content: c.raw}}
	c.m.note("encrypted", "")
}
