package ticket

import (
	"context"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

var (
	spentIn = dbx.Change(`INSERT INTO ticket_states (ticket_id, since, until, state_id) VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`)
)

// Close resolves the actor's own ticket, or one he works on (TKT-114).
func (s *Tickets) Close(ctx context.Context, who authz.Actor, id ids.Ticket) (*Ticket, error) {
	return s.change(ctx, who, authz.TicketClose, id, func(tx *dbx.Tx, g authz.Granted[*Ticket]) (event.Event, error) {
		if g.Object().Closed {
			return nil, fault.New(fault.Conflict, "ticket.already_closed")
		}
		return s.setState(ctx, tx, who, g, Resolved)
	})
}

// SetState chooses any state (TKT-115).
func (s *Tickets) SetState(ctx context.Context, who authz.Actor, id ids.Ticket, to State) (*Ticket, error) {
	return s.change(ctx, who, authz.TicketState, id, func(tx *dbx.Tx, g authz.Granted[*Ticket]) (event.Event, error) {
		t := g.Object()
		if closed, _ := s.Lists.State(to); t.Closed && closed {
			return nil, fault.New(fault.Conflict, "ticket.already_closed")
		} else if t.Closed && !who.Has(authz.TicketReopen) {
			return nil, authz.Refused(authz.TicketReopen)
		}
		return s.setState(ctx, tx, who, g, to)
	})
}

// Reopen makes a closed ticket go on (TKT-121).
func (s *Tickets) Reopen(ctx context.Context, who authz.Actor, id ids.Ticket) (*Ticket, error) {
	return s.change(ctx, who, authz.TicketReopen, id, func(tx *dbx.Tx, g authz.Granted[*Ticket]) (event.Event, error) {
		t := g.Object()
		if !t.Closed {
			return nil, fault.New(fault.Conflict, "ticket.not_closed")
		}
		to := Unassigned
		if t.taken() {
			to = InProgress
		}
		return s.setState(ctx, tx, who, g, to)
	})
}

func (s *Tickets) setState(ctx context.Context, tx *dbx.Tx, who authz.Actor, g authz.Granted[*Ticket], to State) (event.Event, error) {
	t := g.Object()
	from := t.State
	if err := s.moveTo(ctx, tx, who, g, to); err != nil {
		return nil, err
	}
	return StateChanged{Ticket: t.ID, Entity: t.Entity, From: from, To: to, Closed: t.Closed}, nil
}

// moveTo puts the ticket in a state, with all that belongs to it: the entry in
// the thread, the time spent in the state before, the date of resolution.
func (s *Tickets) moveTo(ctx context.Context, tx *dbx.Tx, who authz.Actor, g authz.Granted[*Ticket], to State) error {
	t := g.Object()
	if to == t.State {
		return nil
	}
	closed, ok := s.Lists.State(to)
	if !ok {
		return fault.New(fault.Invalid, "ticket.list_gone").On("state")
	}
	_, err := tx.Exec(ctx, spentIn, g, int64(t.ID), t.StateSince.UnixMicro(), tx.Now.UnixMicro(), int64(t.State))
	if err != nil {
		return err
	}
	kind := KindState
	switch {
	case closed && !t.Closed:
		kind, t.ResolvedAt = KindClosed, tx.Now
	case !closed && t.Closed:
		kind, t.ResolvedAt = KindReopened, time.Time{}
	}
	from := t.State
	t.State, t.Closed, t.StateSince = to, closed, tx.Now
	_, err = s.append(ctx, tx, g, Entry{Kind: kind, Author: who.User, Name: who.Name, Detail: Detail{From: int64(from), To: int64(to)}})
	return err
}
