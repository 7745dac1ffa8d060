package ticketweb

import (
	"net/url"
	"strconv"

	"renfort/internal/authz"
	"renfort/internal/ids"
	"renfort/internal/list"
	"renfort/internal/ticket"
	"renfort/internal/web/ui"
)

// Views of the left menu; each is an address (/tickets?view=mine&state=3).
const (
	viewMine = "mine" // what one is in charge of, or asked for
	viewAll  = "all"  // the entity's
)

// choice is what an address of the list asks for.
type choice struct {
	address ui.Address
	view    string
	group   ids.Group
	state   string // a state's id, "todo", "open", or all
	filter  ticket.Filter
	text    string
	page    ticket.Page
}

// maxText is how long a filter may be (11 § 11).
const maxText = 200

// read takes an address as it comes; what is unknown in it is left out.
func read(who authz.Actor, q url.Values, lines int) choice {
	c := choice{view: q.Get("view"), state: q.Get("state"), text: q.Get("q"), page: ticket.Page{Size: lines,
		Before: number[ids.Ticket](q, "before"), After: number[ids.Ticket](q, "after")}}
	c.group = number[ids.Group](q, "group")
	if c.view != viewAll && c.view != viewMine {
		c.view = viewMine
	}
	if c.view == viewAll && !who.Has(authz.SideAll) {
		c.view = viewMine
	}
	if len(c.text) > maxText {
		c.text = c.text[:maxText]
	}
	c.filter = ticket.Filter{Technician: number[ids.User](q, "tech"), Requester: number[ids.User](q, "req"),
		Priority: number[int64](q, "prio"), Criticality: number[int64](q, "crit")}
	keep := url.Values{}
	for _, name := range []string{"view", "state", "group", "q", "tech", "req", "prio", "crit"} {
		if v := q.Get(name); v != "" && len(v) <= maxText {
			keep.Set(name, v)
		}
	}
	c.address = ui.Address{Path: "/tickets", Query: keep}
	return c
}

func number[T ~int64](q url.Values, name string) T {
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return T(n)
}

// Mine are the lanes of one's own tickets: who solves is in charge, who asks
// asked (LST-004).
func Mine(who authz.Actor) []ticket.Lane {
	if who.Has(authz.TicketTech) {
		return []ticket.Lane{ticket.InCharge(who.User)}
	}
	lanes := []ticket.Lane{ticket.Person(who.User)}
	for _, g := range who.Groups {
		lanes = append(lanes, ticket.Askers(g))
	}
	return lanes
}

func (c choice) lanes(who authz.Actor) []ticket.Lane {
	switch {
	case c.group != 0:
		return []ticket.Lane{ticket.Solvers(c.group)}
	case c.view == viewAll:
		return []ticket.Lane{ticket.Entity(who.Entity, who.Recursive)}
	}
	return Mine(who)
}

// states are those the address names: one, the open ones, those to do, or all.
func (c choice) states(lists *list.Snapshot) []ticket.State {
	var out []ticket.State
	for _, i := range lists.All(list.State, "en") {
		switch c.state {
		case "todo":
			if !i.Todo {
				continue
			}
		case "open":
			if i.Closed {
				continue
			}
		case "":
		default:
			if strconv.FormatInt(i.ID, 10) != c.state {
				continue
			}
		}
		out = append(out, ticket.State(i.ID))
	}
	return out
}
