package mailin

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
	"renfort/internal/mailwire/compose"
	mail "renfort/internal/mailwire/message"
	"renfort/internal/ticket"
)

var (
	addresses = dbx.Select(`SELECT b.address_fold FROM @mailboxes AS b`)
	opened    = dbx.Select(`SELECT count(*) FROM @incoming AS i WHERE i.sender = $1 AND i.result = 'opened' AND i.received_at > $2`)
	sameMail  = dbx.Select(`SELECT i.ticket_id FROM @incoming AS i
		WHERE i.sha256 = $1 AND i.mailbox_id = $2 AND i.id <> $3 AND i.status IN ('done', 'excluded') LIMIT 1`)
)

// deciding looks at a message, whatever it holds, and acts.
func (s *Intake) deciding(m message, p *mail.Message) decision {
	return func(ctx context.Context, tx *dbx.Tx) (Result, error) {
		own, err := dbx.All(ctx, tx, addresses.As(postman), dbx.Scalar[string])
		if err != nil {
			return Result{}, err
		}
		if no := s.unwanted(p, own); no != nil {
			return no(ctx, tx)
		}
		// Under another UID the server may show a message again (MIN-008).
		same, err := dbx.All(ctx, tx, sameMail.As(postman), dbx.Scalar[int64], string(m.Ref), int64(m.Mailbox), int64(m.ID))
		if err != nil {
			return Result{}, err
		}
		if len(same) > 0 {
			return exclude("mailin.duplicate", same[0])(ctx, tx)
		}
		from, err := s.writer(ctx, tx, p)
		if err != nil {
			return Result{}, err
		}
		return s.file(ctx, tx, letter{m, p, from})
	}
}

// file puts a letter where it belongs: into the ticket it answers, else into a new one.
func (s *Intake) file(ctx context.Context, tx *dbx.Tx, l letter) (Result, error) {
	id, signed := s.answered(l.mail)
	if id == 0 {
		return s.open(ctx, tx, l, 0)
	}
	actor, ok, err := s.entitled(ctx, tx, l, id, signed)
	if err != nil {
		return Result{}, err
	}
	if !ok {
		return s.open(ctx, tx, l, 0)
	}
	r, err := s.reply(ctx, tx, l, id, actor)
	switch {
	case fault.Is(err, ticket.ClosedTooLong): // TKT-120
		return s.open(ctx, tx, l, id)
	case fault.KindOf(err) == fault.Forbidden: // MIN-047
		return exclude("mailin.may_not_post", l.address(), int64(id))(ctx, tx)
	}
	return r, err
}

var tagged = regexp.MustCompile(`\[#([1-9][0-9]{0,17})\]`)

// answered is the ticket that a message replies to: signed where a Message-ID of
// ours says so, else only claimed by "[#N]" in the subject (MIN-041).
func (s *Intake) answered(m *mail.Message) (id ids.Ticket, signed bool) {
	for _, a := range m.Answers() {
		if id, ok := compose.TicketOf(s.key, a); ok {
			return id, true
		}
	}
	if f := tagged.FindStringSubmatch(m.Subject); f != nil {
		n, _ := strconv.ParseInt(f[1], 10, 64) // at most 18 digits
		return ids.Ticket(n), false
	}
	return 0, false
}

// automatic ignores what a machine wrote; a report about a mail of ours keeps
// the ticket it is about (MIN-022).
func (s *Intake) automatic(m *mail.Message, header string) decision {
	return func(context.Context, *dbx.Tx) (Result, error) {
		r := Result{Status: Excluded, Reason: "mailin.automatic", Args: []any{header}}
		if m.Report != nil {
			if id, ok := compose.TicketOf(s.key, m.Report.Original); ok {
				r.Outcome, r.Ticket = "bounced", id
			}
		}
		return r, nil
	}
}

// tooMany reports whether a sender opened as many tickets within the hour as one may (MIN-024).
func (s *Intake) tooMany(ctx context.Context, tx *dbx.Tx, address string) (bool, error) {
	n, err := dbx.One(ctx, tx, opened.As(postman), dbx.Scalar[int], address, tx.Now.Add(-time.Hour).UnixMicro())
	return n >= s.Settings.MaxPerHour(), err
}

var prefixes = regexp.MustCompile(`(?i)^\s*(?:(?:re|fwd?|tr|rv|wg|aw)(?:\[\d+\])?\s*:|\[#[0-9]+\])\s*`)

// titleOf is a subject without the marks of replies and forwards (MIN-005).
func titleOf(subject string) string {
	title := strings.Join(strings.Fields(subject), " ")
	for prefixes.MatchString(title) {
		title = prefixes.ReplaceAllString(title, "")
	}
	return title
}
