package bench

import (
	"context"
	"time"

	"renfort/internal/app"
	"renfort/internal/entity"
	"renfort/internal/ids"
	"renfort/internal/ticket"
)

// world is who asks, and who solves where.
type world struct {
	tree    *entity.Tree
	askers  []member
	solvers map[ids.Entity][]member
}

func newWorld(ctx context.Context, d *app.Desk) (w world, err error) {
	if w.tree, err = d.Entities.Tree(ctx); err != nil {
		return w, err
	}
	all, err := crew(ctx, d)
	w.solvers = map[ids.Entity][]member{}
	for _, m := range all {
		if m.solves {
			w.solvers[m.entity] = append(w.solvers[m.entity], m)
		} else {
			w.askers = append(w.askers, m)
		}
	}
	return w, err
}

// solver is one of those who work where the ticket lies or above.
func (w world) solver(r writer, e ids.Entity) ids.User {
	up := w.tree.Up(e)
	at := w.solvers[up[r.IntN(min(len(up), 3))]]
	if len(at) == 0 {
		at = w.solvers[ids.Root]
	}
	return at[r.IntN(len(at))].id
}

// tickets are n tickets from number from on, of total in ten years until now.
func (w world) tickets(from, n, total int, now time.Time) []ticket.Past {
	r := newWriter(from)
	out := make([]ticket.Past, n)
	for i := range out {
		age := time.Duration(float64(10*365*24*time.Hour) * float64(total-from-i) / float64(total))
		out[i] = w.ticket(r, from+i, now.Add(-age), r.Float64() < openShare(from+i, total))
	}
	return out
}

// openShare is how likely a ticket is still open: most of the newest are, and a
// few of all ages.
func openShare(n, total int) float64 {
	if n > total-total/50 {
		return 0.6
	}
	return 0.005
}

const country = 5 // the last of the four entities below the root

func (w world) ticket(r writer, n int, at time.Time, open bool) ticket.Past {
	asker := w.askers[r.IntN(len(w.askers))]
	solver := w.solver(r, asker.entity)
	t := &ticket.Ticket{Entity: asker.entity, Title: capital(r.line(4, 9)), State: ticket.Resolved, Priority: int64(1 + r.IntN(6)),
		Criticality: int64(1 + r.IntN(4)), Requester: asker.id, Receiver: asker.id, ReceiverEntity: asker.entity,
		Technician: solver, Source: "web", Created: at, ReadAt: at.Add(time.Hour), Progressed: at.Add(2 * time.Hour),
		LastEntry: at.Add(3 * time.Hour), LastSide: ticket.Solving, StateSince: at.Add(3 * time.Hour), ResolvedAt: at.Add(3 * time.Hour)}
	last := ticket.Entry{Kind: ticket.KindClosed, Author: solver, At: t.LastEntry}
	if open {
		t.State = ticket.Unassigned + ticket.State(r.IntN(4))
		t.ResolvedAt = time.Time{}
		last = ticket.Entry{Kind: ticket.KindText, Author: asker.id, At: t.LastEntry, Side: ticket.Asking, HTML: "<p>" + r.line(10, 30) + "</p>"}
	}
	if t.State == ticket.Unassigned {
		t.Technician, t.ReadAt = 0, time.Time{}
	}
	first := r.line(25, 50)
	if n%10 == 0 {
		first += " " + serial(n)
	}
	if w.tree.Up(asker.entity)[1] == country && n%8 == 0 {
		first += " " + abroad
	}
	return ticket.Past{Ticket: t, Thread: []ticket.Entry{
		{Kind: ticket.KindOpened, Author: asker.id, At: at, Side: ticket.Asking, HTML: "<p>" + first + "</p>"},
		{Kind: ticket.KindText, Author: solver, At: t.Progressed, Side: ticket.Solving, HTML: "<p>" + r.line(10, 35) + "</p>"},
		last,
	}}
}
