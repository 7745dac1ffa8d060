package mailout

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/mailwire"
	"renfort/internal/ticket"
)

// recipient is somebody who gets a mail.
type recipient struct {
	user ids.User
	mailwire.Address
	lang i18n.Lang
}

// notice is one thing that happened, for the people whom it concerns.
type notice struct {
	fact event.Fact
	what string // opened, received, closed, updated, assigned, changed, new
	t    *ticket.Ticket
	p    Parameters
}

// follow writes the mails that a fact asks for, in its transaction (SMT-001).
func (s *Outbox) follow(ctx context.Context, tx *dbx.Tx, f event.Fact) error {
	p := s.Settings.Mail()
	if !p.Enabled {
		return nil
	}
	_, id, _ := f.Event.Subject()
	t, err := ticket.Find(ctx, tx, postman, ids.Ticket(id))
	if err != nil {
		return err
	}
	n := notice{f, "", t, p}
	switch e := f.Event.(type) {
	case ticket.Opened:
		return s.opened(ctx, tx, n)
	case ticket.Replied:
		if !e.Hidden {
			return s.replied(ctx, tx, n, e.Side)
		}
	case ticket.Assigned:
		n.what = "assigned"
		return s.toSolvers(ctx, tx, n, p.TechAssign)
	case ticket.StateChanged:
		if e.Closed {
			return s.closed(ctx, tx, n)
		}
	}
	return nil
}

func (s *Outbox) opened(ctx context.Context, tx *dbx.Tx, n notice) error {
	byAsker := n.fact.Who.User == n.t.Requester // also both unknown: a mail of a sender without account
	n.what = "opened"
	if err := s.toAskers(ctx, tx, n, !byAsker && n.p.UserOpenClose); err != nil {
		return err
	}
	n.what = "received"
	if err := s.toAskers(ctx, tx, n, byAsker && n.p.Confirm && n.t.Source == "mail"); err != nil {
		return err
	}
	n.what = "assigned"
	if err := s.toSolvers(ctx, tx, n, n.p.TechAssign); err != nil {
		return err
	}
	n.what = "new"
	for _, a := range n.p.AdminOpen { // SMT-024
		if byAsker {
			if err := s.queue(ctx, tx, n, recipient{Address: mailwire.Address{Address: a}, lang: n.p.Language}); err != nil {
				return err
			}
		}
	}
	return nil
}

// replied: who solves answers who asks, and the other way round (SMT-022, SMT-023).
func (s *Outbox) replied(ctx context.Context, tx *dbx.Tx, n notice, side ticket.Side) error {
	if side == ticket.Solving {
		n.what = "updated"
		return s.toAskers(ctx, tx, n, n.p.UserThread)
	}
	n.what = "changed"
	return s.toSolvers(ctx, tx, n, n.p.TechChange)
}

func (s *Outbox) closed(ctx context.Context, tx *dbx.Tx, n notice) error {
	n.what = "closed"
	if n.t.Asks(n.fact.Who) {
		return s.toSolvers(ctx, tx, n, n.p.TechChange)
	}
	return s.toAskers(ctx, tx, n, n.p.UserOpenClose)
}

var (
	watchers = dbx.Select(`SELECT w.user_id FROM @ticket_watchers AS w WHERE w.ticket_id = $1 AND w.user_id <> 0`)
	members  = dbx.Select(`SELECT m.user_id FROM @group_members AS m WHERE m.group_id = $1 ORDER BY m.user_id`)
)

// toAskers writes to the requester, the members of the requester group, and the
// watchers (SMT-028); or to the address of a sender without account.
func (s *Outbox) toAskers(ctx context.Context, tx *dbx.Tx, n notice, wanted bool) error {
	if !wanted {
		return nil
	}
	if n.t.Requester == 0 && n.t.RequesterMail != "" {
		to := recipient{Address: mailwire.Address{Name: n.t.RequesterName, Address: n.t.RequesterMail}, lang: n.p.Language}
		if err := s.queue(ctx, tx, n, to); err != nil {
			return err
		}
	}
	watching, err := dbx.All(ctx, tx, watchers.As(postman), dbx.Scalar[int64], int64(n.t.ID))
	if err != nil {
		return err
	}
	return s.toPeople(ctx, tx, n, n.t.Requester, n.t.RequesterGroup, watching)
}

// toSolvers writes to the technician in charge, else to the members of the group (SMT-025).
func (s *Outbox) toSolvers(ctx context.Context, tx *dbx.Tx, n notice, wanted bool) error {
	if !wanted {
		return nil
	}
	group := n.t.TechnicianGroup
	if n.t.Technician != 0 {
		group = 0
	}
	return s.toPeople(ctx, tx, n, n.t.Technician, group, nil)
}

func (s *Outbox) toPeople(ctx context.Context, tx *dbx.Tx, n notice, one ids.User, group ids.Group, more []int64) error {
	people := append([]int64{int64(one)}, more...)
	if group != 0 {
		in, err := dbx.All(ctx, tx, members.As(postman), dbx.Scalar[int64], int64(group))
		if err != nil {
			return err
		}
		people = append(people, in...)
	}
	for _, id := range people {
		to, ok, err := s.person(ctx, tx, n, ids.User(id))
		if err != nil {
			return err
		}
		if ok {
			if err := s.queue(ctx, tx, n, to); err != nil {
				return err
			}
		}
	}
	return nil
}

var peopleReader = authz.System("mail", authz.AdminUsers)

// person is a recipient, unless he did it himself, is disabled or has no
// address (SMT-026, SMT-029).
func (s *Outbox) person(ctx context.Context, tx *dbx.Tx, n notice, id ids.User) (recipient, bool, error) {
	if id == 0 || id == n.fact.Who.User && n.what != "received" {
		return recipient{}, false, nil
	}
	u, err := s.Users.Get(ctx, tx, peopleReader, id)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return recipient{}, false, nil
	}
	lang, ok := i18n.Parse(u.Language)
	if !ok {
		lang = n.p.Language
	}
	return recipient{id, mailwire.Address{Name: u.Name(), Address: u.Mail}, lang}, err == nil && u.Mail != "" && !u.Disabled, err
}

var (
	insert = dbx.Change(`
		INSERT INTO outgoing (dedup, event_id, kind, ticket_id, entry_id, entity_id, recipient, recipient_name, recipient_id, language,
			subject, message_id, raw, status, last_error, created_at, next_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
		ON CONFLICT (dedup) DO NOTHING RETURNING id`)
)

// queue writes one mail and the job that sends it. One person gets one mail per
// event, in whatever roles (SMT-026).
func (s *Outbox) queue(ctx context.Context, tx *dbx.Tx, n notice, to recipient) error {
	m, err := s.write(ctx, tx, n, to)
	if err != nil {
		return err
	}
	g, err := authz.Grant(postman, authz.AdminConnectors, authz.House{})
	if err != nil {
		return err
	}
	id, err := dbx.Insert[ids.Outgoing](ctx, tx, insert, g, fmt.Sprintf("%d/%s", n.fact.ID, strings.ToLower(to.Address.Address)), n.fact.ID,
		"ticket."+n.what, int64(n.t.ID), int64(m.entry), int64(n.t.Entity), to.Address.Address, to.Name, int64(to.user), string(to.lang),
		m.subject, m.id, string(m.raw), string(m.status), m.trouble, tx.Now.UnixMicro())
	if errors.Is(err, dbx.ErrNone) || err == nil && m.status == Failed {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Queue().Enqueue(ctx, tx, send{id})
}
