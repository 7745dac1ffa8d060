package ticket

import (
	"context"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/ids"
)

// Assign puts a technician, a group, or nobody in charge (TKT-111, TKT-131).
func (s *Tickets) Assign(ctx context.Context, who authz.Actor, id ids.Ticket, technician ids.User, group ids.Group) (*Ticket, error) {
	return s.change(ctx, who, authz.TicketTech, id, func(tx *dbx.Tx, g authz.Granted[*Ticket]) (event.Event, error) {
		t := g.Object()
		e := Assigned{Ticket: t.ID, Entity: t.Entity, FromTechnician: t.Technician, FromGroup: t.TechnicianGroup,
			Technician: technician, TechnicianGroup: group}
		if technician == t.Technician && group == t.TechnicianGroup {
			return e, nil
		}
		detail, err := s.people(ctx, tx, t.Technician, technician)
		if err != nil {
			return nil, err
		}
		t.Technician, t.TechnicianGroup = technician, group
		t.ReadAt, t.Progressed = time.Time{}, time.Time{}
		if technician == who.User { // he reads what he takes himself
			t.ReadAt = tx.Now
		}
		if _, err := s.append(ctx, tx, g, Entry{Kind: KindAssigned, Author: who.User, Name: who.Name, Detail: detail}); err != nil {
			return nil, err
		}
		return e, s.moveTo(ctx, tx, who, g, t.afterAssignment())
	})
}

func (s *Tickets) people(ctx context.Context, tx *dbx.Tx, from, to ids.User) (d Detail, err error) {
	d = Detail{From: int64(from), To: int64(to)}
	if from != 0 {
		if d.FromName, err = s.Names.Name(ctx, tx, from); err != nil {
			return d, err
		}
	}
	if to != 0 {
		d.ToName, err = s.Names.Name(ctx, tx, to)
	}
	return d, err
}

// MarkRead notes that the technician in charge has opened the ticket; anybody
// else's reading changes nothing (TKT-130).
func (s *Tickets) MarkRead(ctx context.Context, who authz.Actor, id ids.Ticket) error {
	return s.db.Write(ctx, func(tx *dbx.Tx) error {
		t, err := Find(ctx, tx, who, id)
		if err != nil || !t.Solves(who) || !t.ReadAt.IsZero() {
			return err
		}
		g, err := authz.Grant(desk, authz.TicketSave, t)
		if err != nil {
			return err
		}
		return s.changeGranted(ctx, tx, who, g, func(tx *dbx.Tx, g authz.Granted[*Ticket]) (event.Event, error) {
			g.Object().ReadAt = tx.Now
			return WasRead{t.ID, t.Entity}, nil
		})
	})
}
