package ticket

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

// Past is a ticket that somebody worked on before it came here, with its thread
// as it went. Its number, its version and the ids of its entries are given when
// it is loaded; all else is taken as it stands.
type Past struct {
	Ticket *Ticket
	Thread []Entry // oldest first; the first is the opening
}

// Loaded is the fact that many past tickets came in at once. What happened to
// each of them is told by its thread.
type Loaded struct {
	First ids.Ticket `json:"first"`
	Last  ids.Ticket `json:"last"`
}

func (e Loaded) Kind() string                         { return "ticket.loaded" }
func (e Loaded) Subject() (string, int64, ids.Entity) { return "ticket", int64(e.First), 0 }

// batch is what one load writes; it may be loaded where all of it may be opened.
type batch []Past

func (b batch) Reached(a authz.Actor) bool {
	return !slices.ContainsFunc(b, func(p Past) bool { return !a.In(p.Ticket.Entity) })
}

// loading is one load under way.
type loading struct {
	*Tickets
	tx    *dbx.Tx
	proof authz.Granted[batch]
	rows  []laneRow
}

// Load writes past tickets, with everything that finding and counting them
// needs, in the caller's transaction. Nobody is told of them: no mail follows,
// no page is refreshed. A load of some thousands is the fastest.
func (s *Tickets) Load(ctx context.Context, tx *dbx.Tx, who authz.Actor, past []Past) error {
	if len(past) == 0 {
		return nil
	}
	g, err := authz.Grant(who, authz.SideOpenTicket, batch(past))
	if err != nil {
		return err
	}
	last, err := dbx.One(ctx, tx, takeNumbers, dbx.Scalar[int64], len(past))
	if err != nil {
		return err
	}
	parts := s.Parts
	parts.Names = &known{parts.Names, map[ids.User]string{}}
	l := loading{New(s.db, s.log, s.entities, parts), tx, g, nil}
	first := ids.Ticket(last) - ids.Ticket(len(past)) + 1
	for i, p := range past {
		p.Ticket.ID, p.Ticket.Version, p.Ticket.Entries = first+ids.Ticket(i), 1, int64(len(p.Thread))
		if err := l.ticket(ctx, p); err != nil {
			return err
		}
	}
	if err := l.writeLanes(ctx); err != nil {
		return err
	}
	return s.log.Record(ctx, tx, who, Loaded{first, ids.Ticket(last)})
}

var takeNumbers = dbx.Unscoped(`
	INSERT INTO counters (name, value) VALUES ('ticket', $1)
	ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value
	RETURNING value`)

// known remembers names while one load runs.
type known struct {
	Names
	names map[ids.User]string
}

// Name asks for each person once.
func (k *known) Name(ctx context.Context, tx *dbx.Tx, u ids.User) (name string, err error) {
	if name, ok := k.names[u]; ok {
		return name, nil
	}
	if name, err = k.Names.Name(ctx, tx, u); err == nil {
		k.names[u] = name
	}
	return name, err
}

// ticket writes one ticket, its thread and its index rows in the order of their
// ids, which the full-text index is fastest at.
func (l *loading) ticket(ctx context.Context, p Past) error {
	t := p.Ticket
	var ok bool
	if t.Closed, ok = l.Lists.State(t.State); !ok {
		return fault.New(fault.Invalid, "ticket.list_gone").On("state")
	}
	if _, err := l.tx.Exec(ctx, insert, l.proof, t.values()...); err != nil {
		return err
	}
	tree, err := l.entities.Tree(ctx)
	if err != nil {
		return err
	}
	lanes := t.lanes(tree.Up(t.Entity), nil)
	for _, lane := range lanes {
		l.rows = append(l.rows, laneRow{lane, t.State, t.ID})
	}
	if err := l.indexTitle(ctx, l.tx, t, lanes); err != nil {
		return err
	}
	for i, e := range p.Thread {
		e.ID = ids.EntryOf(t.ID, i+1)
		if err := l.entry(ctx, t.ID, e, lanes); err != nil {
			return err
		}
	}
	return nil
}

func (l *loading) entry(ctx context.Context, id ids.Ticket, e Entry, lanes []Lane) error {
	detail, err := json.Marshal(e.Detail)
	if err != nil {
		return err
	}
	_, err = l.tx.Exec(ctx, insertEntry, l.proof, int64(e.ID), int64(id), string(e.Kind), int64(e.Author), e.Name, e.At.UnixMicro(),
		e.HTML, e.Hidden, string(e.Side), string(detail), e.MessageID)
	if err != nil || !e.Text() {
		return err
	}
	return l.indexEntry(ctx, l.tx, e, lanes)
}

// laneRow is one row of ticket_lanes.
type laneRow struct {
	lane  Lane
	state State
	id    ids.Ticket
}

func (r laneRow) compare(o laneRow) int {
	return cmp.Or(cmp.Compare(r.lane, o.lane), cmp.Compare(r.state, o.state), cmp.Compare(r.id, o.id))
}

// laneChunk is how many rows of lanes one statement writes.
const laneChunk = 16

// writeLanes writes the lanes of all tickets in the order of their table, and
// adds to the counters once for each lane and state.
func (l *loading) writeLanes(ctx context.Context) error {
	slices.SortFunc(l.rows, laneRow.compare)
	for rows := range slices.Chunk(l.rows, laneChunk) {
		marks, args := make([]string, len(rows)), make([]any, 0, 3*laneChunk)
		for i, r := range rows {
			marks[i] = fmt.Sprintf("($%d, $%d, $%d)", 3*i+1, 3*i+2, 3*i+3)
			args = append(args, int64(r.lane), int64(r.state), int64(r.id))
		}
		if _, err := l.tx.Exec(ctx, rowsInto("ticket_lanes (lane, state_id, ticket_id)", marks, ""), l.proof, args...); err != nil {
			return err
		}
	}
	for i := 0; i < len(l.rows); {
		n := i
		for n < len(l.rows) && l.rows[n].lane == l.rows[i].lane && l.rows[n].state == l.rows[i].state {
			n++
		}
		if _, err := l.tx.Exec(ctx, addCount, l.proof, int64(l.rows[i].lane), int64(l.rows[i].state), n-i); err != nil {
			return err
		}
		i = n
	}
	return nil
}

var addCount = dbx.Change(`
	INSERT INTO ticket_counts (lane, state_id, n) VALUES ($1, $2, $3)
	ON CONFLICT (lane, state_id) DO UPDATE SET n = ticket_counts.n + excluded.n`)
