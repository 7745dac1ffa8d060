package ticket

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

const columns = `t.id, t.entity_id, t.title, t.state_id, t.closed, t.priority_id, t.criticality_id, t.type_id, t.category_id,
	t.subcategory_id, t.place_id, t.department_id, t.requester_id, t.requester_group_id, t.requester_mail, t.requester_name,
	t.receiver_id, t.receiver_entity_id, t.technician_id, t.technician_group_id, t.source, t.created_at, t.hoped_on,
	t.resolved_at, t.minutes_spent, t.minutes_hoped, t.read_at, t.last_entry_at, t.last_entry_side, t.progressed_at,
	t.state_since, t.file_count, t.entry_count, t.version`

var (
	byID   = dbx.Select(`SELECT ` + columns + ` FROM @tickets AS t WHERE t.id = $1`)
	insert = dbx.Change(`
		INSERT INTO tickets (id, entity_id, title, state_id, closed, priority_id, criticality_id, type_id, category_id,
			subcategory_id, place_id, department_id, requester_id, requester_group_id, requester_mail, requester_name,
			receiver_id, receiver_entity_id, technician_id, technician_group_id, source, created_at, hoped_on,
			resolved_at, minutes_spent, minutes_hoped, read_at, last_entry_at, last_entry_side, progressed_at,
			state_since, file_count, entry_count, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
			$24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)`)
	update = dbx.Change(`
		UPDATE tickets SET entity_id = $2, title = $3, state_id = $4, closed = $5, priority_id = $6, criticality_id = $7,
			type_id = $8, category_id = $9, subcategory_id = $10, place_id = $11, department_id = $12, requester_id = $13,
			requester_group_id = $14, requester_mail = $15, requester_name = $16, receiver_id = $17, receiver_entity_id = $18,
			technician_id = $19, technician_group_id = $20, source = $21, created_at = $22, hoped_on = $23, resolved_at = $24,
			minutes_spent = $25, minutes_hoped = $26, read_at = $27, last_entry_at = $28, last_entry_side = $29,
			progressed_at = $30, state_since = $31, file_count = $32, entry_count = $33, version = version + 1
		WHERE id = $1 AND version = $34`)
	nextNumber = dbx.Unscoped(`
		INSERT INTO counters (name, value) VALUES ('ticket', 1)
		ON CONFLICT (name) DO UPDATE SET value = counters.value + 1
		RETURNING value`)
)

func scan(r dbx.Row) (*Ticket, error) {
	var t Ticket
	err := r.Scan((*int64)(&t.ID), (*int64)(&t.Entity), &t.Title, (*int64)(&t.State), &t.Closed, &t.Priority, &t.Criticality, &t.Type, &t.Category,
		&t.Subcategory, &t.Place, &t.Department, (*int64)(&t.Requester), (*int64)(&t.RequesterGroup), &t.RequesterMail, &t.RequesterName,
		(*int64)(&t.Receiver), (*int64)(&t.ReceiverEntity), (*int64)(&t.Technician), (*int64)(&t.TechnicianGroup), &t.Source, dbx.Time{At: &t.Created}, &t.Hoped,
		dbx.Time{At: &t.ResolvedAt}, &t.MinutesSpent, &t.MinutesHoped, dbx.Time{At: &t.ReadAt}, dbx.Time{At: &t.LastEntry}, (*string)(&t.LastSide), dbx.Time{At: &t.Progressed},
		dbx.Time{At: &t.StateSince}, &t.Files, &t.Entries, &t.Version)
	return &t, err
}

func (t *Ticket) values() []any {
	return []any{int64(t.ID), int64(t.Entity), t.Title, int64(t.State), t.Closed, t.Priority, t.Criticality, t.Type, t.Category,
		t.Subcategory, t.Place, t.Department, int64(t.Requester), int64(t.RequesterGroup), t.RequesterMail, t.RequesterName,
		int64(t.Receiver), int64(t.ReceiverEntity), int64(t.Technician), int64(t.TechnicianGroup), t.Source, t.Created.UnixMicro(), t.Hoped,
		dbx.Micro(t.ResolvedAt), t.MinutesSpent, t.MinutesHoped, dbx.Micro(t.ReadAt), t.LastEntry.UnixMicro(), string(t.LastSide), dbx.Micro(t.Progressed),
		t.StateSince.UnixMicro(), t.Files, t.Entries, t.Version}
}

// Find reads a ticket as who sees it; what he cannot see does not exist for him.
func Find(ctx context.Context, tx *dbx.Tx, who authz.Actor, id ids.Ticket) (*Ticket, error) {
	t, err := dbx.One(ctx, tx, byID.As(who), scan, int64(id))
	if errors.Is(err, dbx.ErrNone) {
		return nil, fault.New(fault.NotFound, "ticket.not_found")
	}
	return t, err
}

// grant finds the ticket as who sees it, and asks for a right on it.
func grant(ctx context.Context, tx *dbx.Tx, who authz.Actor, r authz.Right, id ids.Ticket) (authz.Granted[*Ticket], error) {
	t, err := Find(ctx, tx, who, id)
	if err != nil {
		return authz.Granted[*Ticket]{}, err
	}
	return authz.Grant(who, r, t)
}

// add writes a new ticket and its lanes.
func (s *Tickets) add(ctx context.Context, tx *dbx.Tx, g authz.Granted[*Ticket]) error {
	t := g.Object()
	t.Version = 1
	if _, err := tx.Exec(ctx, insert, g, t.values()...); err != nil {
		return err
	}
	return s.relane(ctx, tx, g, nil, 0)
}

// save writes back a ticket that somebody was granted; was is how it stood before.
func (s *Tickets) save(ctx context.Context, tx *dbx.Tx, g authz.Granted[*Ticket], was Ticket) error {
	t := g.Object()
	n, err := tx.Exec(ctx, update, g, t.values()...)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "ticket.changed_meanwhile")
	}
	t.Version++
	return s.relane(ctx, tx, g, &was, was.State)
}

var watching = dbx.Select(`SELECT w.user_id FROM @ticket_watchers AS w WHERE w.ticket_id = $1 AND w.user_id <> 0`)

// relane brings the ticket's lanes, their counters and its index rows up to its
// present state.
func (s *Tickets) relane(ctx context.Context, tx *dbx.Tx, g authz.Granted[*Ticket], was *Ticket, state State) error {
	t := g.Object()
	now, err := s.lanesOf(ctx, tx, t)
	if err != nil {
		return err
	}
	var before []Lane
	if was != nil {
		if before, err = s.lanesOf(ctx, tx, was); err != nil {
			return err
		}
	}
	gone, come := difference(before, now, was != nil && state != t.State)
	if err := drop(ctx, tx, g, t.ID, state, gone); err != nil {
		return err
	}
	if err := put(ctx, tx, g, t.ID, t.State, come); err != nil {
		return err
	}
	if was == nil || slices.Equal(before, now) && was.Title == t.Title {
		return nil
	}
	return s.reindex(ctx, tx, t, now)
}

// lanesOf are the audiences of a ticket as it stands now.
func (s *Tickets) lanesOf(ctx context.Context, tx *dbx.Tx, t *Ticket) ([]Lane, error) {
	tree, err := s.entities.Tree(ctx)
	if err != nil {
		return nil, err
	}
	watchers, err := dbx.All(ctx, tx, watching.As(indexer), func(r dbx.Row) (u ids.User, err error) {
		err = r.Scan((*int64)(&u))
		return u, err
	}, int64(t.ID))
	return t.lanes(tree.Up(t.Entity), watchers), err
}

// difference are the lanes to leave and to enter; all of them where the state moved.
func difference(before, now []Lane, moved bool) (gone, come []Lane) {
	if moved {
		return before, now
	}
	i, j := 0, 0
	for i < len(before) || j < len(now) {
		switch {
		case j == len(now) || i < len(before) && before[i] < now[j]:
			gone = append(gone, before[i])
			i++
		case i == len(before) || now[j] < before[i]:
			come = append(come, now[j])
			j++
		default:
			i, j = i+1, j+1
		}
	}
	return gone, come
}

func put(ctx context.Context, tx *dbx.Tx, p authz.Proof, id ids.Ticket, st State, ls []Lane) error {
	if len(ls) == 0 {
		return nil
	}
	rows, counts, args := make([]string, len(ls)), make([]string, len(ls)), []any{int64(st), int64(id)}
	for i, l := range ls {
		rows[i] = fmt.Sprintf("($%d, $1, $2)", i+3)
		counts[i] = fmt.Sprintf("($%d, $1, 1)", i+2)
		args = append(args, int64(l))
	}
	if _, err := tx.Exec(ctx, rowsInto("ticket_lanes (lane, state_id, ticket_id)", rows, ""), p, args...); err != nil {
		return err
	}
	args = append(args[:1:1], args[2:]...)
	_, err := tx.Exec(ctx, rowsInto("ticket_counts (lane, state_id, n)", counts,
		" ON CONFLICT (lane, state_id) DO UPDATE SET n = ticket_counts.n + 1"), p, args...)
	return err
}

func rowsInto(table string, rows []string, tail string) dbx.Write {
	return dbx.ComposeChange("INSERT INTO " + table + " VALUES " + strings.Join(rows, ", ") + tail)
}

func drop(ctx context.Context, tx *dbx.Tx, p authz.Proof, id ids.Ticket, st State, ls []Lane) error {
	if len(ls) == 0 {
		return nil
	}
	set := dbx.Set(tx, ls)
	rows := dbx.ComposeChange(`DELETE FROM ticket_lanes WHERE ` + tx.In("lane", "$1") + ` AND state_id = $2 AND ticket_id = $3`)
	if _, err := tx.Exec(ctx, rows, p, set, int64(st), int64(id)); err != nil {
		return err
	}
	counts := dbx.ComposeChange(`UPDATE ticket_counts SET n = n - 1 WHERE ` + tx.In("lane", "$1") + ` AND state_id = $2`)
	_, err := tx.Exec(ctx, counts, p, set, int64(st))
	return err
}
