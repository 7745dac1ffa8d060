package ticket_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"renfort/internal/authz"
	"renfort/internal/desktest"
	"renfort/internal/fault"
	"renfort/internal/ids"
	"renfort/internal/ticket"
)

func open(t *testing.T, d desktest.Desk, who authz.Actor, o ticket.Opening) *ticket.Ticket {
	t.Helper()
	if o.Title == "" {
		o.Title = "The printer burns"
	}
	got, err := d.Tickets.Open(t.Context(), who, o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func reply(t *testing.T, d desktest.Desk, who authz.Actor, id ids.Ticket, text string, hidden bool) {
	t.Helper()
	if _, err := d.Tickets.Reply(t.Context(), who, id, ticket.Reply{HTML: "<p>" + text + "</p>", Hidden: hidden}); err != nil {
		t.Fatal(err)
	}
}

func state(t *testing.T, d desktest.Desk, who authz.Actor, id ids.Ticket) ticket.State {
	t.Helper()
	got, err := d.Tickets.Get(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	return got.State
}

func want(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	if fault.KindOf(err) != kind || !fault.Is(err, key) {
		t.Errorf("got %v, want %s", err, key)
	}
}

// TKT-110, TKT-111, TKT-112, TKT-113, TKT-114, TKT-115, TKT-119, TKT-121, TKT-125
func TestStatesFollowTheWork(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx := t.Context()
		rita := d.Person("rita", ids.Root, authz.PowerUser, false)
		tom := d.Person("tom", ids.Root, authz.Technician, true)

		tk := open(t, d, rita, ticket.Opening{Requester: rita.User})
		step := func(what string, wanted ticket.State) {
			t.Helper()
			if got := state(t, d, tom, tk.ID); got != wanted {
				t.Fatalf("%s: state %d, want %d", what, got, wanted)
			}
		}
		step("opened without technician", ticket.Unassigned)
		if _, err := d.Tickets.Assign(ctx, tom, tk.ID, tom.User, 0); err != nil {
			t.Fatal(err)
		}
		step("assigned", ticket.AwaitingPickup)
		reply(t, d, rita, tk.ID, "any news?", false)
		step("the requester's text changes nothing yet", ticket.AwaitingPickup)
		reply(t, d, tom, tk.ID, "on my way", false)
		step("the technician answers", ticket.InProgress)
		if _, err := d.Tickets.SetState(ctx, tom, tk.ID, ticket.AwaitingReply); err != nil {
			t.Fatal(err)
		}
		reply(t, d, rita, tk.ID, "still burning", false)
		step("the requester replies", ticket.InProgress)
		if _, err := d.Tickets.Close(ctx, rita, tk.ID); err != nil {
			t.Fatal(err)
		}
		step("the requester closes", ticket.Resolved)
		_, err := d.Tickets.Close(ctx, rita, tk.ID)
		want(t, err, fault.Conflict, "ticket.already_closed")
		reply(t, d, rita, tk.ID, "it burns again", false)
		step("a reply reopens", ticket.InProgress)
		got, err := d.Tickets.Get(ctx, rita, tk.ID)
		if err != nil || !got.ResolvedAt.IsZero() {
			t.Errorf("date of resolution %v, %v", got.ResolvedAt, err)
		}
		if _, err := d.Tickets.Assign(ctx, tom, tk.ID, 0, 0); err != nil {
			t.Fatal(err)
		}
		step("the technician steps back", ticket.Unassigned)

		var kinds []ticket.EntryKind
		es, err := d.Tickets.Thread(ctx, tom, tk.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range slices.Backward(es) {
			kinds = append(kinds, e.Kind)
		}
		story := []ticket.EntryKind{"opened", "assigned", "state", "text", "text", "state", "state", "text", "state", "closed", "text", "reopened", "assigned", "state"}
		if !slices.Equal(kinds, story) { // THR-001, THR-013
			t.Errorf("thread tells %v,\nwant %v", kinds, story)
		}
	})
}

// TKT-008, TKT-090, TKT-092, THR-005, GEN-020
func TestBadInputIsRefusedAtOnce(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		rita := d.Person("rita", ids.Root, authz.PowerUser, false)
		_, err := d.Tickets.Open(t.Context(), rita, ticket.Opening{Title: "  ", Hoped: "2000-01-01"})
		want(t, err, fault.Invalid, "ticket.title_missing")
		want(t, err, fault.Invalid, "ticket.hoped_before_creation")
		long := fmt.Sprintf("%0256d", 0)
		_, err = d.Tickets.Open(t.Context(), rita, ticket.Opening{Title: long})
		want(t, err, fault.Invalid, "ticket.title_long")
		tk := open(t, d, rita, ticket.Opening{Title: long[:255]})
		for _, text := range []string{"", "<p> </p>", "<p><br></p>&nbsp;"} {
			_, err = d.Tickets.Reply(t.Context(), rita, tk.ID, ticket.Reply{HTML: text})
			want(t, err, fault.Invalid, "ticket.text_missing")
		}
		uma := d.Person("uma", ids.Root, authz.User, false)
		_, err = d.Tickets.Open(t.Context(), uma, ticket.Opening{Title: "x"})
		want(t, err, fault.Forbidden, "authz.refused") // TKT-001
	})
}

// TKT-012, TKT-013, GEN-029
func TestNumbersAreConsecutiveAndAFormMakesOneTicket(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		rita := d.Person("rita", ids.Root, authz.PowerUser, false)
		const n = 20
		var wg sync.WaitGroup
		for i := range n {
			for range 2 { // each form is sent twice
				wg.Go(func() {
					if _, err := d.Tickets.Open(t.Context(), rita, ticket.Opening{Title: "x", Key: fmt.Sprint("form", i), Requester: rita.User}); err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		l, err := d.Tickets.List(t.Context(), rita, ticket.View{}, ticket.Filter{}, ticket.Page{Size: 100})
		if err != nil || len(l.Tickets) != n {
			t.Fatalf("%d tickets, %v", len(l.Tickets), err)
		}
		for i, tk := range l.Tickets {
			if int(tk.ID) != n-i { // no number is left out
				t.Errorf("number %d at place %d", tk.ID, i)
			}
		}
	})
}

// TKT-130, TKT-131, LST-040, LST-041
func TestReadIsWhatTheTechnicianRead(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx := t.Context()
		tom, ann := d.Person("tom", ids.Root, authz.Technician, true), d.Person("ann", ids.Root, authz.Technician, true)
		tk := open(t, d, ann, ticket.Opening{Technician: tom.User})
		tone := func(wanted ticket.Tone) {
			t.Helper()
			got, err := d.Tickets.Get(ctx, ann, tk.ID)
			if err != nil || got.Tone(got.Created) != wanted {
				t.Errorf("tone %s (%v), want %s", got.Tone(got.Created), err, wanted)
			}
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(d.Tickets.MarkRead(ctx, ann, tk.ID))
		tone(ticket.Unread)
		must(d.Tickets.MarkRead(ctx, tom, tk.ID))
		tone(ticket.Read)
		reply(t, d, tom, tk.ID, "done", false)
		tone(ticket.Moved)
		_, err := d.Tickets.Assign(ctx, tom, tk.ID, ann.User, 0)
		must(err)
		tone(ticket.Unread)
	})
}

// TKT-160, TKT-164, TKT-168, LST-011, GEN-032, GEN-043, ENT-032, ENT-033, THR-008
func TestEveryDoorShowsWhatTheOracleSays(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx, r := t.Context(), rand.New(rand.NewPCG(7, 11))
		entities := []ids.Entity{ids.Root}
		for i := range 8 {
			entities = append(entities, d.Entity(entities[r.IntN(len(entities))], fmt.Sprint("E", i)))
		}
		var people []authz.Actor
		for i := range 12 {
			code := authz.Profiles[r.IntN(5)].Code
			people = append(people, d.Person(fmt.Sprint("p", i), entities[r.IntN(len(entities))], code, r.IntN(2) == 0))
		}
		everyone := authz.System("oracle", authz.SideOpenTicket, authz.TicketThreadPost, authz.TicketThreadPostAll, authz.TicketState, authz.TicketTech)
		for i := range 60 {
			o := ticket.Opening{Title: fmt.Sprint("burning thing ", i), Entity: entities[r.IntN(len(entities))], Requester: people[r.IntN(12)].User}
			if r.IntN(2) == 0 {
				o.Technician = people[r.IntN(12)].User
			}
			tk := open(t, d, everyone, o)
			if r.IntN(2) == 0 {
				reply(t, d, everyone, tk.ID, "secretword", true)
			}
			if r.IntN(3) == 0 {
				if _, err := d.Tickets.SetState(ctx, everyone, tk.ID, ticket.State(1+r.IntN(6))); err != nil && fault.KindOf(err) != fault.Conflict {
					t.Fatal(err)
				}
			}
			if r.IntN(3) == 0 {
				if _, err := d.Tickets.Assign(ctx, everyone, tk.ID, people[r.IntN(12)].User, 0); err != nil {
					t.Fatal(err)
				}
			}
		}
		tree, err := d.Entities.Tree(ctx)
		if err != nil {
			t.Fatal(err)
		}
		all, err := d.Tickets.List(ctx, everyone, ticket.View{}, ticket.Filter{}, ticket.Page{Size: 500})
		if err != nil || len(all.Tickets) != 60 {
			t.Fatalf("%d tickets, %v", len(all.Tickets), err)
		}
		for _, who := range people {
			var should []ids.Ticket
			for _, tk := range all.Tickets {
				inScope := slices.Contains(tree.Scope(who.Entity, who.Recursive), tk.Entity)
				if who.User == tk.Requester || who.User == tk.Receiver || who.User == tk.Technician || who.Has(authz.SideAll) && inScope {
					should = append(should, tk.ID)
				}
			}
			compare(t, d, who, should)
		}
		compare(t, d, authz.Actor{}, nil)
	})
}

// compare asks every door what who sees.
func compare(t *testing.T, d desktest.Desk, who authz.Actor, should []ids.Ticket) {
	t.Helper()
	ctx := t.Context()
	var listed []ids.Ticket
	page := ticket.Page{Size: 7}
	for {
		l, err := d.Tickets.List(ctx, who, ticket.View{}, ticket.Filter{}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, tk := range l.Tickets {
			listed = append(listed, tk.ID)
		}
		if !l.Older {
			break
		}
		page.Before = l.Tickets[len(l.Tickets)-1].ID
	}
	if !slices.Equal(listed, should) {
		t.Errorf("%s: list %v, should be %v", who.Name, listed, should)
	}
	found, err := d.Search.Tickets(ctx, who, "burn", 0, 100)
	if err != nil || !slices.Equal(found, should) {
		t.Errorf("%s: search %v (%v), should be %v", who.Name, found, err, should)
	}
	secret, err := d.Search.Tickets(ctx, who, "secretword", 0, 100)
	if err != nil || len(secret) > 0 && !who.Has(authz.TicketThreadHiddenDisp) {
		t.Errorf("%s finds hidden words: %v, %v", who.Name, secret, err)
	}
	for n := ids.Ticket(1); n <= 60; n++ {
		_, err := d.Tickets.Get(ctx, who, n)
		if seen := err == nil; seen != slices.Contains(should, n) || !seen && fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: ticket %d: %v", who.Name, n, err)
		}
		es, err := d.Tickets.Thread(ctx, who, n, 0)
		if err != nil || len(es) > 0 && !slices.Contains(should, n) {
			t.Errorf("%s reads %d entries of %d: %v", who.Name, len(es), n, err)
		}
		for _, e := range es {
			if e.Hidden && !who.Has(authz.TicketThreadHiddenDisp) {
				t.Errorf("%s reads the note of %d", who.Name, n)
			}
		}
	}
	counts, err := d.Tickets.Counts(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	for lane, states := range counts {
		for st, n := range states {
			l, err := d.Tickets.List(ctx, who, ticket.View{Lanes: []ticket.Lane{lane}, States: []ticket.State{st}}, ticket.Filter{}, ticket.Page{Size: 500})
			if err != nil || int64(len(l.Tickets)) != n {
				t.Errorf("%s: lane %d state %d counts %d, lists %d (%v)", who.Name, lane, st, n, len(l.Tickets), err)
			}
		}
	}
}
