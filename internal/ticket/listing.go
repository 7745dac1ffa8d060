package ticket

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/ids"
)

// View names the tickets a list shows: the lanes it reads and the states.
type View struct {
	Lanes  []Lane  // within those of the actor; none: all of his
	States []State // none: all there are
}

// Filter narrows a view further. Zero values do not filter.
type Filter struct {
	Technician  ids.User
	Requester   ids.User
	Priority    int64
	Criticality int64
	Category    int64
}

// Page is a place in a list sorted by number: the tickets older than Before,
// or newer than After; neither: the newest.
type Page struct {
	Before, After ids.Ticket
	Size          int
}

// maxSize is the most lines one page may ask for (LST-057).
const maxSize = 500

// Listing is one page of a list, newest first.
type Listing struct {
	Tickets []*Ticket
	Newer   bool // there are tickets before the first of the page
	Older   bool // and after its last
}

// List reads one page. Its cost depends on the size of the page and the number
// of lanes and states, not on the number of tickets: each pair is one range of
// a clustered index, and the ranges are merged.
func (s *Tickets) List(ctx context.Context, who authz.Actor, v View, f Filter, p Page) (out Listing, err error) {
	p.Size = min(max(p.Size, 1), maxSize)
	if len(v.Lanes) == 0 {
		v.Lanes = Lanes(who)
	}
	if len(v.Lanes) == 0 {
		return out, nil
	}
	if len(v.States) == 0 {
		v.States = s.Lists.States()
	}
	q := dbx.Compose(listText(len(v.Lanes), len(v.States), f, p))
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		out.Tickets, err = dbx.All(ctx, tx, q.As(who), scan, listArgs(v, f, p)...)
		return err
	})
	more := len(out.Tickets) > p.Size
	if more {
		out.Tickets = out.Tickets[:p.Size]
	}
	if p.After != 0 {
		slices.Reverse(out.Tickets)
		out.Newer, out.Older = more, true
	} else {
		out.Newer, out.Older = p.Before != 0, more
	}
	return out, err
}

func listText(lanes, states int, f Filter, p Page) string {
	compare, order := "<", "DESC"
	if p.After != 0 {
		compare, order = ">", "ASC"
	}
	conditions := f.conditions(2 + lanes + states)
	var arms []string
	for l := range lanes {
		for st := range states {
			arm := fmt.Sprintf(`SELECT l.ticket_id FROM @ticket_lanes AS l
				WHERE l.lane = $%d AND l.state_id = $%d AND l.ticket_id %s $1`, 2+l, 2+lanes+st, compare)
			if conditions == "" {
				arm = fmt.Sprintf("SELECT ticket_id FROM (%s ORDER BY l.ticket_id %s LIMIT %d) AS a", arm, order, p.Size+1)
			}
			arms = append(arms, arm)
		}
	}
	return fmt.Sprintf(`SELECT %s FROM @tickets AS t WHERE t.id IN (%s) %s ORDER BY t.id %s LIMIT %d`,
		columns, strings.Join(arms, " UNION ALL "), conditions, order, p.Size+1)
}

func listArgs(v View, f Filter, p Page) []any {
	args := []any{p.from()}
	args = append(args, anys(v.Lanes)...)
	args = append(args, anys(v.States)...)
	return append(args, f.values()...)
}

// from is the number the page begins after, in its direction.
func (p Page) from() int64 {
	switch {
	case p.After != 0:
		return int64(p.After)
	case p.Before != 0:
		return int64(p.Before)
	}
	return math.MaxInt64
}

func anys[T ~int64](vs []T) []any {
	out := make([]any, len(vs))
	for i, v := range vs {
		out[i] = int64(v)
	}
	return out
}

// conditions are the clauses of the chosen filters, numbered from $n.
func (f Filter) conditions(n int) string {
	var b strings.Builder
	for _, c := range f.chosen() {
		fmt.Fprintf(&b, " AND t.%s = $%d", c.column, n)
		n++
	}
	return b.String()
}

func (f Filter) values() []any {
	var out []any
	for _, c := range f.chosen() {
		out = append(out, c.value)
	}
	return out
}

type clause struct {
	column string
	value  int64
}

func (f Filter) chosen() []clause {
	all := []clause{
		{"technician_id", int64(f.Technician)}, {"requester_id", int64(f.Requester)}, {"priority_id", f.Priority},
		{"criticality_id", f.Criticality}, {"category_id", f.Category},
	}
	return slices.DeleteFunc(all, func(c clause) bool { return c.value == 0 })
}

var counts = dbx.Select(`SELECT c.lane, c.state_id, c.n FROM @ticket_counts AS c WHERE c.n > 0`)

// Counts tells how many tickets of each state stand in each lane of the actor:
// the same tickets that List finds (LST-011).
func (s *Tickets) Counts(ctx context.Context, who authz.Actor) (map[Lane]map[State]int64, error) {
	out := map[Lane]map[State]int64{}
	err := s.db.Read(ctx, func(tx *dbx.Tx) error {
		return tx.Each(ctx, counts.As(who), func(r dbx.Row) error {
			var l, st, n int64
			if err := r.Scan(&l, &st, &n); err != nil {
				return err
			}
			if out[Lane(l)] == nil {
				out[Lane(l)] = map[State]int64{}
			}
			out[Lane(l)][State(st)] = n
			return nil
		})
	})
	return out, err
}

// Some reads the tickets among ids that who may see, newest first.
func (s *Tickets) Some(ctx context.Context, who authz.Actor, numbers []ids.Ticket) (out []*Ticket, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		q := dbx.Compose(`SELECT ` + columns + ` FROM @tickets AS t WHERE ` + tx.In("t.id", "$1") + ` ORDER BY t.id DESC`)
		out, err = dbx.All(ctx, tx, q.As(who), scan, dbx.Set(tx, numbers))
		return err
	})
	return out, err
}
