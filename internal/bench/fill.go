// Package bench builds a desk of any size and measures what its pages cost.
package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/ids"
)

const (
	batch = 2000
	// password is that of everybody, so that a measurement can sign in as anybody.
	password = "a million tickets"
	// crowd is how many tickets there are for each person.
	crowd = 20
)

var builder = authz.System("bench", authz.AdminEntities, authz.AdminUsers, authz.SideOpenTicket)

// Progress is told how far a part of the work is.
type Progress func(what string, done, total int)

// Fill brings a desk up to at least so many tickets, three entries each, with a
// person for every twenty of them and 200 entities on six levels. What is there
// stays: a fill that was stopped goes on where it stood, and comes to the same.
func Fill(ctx context.Context, d *app.Desk, tickets int, progress Progress) error {
	if err := setUp(ctx, d); err != nil {
		return err
	}
	if err := growTree(ctx, d, progress); err != nil {
		return err
	}
	if err := hireCrowd(ctx, d, tickets/crowd, progress); err != nil {
		return err
	}
	w, err := newWorld(ctx, d)
	if err != nil {
		return err
	}
	now := d.DB.Now()
	for {
		done, err := written(ctx, d)
		if err != nil || done >= tickets {
			return err
		}
		past := w.tickets(done, min(batch, tickets-done), tickets, now)
		err = d.DB.Write(ctx, func(tx *dbx.Tx) error { return d.Tickets.Load(ctx, tx, builder, past) })
		if err != nil {
			return err
		}
		progress("tickets", done+len(past), tickets)
	}
}

func setUp(ctx context.Context, d *app.Desk) error {
	done, err := d.Installed(ctx)
	if err != nil || done {
		return err
	}
	return d.SetUp(ctx, app.First{Company: "Bench", Login: "admin", Name: "Ada Admin", Mail: "admin@bench.example", Password: password, Language: "en"})
}

var lastNumber = dbx.Unscoped(`SELECT value FROM counters WHERE name = 'ticket'`)

// written is how many tickets there are.
func written(ctx context.Context, d *app.Desk) (n int, err error) {
	err = d.DB.Read(ctx, func(tx *dbx.Tx) error {
		n, err = dbx.One(ctx, tx, lastNumber, dbx.Scalar[int])
		if errors.Is(err, dbx.ErrNone) {
			return nil
		}
		return err
	})
	return n, err
}

// Reporter prints how far the work is and when it will be done, every few seconds.
func Reporter(print func(string)) Progress {
	var what string
	var began, last time.Time
	var first int
	return func(now string, done, total int) {
		if now != what {
			what, began, last, first = now, time.Now(), time.Time{}, done
		}
		if time.Since(last) < 5*time.Second && done < total {
			return
		}
		last = time.Now()
		line := fmt.Sprintf("%-9s %9d of %d", what, done, total)
		if spent := time.Since(began); done > first && done < total {
			left := time.Duration(float64(spent) / float64(done-first) * float64(total-done))
			line += fmt.Sprintf("   %.0f/s, %v to go", float64(done-first)/spent.Seconds(), left.Round(time.Second))
		}
		print(line)
	}
}

// growTree adds entities until there are 200 on six levels: each level of four
// countries is wider than the one above.
func growTree(ctx context.Context, d *app.Desk, progress Progress) error {
	widths := []int{4, 12, 36, 72, 75}
	level := []ids.Entity{ids.Root}
	n := 1
	for depth, width := range widths {
		var next []ids.Entity
		for i := range width {
			tree, err := d.Entities.Tree(ctx)
			if err != nil {
				return err
			}
			n++
			id := ids.Entity(n)
			if _, ok := tree.Get(id); !ok {
				id, err = d.Entities.Create(ctx, d.Log, builder, level[i%len(level)], fmt.Sprintf("Site %d.%d", depth+2, i+1))
				if err != nil {
					return err
				}
				progress("entities", n, 200)
			}
			next = append(next, id)
		}
		level = next
	}
	return nil
}
