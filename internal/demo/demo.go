// Package demo invents a company of four languages with two years of tickets,
// for looking around and for trying things out.
package demo

import (
	"context"
	"math/rand/v2"
	"slices"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/ticket"
)

// Password opens every account; the administrator's login is admin, a
// technician's amelie, a supervisor's ingrid, a requester's paul.
const Password = "demonstration"

const (
	tickets = 2000
	todo    = 205 // waiting for pickup, in progress or awaiting a reply
	step    = 100 // tickets in one transaction, so that others may write in between
)

// founder sets up the company, and brings in what happened before today.
var founder = authz.System("demo", authz.AdminEntities, authz.AdminUsers, authz.SideOpenTicket)

// Fill sets up a new desk with the company, its people and its tickets, the
// oldest first. A desk that is set up already is left as it is. progress is
// called first when everybody can sign in, with done 0. The same company comes
// out every time, only the dates end today.
func Fill(ctx context.Context, d *app.Desk, progress func(done, total int)) error {
	if done, err := d.Installed(ctx); err != nil || done {
		return err
	}
	c, err := found(ctx, d)
	if err != nil {
		return err
	}
	progress(0, tickets)
	past := c.histories(rand.New(rand.NewPCG(2, 4)), d.DB.Now())
	done := 0
	for some := range slices.Chunk(past, step) {
		if err := load(ctx, d, some); err != nil {
			return err
		}
		done += len(some)
		progress(done, tickets)
	}
	return nil
}

func load(ctx context.Context, d *app.Desk, some []ticket.Past) error {
	return d.DB.Write(ctx, func(tx *dbx.Tx) error { return d.Tickets.Load(ctx, tx, founder, some) })
}
