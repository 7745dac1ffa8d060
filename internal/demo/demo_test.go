package demo_test

import (
	"testing"
	"time"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/dbtest"
	"renfort/internal/dbx"
	"renfort/internal/demo"
	"renfort/internal/ids"
	"renfort/internal/ticket"
)

func actor(t *testing.T, d *app.Desk, login string) (who authz.Actor) {
	t.Helper()
	err := d.DB.Read(t.Context(), func(tx *dbx.Tx) error {
		u, err := d.Users.ByLogin(t.Context(), tx, authz.System("test"), login)
		if err != nil {
			return err
		}
		who, err = d.Sessions.ActorOf(t.Context(), tx, u, authz.ViaWeb)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return who
}

func filled(t *testing.T, db *dbx.DB) *app.Desk {
	t.Helper()
	d, err := app.New(t.Context(), db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	began, last := time.Now(), -1
	err = demo.Fill(t.Context(), d, func(done, total int) {
		if done <= last || total != 2000 {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != 2000 {
		t.Errorf("progress ends at %d", last)
	}
	t.Logf("filled in %v", time.Since(began))
	return d
}

// everything pages through all tickets that who sees, the way a reader does.
func everything(t *testing.T, d *app.Desk, who authz.Actor) (out []*ticket.Ticket) {
	t.Helper()
	for before := ids.Ticket(0); ; {
		l, err := d.Tickets.List(t.Context(), who, ticket.View{}, ticket.Filter{}, ticket.Page{Before: before, Size: 500})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, l.Tickets...)
		if !l.Older {
			return out
		}
		before = out[len(out)-1].ID
	}
}

// What was loaded in bulk is seen, counted and found like what was opened one
// by one: the lists, the counters and the search agree.
// LST-011, LST-001, LST-054
func TestTheCompanyIsThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *dbx.DB) {
		d := filled(t, db)
		for _, login := range []string{"admin", "amelie", "jurgen", "paul"} {
			if _, err := d.Sessions.SignIn(t.Context(), login, demo.Password, "192.0.2.1", ""); err != nil {
				t.Errorf("%s: %v", login, err)
			}
		}
		admin := actor(t, d, "admin")
		all := everything(t, d, admin)
		if len(all) != 2000 {
			t.Fatalf("%d tickets", len(all))
		}
		states := map[ticket.State]int64{}
		now := time.Now()
		var today, unread int
		for _, k := range all {
			states[k.State]++
			if k.Created.After(now) || k.LastEntry.After(now) || k.LastEntry.Before(k.Created) || k.ResolvedAt.After(now) {
				t.Errorf("ticket %d: created %v, last entry %v, resolved %v", k.ID, k.Created, k.LastEntry, k.ResolvedAt)
			}
			if k.Closed != (k.State == ticket.Resolved || k.State == ticket.Rejected) || k.Closed == k.ResolvedAt.IsZero() {
				t.Errorf("ticket %d: state %d, closed %v, resolved %v", k.ID, k.State, k.Closed, k.ResolvedAt)
			}
			if k.Created.After(now.Add(-24 * time.Hour)) {
				today++
			}
			if k.Tone(now.Add(-12*time.Hour)) == ticket.Unread {
				unread++
			}
		}
		if n := states[ticket.AwaitingPickup] + states[ticket.InProgress] + states[ticket.AwaitingReply]; n != 205 {
			t.Errorf("%d to do", n)
		}
		if today < 5 || unread < 20 || states[ticket.Unassigned] == 0 {
			t.Errorf("%d today, %d unread, %v", today, unread, states)
		}
		agree(t, d, admin, states)
	})
}

// agree compares the counters with the lists, for each of several people, and searches.
func agree(t *testing.T, d *app.Desk, admin authz.Actor, states map[ticket.State]int64) {
	t.Helper()
	counts, err := d.Tickets.Counts(t.Context(), admin)
	if err != nil {
		t.Fatal(err)
	}
	for st, n := range states {
		if got := counts[ticket.Entity(ids.Root, true)][st]; got != n {
			t.Errorf("state %d: counted %d, listed %d", st, got, n)
		}
	}
	paul := actor(t, d, "paul")
	his := everything(t, d, paul)
	if len(his) < 10 || len(his) > 400 {
		t.Errorf("paul sees %d tickets", len(his))
	}
	var counted int64
	if counts, err = d.Tickets.Counts(t.Context(), paul); err != nil {
		t.Fatal(err)
	}
	for _, n := range counts[ticket.Person(paul.User)] {
		counted += n
	}
	if counted != int64(len(his)) {
		t.Errorf("paul's counters say %d, his list %d", counted, len(his))
	}
	for _, word := range []string{"authentification", "Papierstau ", "imprime", "calendar", "Garnier"} {
		found, err := d.Search.Tickets(t.Context(), admin, word, 0, 20)
		if err != nil || len(found) == 0 {
			t.Errorf("%q: %v, %v", word, found, err)
		}
	}
	if found, err := d.Search.Tickets(t.Context(), paul, "Papierstau ", 0, 20); err != nil || len(found) != 0 {
		t.Errorf("paul finds tickets of Germany: %v, %v", found, err)
	}
	thread, err := d.Tickets.Thread(t.Context(), admin, his[0].ID, 0)
	if err != nil || int64(len(thread)) != his[0].Entries || thread[len(thread)-1].Kind != ticket.KindOpened {
		t.Errorf("%d entries of %d, %v", len(thread), his[0].Entries, err)
	}
}
