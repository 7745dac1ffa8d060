// Package compose builds the mails that go out. Whatever a title, a name or an
// address holds, it cannot add a header or a recipient (SMT-041).
package compose

import (
	"bytes"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/clean"
)

// Outgoing is a mail to be built.
type Outgoing struct {
	From    mailwire.Address
	To, Cc  []mailwire.Address
	ReplyTo *mailwire.Address
	Subject string
	HTML    string // may be empty
	Text    string // empty: made from HTML, so that there always is one (SMT-034)

	MessageID  string   // with angle brackets, see NewID
	InReplyTo  string   // with angle brackets, may be empty
	References []string // the oldest first
	Date       time.Time
	Headers    map[string]string // further ones; none that this package writes

	// ByPerson leaves out "Auto-Submitted: auto-generated": a mail that somebody wrote.
	ByPerson bool

	Attachments []mailwire.File
	Inline      []mailwire.File // shown by HTML through their ContentID
}

const (
	maxSubject    = 300 // characters
	maxName       = 150 // characters
	maxReferences = 20
)

// Build is the mail as it goes over the wire: lines of at most 998 bytes, ended
// by CRLF, all ASCII unless an address is not.
func (o Outgoing) Build() ([]byte, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	if err := o.address(m); err != nil {
		return nil, err
	}
	if err := o.head(m); err != nil {
		return nil, err
	}
	o.body(m)
	if err := o.files(m); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("building a mail: %w", err)
	}
	return b.Bytes(), nil
}

func (o Outgoing) address(m *gomail.Msg) error {
	from, err := wire(o.From)
	if err != nil {
		return err
	}
	m.FromMailAddress(from[0])
	to, err := wire(o.To...)
	if err != nil {
		return err
	}
	cc, err := wire(o.Cc...)
	if err != nil {
		return err
	}
	if len(to) > 0 {
		m.ToMailAddress(to...)
	}
	if len(cc) > 0 {
		m.CcMailAddress(cc...)
	}
	if o.ReplyTo != nil {
		reply, err := wire(*o.ReplyTo)
		if err != nil {
			return err
		}
		m.ReplyToMailAddress(reply...)
	}
	return nil
}

func wire(addresses ...mailwire.Address) ([]*mail.Address, error) {
	var all []*mail.Address
	for _, a := range addresses {
		address, err := mailwire.WireAddress(a.Address)
		if err != nil {
			return nil, err
		}
		all = append(all, &mail.Address{Name: Line(a.Name, maxName), Address: address})
	}
	return all, nil
}

// Line is s as it may stand in a header: one line of at most limit characters
// without control characters (SMT-041).
func Line(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > limit {
		s = string(runes[:limit-1]) + "…"
	}
	return s
}

var (
	idPattern     = regexp.MustCompile(`^<[!-;=?-~]{1,500}@[!-;=?-~]{1,400}>$`)
	headerPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,70}$`)
)

func (o Outgoing) head(m *gomail.Msg) error {
	m.Subject(Line(o.Subject, maxSubject))
	date := o.Date
	if date.IsZero() {
		date = time.Now()
	}
	m.SetDateWithValue(date)
	if !idPattern.MatchString(o.MessageID) {
		return fault.New(fault.Internal, mailwire.KeyHeaderName, "Message-ID")
	}
	m.SetMessageIDWithValue(strings.Trim(o.MessageID, "<>"))
	if idPattern.MatchString(o.InReplyTo) {
		m.SetGenHeaderPreformatted(gomail.HeaderInReplyTo, o.InReplyTo)
	}
	if references := chain(o.References); len(references) > 0 {
		m.SetGenHeaderPreformatted(gomail.HeaderReferences, strings.Join(references, "\r\n "))
	}
	if !o.ByPerson {
		m.SetGenHeader("Auto-Submitted", "auto-generated")
		m.SetGenHeader("X-Auto-Response-Suppress", "OOF, AutoReply")
	}
	for name, value := range o.Headers {
		if !headerPattern.MatchString(name) || reserved[strings.ToLower(name)] || strings.HasPrefix(strings.ToLower(name), "content-") {
			return fault.New(fault.Internal, mailwire.KeyHeaderName, name)
		}
		m.SetGenHeader(gomail.Header(name), Line(value, 900))
	}
	return nil
}

// reserved are the headers that have a field of their own.
var reserved = map[string]bool{"from": true, "to": true, "cc": true, "bcc": true, "reply-to": true, "sender": true, "subject": true,
	"date": true, "message-id": true, "in-reply-to": true, "references": true, "mime-version": true, "auto-submitted": true,
	"x-auto-response-suppress": true, "return-path": true, "received": true}

// chain keeps the first reference and the newest ones, and no impossible one.
func chain(references []string) []string {
	var all []string
	for _, id := range references {
		if idPattern.MatchString(id) {
			all = append(all, id)
		}
	}
	if len(all) > maxReferences {
		all = append(all[:1:1], all[len(all)-maxReferences+1:]...)
	}
	return all
}

func (o Outgoing) body(m *gomail.Msg) {
	text := o.Text
	if text == "" {
		text = clean.ToText(o.HTML)
	}
	m.SetBodyString(gomail.TypeTextPlain, text)
	if o.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, o.HTML)
	}
}

func (o Outgoing) files(m *gomail.Msg) error {
	for _, f := range o.Attachments {
		if err := m.AttachReader(Line(f.Name, 200), bytes.NewReader(f.Content), gomail.WithFileContentType(kind(f.Type))); err != nil {
			return fmt.Errorf("attaching a file: %w", err)
		}
	}
	for _, f := range o.Inline {
		id := gomail.WithFileContentID("<" + strings.Trim(Line(f.ContentID, 200), "<> ") + ">")
		if err := m.EmbedReader(Line(f.Name, 200), bytes.NewReader(f.Content), gomail.WithFileContentType(kind(f.Type)), id); err != nil {
			return fmt.Errorf("embedding an image: %w", err)
		}
	}
	return nil
}

var typePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$`)

// kind is a media type that can stand in a header. A multipart would be read as
// a structure, and so would a mail that is sent as a file.
func kind(declared string) gomail.ContentType {
	if !typePattern.MatchString(declared) || len(declared) > 127 || strings.HasPrefix(declared, "multipart/") || strings.HasPrefix(declared, "message/") {
		return "application/octet-stream"
	}
	return gomail.ContentType(declared)
}
