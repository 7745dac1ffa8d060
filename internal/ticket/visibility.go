package ticket

import (
	"slices"

	"renfort/internal/authz"
	"renfort/internal/ids"
)

// all reports whether who sees every ticket there is.
func all(who authz.Actor) bool {
	return slices.Contains(Lanes(who), Entity(ids.Root, true))
}

func inLanes(who authz.Actor, b authz.Binder, column string) string {
	return b.In(column, numbers(Lanes(who)))
}

// A ticket is seen by whoever belongs to one of its lanes.
var _ = authz.Declare("tickets", func(who authz.Actor, b authz.Binder) string {
	if all(who) {
		return "TRUE"
	}
	return "EXISTS (SELECT 1 FROM ticket_lanes l WHERE " + inLanes(who, b, "l.lane") +
		" AND l.state_id = tickets.state_id AND l.ticket_id = tickets.id)"
})

var _ = authz.Declare("ticket_lanes", func(who authz.Actor, b authz.Binder) string {
	return inLanes(who, b, "ticket_lanes.lane")
})

var _ = authz.Declare("ticket_counts", func(who authz.Actor, b authz.Binder) string {
	return inLanes(who, b, "ticket_counts.lane")
})

// Entries follow their ticket; the hidden ones and the notes about mails need a
// right of their own (THR-002, THR-008, ATT-012).
var _ = authz.Declare("entries", func(who authz.Actor, b authz.Binder) string {
	q := "EXISTS (SELECT 1 FROM @tickets AS up WHERE up.id = entries.ticket_id)"
	if !who.Everywhere() && !who.Has(authz.TicketThreadHiddenDisp) {
		q += " AND NOT entries.hidden"
	}
	if !who.Everywhere() && !who.Has(authz.TicketThreadMailDisp) {
		q += " AND entries.kind <> 'mail_out'"
	}
	if !who.Everywhere() && !who.Has(authz.TicketResolutionDisp) {
		q += " AND entries.kind = 'opened'"
	}
	return q
})
