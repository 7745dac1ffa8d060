package bench_test

import (
	"context"
	"errors"
	"testing"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/bench"
	"renfort/internal/dbtest"
	"renfort/internal/dbx"
	"renfort/internal/ids"
	"renfort/internal/ticket"
)

// A fill that is stopped goes on where it stood; then every figure can be taken.
// LST-011, TKT-160
func TestFillAndMeasure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *dbx.DB) {
		dir := t.TempDir()
		d, err := app.New(t.Context(), db, dir)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		err = bench.Fill(ctx, d, 3000, func(what string, done, total int) {
			if what == "tickets" {
				stop()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped with %v", err)
		}
		steps := map[string]int{}
		if err := bench.Fill(t.Context(), d, 3000, func(what string, done, total int) { steps[what]++ }); err != nil {
			t.Fatal(err)
		}
		if steps["tickets"] != 1 || steps["entities"] != 0 || steps["people"] != 0 {
			t.Errorf("done again: %v", steps)
		}
		counted(t, d)
		figures := map[string]int{}
		err = bench.Measure(t.Context(), d, dir, 2, func(f bench.Figure) { figures[f.Who]++ })
		if err != nil || figures["administrator"] < 15 || figures["technician"] < 12 || figures["requester"] < 10 {
			t.Errorf("%v, %v", figures, err)
		}
	})
}

// counted compares the counters of the whole company with what can be listed.
func counted(t *testing.T, d *app.Desk) {
	t.Helper()
	all := authz.System("test")
	counts, err := d.Tickets.Counts(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	var n, listed int64
	for _, k := range counts[ticket.Entity(ids.Root, true)] {
		n += k
	}
	for before := ids.Ticket(0); ; {
		l, err := d.Tickets.List(t.Context(), all, ticket.View{}, ticket.Filter{}, ticket.Page{Before: before, Size: 500})
		if err != nil {
			t.Fatal(err)
		}
		listed += int64(len(l.Tickets))
		if !l.Older {
			break
		}
		before = l.Tickets[len(l.Tickets)-1].ID
	}
	if n != 3000 || listed != 3000 {
		t.Errorf("counted %d, listed %d", n, listed)
	}
}
