package mailin

import (
	"bytes"
	"context"
	"html"
	"strings"
	"unicode/utf8"

	"renfort/internal/attachment"
	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/mailwire/clean"
	"renfort/internal/mailwire/quote"
	"renfort/internal/ticket"
)

// maxTitle is the longest title of a ticket, in characters.
const maxTitle = 255

func (s *Intake) title(l letter) string {
	t := titleOf(l.mail.Subject)
	if t == "" {
		return i18n.T(s.lang(l), "mailin.no_subject")
	}
	return clip(t, maxTitle)
}

// heading is what stands above the text of a new ticket: which ticket it
// follows, and the subject where the title could not hold it.
func (s *Intake) heading(l letter, title string, earlier ids.Ticket) (out string) {
	if earlier != 0 {
		out = paragraph(i18n.T(s.lang(l), "mailin.follows", int64(earlier)))
	}
	if full := titleOf(l.mail.Subject); utf8.RuneCountInString(full) > utf8.RuneCountInString(title) {
		out += paragraph(full)
	}
	return out
}

// body is what the sender wrote, as clean HTML; of a reply without what his
// program repeated (MIN-006, MIN-042).
func (s *Intake) body(l letter, reply bool) string {
	out := markup(l, reply)
	if strings.TrimSpace(ticket.PlainText(out)) == "" {
		out = paragraph(i18n.T(s.lang(l), "mailin.see_attachments"))
	}
	for _, n := range l.mail.Notes {
		out += paragraph(i18n.T(s.lang(l), n.Key, n.Arg))
	}
	return out
}

// maxBody leaves room, in the text of an entry, for what is said about a message.
const maxBody = 900 << 10

func markup(l letter, reply bool) string {
	if l.mail.HTML != "" {
		h := l.mail.HTML
		if reply {
			h, _ = quote.HTML(h)
		}
		// What is too large to be cleaned may still have a text beside it.
		if out, err := clean.HTML(h, clean.Options{}); err == nil && len(out) <= maxBody && strings.TrimSpace(ticket.PlainText(out)) != "" {
			return out
		}
	}
	text := l.mail.Text
	if reply {
		text, _ = quote.Text(text)
	}
	out, err := clean.FromText(text)
	if err != nil || len(out) > maxBody {
		return paragraph(clip(text, maxBody/8)) // an escaped character takes six bytes at most
	}
	return out
}

func escape(s string) string { return html.EscapeString(s) }

// refusal is a file that was not kept, and why.
type refusal struct {
	name string
	why  *fault.Error
}

// files keeps the contents of what came along, outside of the transaction's
// rows, and tells what the limits refuse (MIN-045).
func (s *Intake) files(ctx context.Context, l letter, id ids.Ticket) (kept []attachment.File, refused []refusal, err error) {
	here := 0
	if id != 0 {
		old, err := s.Files.Of(ctx, postman, id)
		if err != nil {
			return nil, nil, err
		}
		here = len(old)
	}
	for _, f := range append(l.mail.Attachments[:len(l.mail.Attachments):len(l.mail.Attachments)], l.mail.Inline...) {
		if here+len(kept) >= s.Settings.MaxFiles() {
			refused = append(refused, refusal{f.Name, fault.New(fault.Invalid, "attachment.too_many", s.Settings.MaxFiles())})
			continue
		}
		file, err := s.Files.Store(ctx, f.Name, bytes.NewReader(f.Content))
		if why := fault.All(err); len(why) > 0 {
			refused = append(refused, refusal{f.Name, why[0]})
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		kept = append(kept, file)
	}
	return kept, refused, nil
}

// maxRefusals bounds how many refused files are named.
const maxRefusals = 50

func (s *Intake) notImported(l letter, refused []refusal) (out string) {
	for _, r := range refused[:min(len(refused), maxRefusals)] {
		out += paragraph(i18n.T(s.lang(l), "mailin.not_imported", clip(r.name, 200), i18n.T(s.lang(l), r.why.Key, r.why.Args...)))
	}
	return out
}

// attach gives the kept files to the entry that the letter became.
func (s *Intake) attach(ctx context.Context, l letter, kept []attachment.File) func(*dbx.Tx, authz.Granted[*ticket.Ticket], ticket.Entry) error {
	return func(tx *dbx.Tx, g authz.Granted[*ticket.Ticket], e ticket.Entry) error {
		for _, f := range kept {
			f.Ticket, f.Entry, f.Uploader = g.Object().ID, e.ID, l.from.user.ID
			if _, err := s.Files.Add(ctx, tx, g, f); err != nil {
				return err
			}
			g.Object().Files++
		}
		return nil
	}
}
