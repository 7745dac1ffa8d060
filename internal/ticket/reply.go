package ticket

import (
	"context"
	"strings"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

// Reply is a text added to the thread.
type Reply struct {
	Key       string // makes the same form sent twice one entry (GEN-029)
	HTML      string // clean
	Hidden    bool   // an internal note, not for the requester
	Kind      EntryKind
	Name      string // of an author without account
	AsAsker   bool   // by mail, the sender answers for the requester
	MessageID string
	// Then runs in the transaction once the entry stands, e.g. to attach files.
	Then func(tx *dbx.Tx, g authz.Granted[*Ticket], e Entry) error
}

// Reply adds a text and does what follows from it (THR-004…009, TKT-112, 113, 119, 120).
func (s *Tickets) Reply(ctx context.Context, who authz.Actor, id ids.Ticket, r Reply) (e Entry, err error) {
	err = s.once(ctx, r.Key, func(tx *dbx.Tx) error {
		e, err = s.ReplyIn(ctx, tx, who, id, r)
		return err
	})
	return e, err
}

// ReplyIn is Reply in the caller's transaction.
func (s *Tickets) ReplyIn(ctx context.Context, tx *dbx.Tx, who authz.Actor, id ids.Ticket, r Reply) (Entry, error) {
	if earlier, err := entryMade(ctx, tx, r.Key); earlier.ID != 0 || err != nil {
		return earlier, err
	}
	if strings.TrimSpace(PlainText(r.HTML)) == "" && !strings.Contains(r.HTML, "<img") {
		return Entry{}, fault.New(fault.Invalid, "ticket.text_missing").On("text")
	}
	if len(r.HTML) > maxText {
		return Entry{}, fault.New(fault.Invalid, "ticket.text_long", maxText, len(r.HTML)).On("text")
	}
	g, err := s.grantReply(ctx, tx, who, id)
	if err != nil {
		return Entry{}, err
	}
	var e Entry
	err = s.changeGranted(ctx, tx, who, g, func(tx *dbx.Tx, g authz.Granted[*Ticket]) (event.Event, error) {
		var ev event.Event
		e, ev, err = s.reply(ctx, tx, who, g, r)
		return ev, err
	})
	return e, err
}

// grantReply also asks for the right to answer where somebody else asked (TKT-167).
func (s *Tickets) grantReply(ctx context.Context, tx *dbx.Tx, who authz.Actor, id ids.Ticket) (authz.Granted[*Ticket], error) {
	g, err := grant(ctx, tx, who, authz.TicketThreadPost, id)
	if err != nil {
		return g, err
	}
	if t := g.Object(); !t.Asks(who) && !t.Solves(who) && who.User != t.Receiver {
		return grant(ctx, tx, who, authz.TicketThreadPostAll, id)
	}
	return g, nil
}

func (s *Tickets) reply(ctx context.Context, tx *dbx.Tx, who authz.Actor, g authz.Granted[*Ticket], r Reply) (Entry, event.Event, error) {
	t := g.Object()
	side := t.SideOf(who)
	if r.AsAsker {
		side = Asking
	}
	if side == Asking {
		r.Hidden = false
	}
	if err := s.mayStillReply(t, side, tx.Now); err != nil {
		return Entry{}, nil, err
	}
	kind := r.Kind
	if kind == "" {
		kind = KindText
	}
	name := r.Name
	if name == "" {
		name = who.Name
	}
	e, err := s.append(ctx, tx, g, Entry{Kind: kind, Author: who.User, Name: name, HTML: r.HTML, Hidden: r.Hidden, Side: side, MessageID: r.MessageID})
	if err != nil {
		return e, nil, err
	}
	if r.Then != nil {
		if err := r.Then(tx, g, e); err != nil {
			return e, nil, err
		}
	}
	if !r.Hidden {
		t.LastEntry, t.LastSide = tx.Now, side
	}
	if t.Solves(who) {
		t.Progressed = tx.Now
	}
	from, wasClosed := t.State, t.Closed
	if err := s.moveTo(ctx, tx, who, g, t.afterText(who, side)); err != nil {
		return e, nil, err
	}
	if r.Key != "" {
		if _, err := tx.Do(ctx, keepKey, r.Key, int64(e.ID), tx.Now.UnixMicro()); err != nil {
			return e, nil, err
		}
	}
	return e, Replied{Ticket: t.ID, Entity: t.Entity, Entry: e.ID, Side: side, Hidden: r.Hidden, Reopened: wasClosed && !t.Closed, From: from, To: t.State}, nil
}

// ClosedTooLong is the key of the refusal of a late reply (TKT-120).
const ClosedTooLong = "ticket.closed_too_long"

func (s *Tickets) mayStillReply(t *Ticket, side Side, now time.Time) error {
	if !t.Closed || side == Solving {
		return nil
	}
	limit := t.ResolvedAt.AddDate(0, 0, s.Settings.ReopenDays())
	if s.Settings.ReopenDays() == 0 || now.After(limit) {
		return fault.New(fault.Invalid, ClosedTooLong, t.ResolvedAt.Format(time.DateOnly)).On("text")
	}
	return nil
}

// entryMade is the entry that the same form made before, if any.
func entryMade(ctx context.Context, tx *dbx.Tx, key string) (Entry, error) {
	if key == "" {
		return Entry{}, nil
	}
	made, err := dbx.All(ctx, tx, keyMade, dbx.Scalar[int64], key)
	if err != nil || len(made) == 0 {
		return Entry{}, err
	}
	return Entry{ID: ids.Entry(made[0])}, nil
}
