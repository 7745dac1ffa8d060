// Package ticket is the life of a ticket and its thread: what it is, what may
// happen to it, who may make it happen, and who sees it.
package ticket

import (
	"slices"
	"time"

	"renfort/internal/authz"
	"renfort/internal/ids"
)

// State is one of the list "states". The six first are built in.
type State int64

const (
	Unassigned State = iota + 1
	AwaitingPickup
	InProgress
	AwaitingReply
	Resolved
	Rejected
)

// Defaults of a new ticket (10-tickets.md § 1).
const (
	mediumPriority = 4
	lowCriticality = 4
)

// Side is on which side of the desk somebody stands.
type Side string

const (
	Asking  Side = "requester"
	Solving Side = "technician"
)

// Ticket is a request that somebody is waiting on. Its id is its number.
type Ticket struct {
	ID              ids.Ticket
	Entity          ids.Entity
	Title           string
	State           State
	Closed          bool
	Priority        int64
	Criticality     int64
	Type            int64
	Category        int64
	Subcategory     int64
	Place           int64
	Department      int64
	Requester       ids.User
	RequesterGroup  ids.Group
	RequesterMail   string // of a sender without account
	RequesterName   string
	Receiver        ids.User
	ReceiverEntity  ids.Entity
	Technician      ids.User
	TechnicianGroup ids.Group
	Source          string
	Created         time.Time
	Hoped           string // 2026-11-30, or empty
	ResolvedAt      time.Time
	MinutesSpent    int64
	MinutesHoped    int64
	ReadAt          time.Time
	LastEntry       time.Time
	LastSide        Side
	Progressed      time.Time
	StateSince      time.Time
	Files           int64
	Entries         int64
	Version         int64
}

// Reached reports whether the actor's rights hold on the ticket: it lies in his
// entities and he may see all there, or he is one of those it concerns.
func (t *Ticket) Reached(a authz.Actor) bool {
	return a.Everywhere() || a.Has(authz.SideAll) && a.In(t.Entity) || t.Asks(a) || t.Solves(a) || a.User == t.Receiver && a.User != 0
}

// Asks reports whether the actor is the requester or of the requester group.
func (t *Ticket) Asks(a authz.Actor) bool {
	return a.User != 0 && a.User == t.Requester || t.RequesterGroup != 0 && slices.Contains(a.Groups, t.RequesterGroup)
}

// Solves reports whether the actor, or a group of his, is in charge.
func (t *Ticket) Solves(a authz.Actor) bool {
	return a.User != 0 && a.User == t.Technician || t.TechnicianGroup != 0 && slices.Contains(a.Groups, t.TechnicianGroup)
}

// SideOf is where the actor stands towards this ticket: who asked for it asks,
// whoever else may answer solves.
func (t *Ticket) SideOf(a authz.Actor) Side {
	if t.Solves(a) || !t.Asks(a) && (a.Has(authz.TicketThreadPostAll) || a.Everywhere()) {
		return Solving
	}
	return Asking
}

func (t *Ticket) taken() bool { return t.Technician != 0 || t.TechnicianGroup != 0 }

// firstState is the state of a new ticket that nobody chose (TKT-110).
func (t *Ticket) firstState() State {
	if t.taken() {
		return AwaitingPickup
	}
	return Unassigned
}

// afterAssignment is the state that follows a change of technician (TKT-111).
func (t *Ticket) afterAssignment() State {
	switch {
	case t.Closed:
		return t.State
	case !t.taken():
		return Unassigned
	case t.State == Unassigned:
		return AwaitingPickup
	}
	return t.State
}

// afterText is the state that follows a text of the actor (TKT-112, TKT-113, TKT-119).
func (t *Ticket) afterText(a authz.Actor, side Side) State {
	switch {
	case t.Closed && side == Asking && t.taken():
		return InProgress
	case t.Closed && side == Asking:
		return Unassigned
	case t.State == AwaitingPickup && t.Solves(a):
		return InProgress
	case t.State == AwaitingReply && side == Asking:
		return InProgress
	}
	return t.State
}

// Tone is the meaning of the colour of a ticket's number (LST-040…043).
type Tone string

const (
	Unread Tone = "unread"
	Read   Tone = "read"  // read, no answer yet
	Moved  Tone = "moved" // a text of the technician today
	Plain  Tone = "plain"
)

// Tone is tested in the order of LST-043; today begins at midnight of the reader's zone.
func (t *Ticket) Tone(today time.Time) Tone {
	switch {
	case !t.Closed && t.ReadAt.IsZero():
		return Unread
	case !t.Progressed.Before(today):
		return Moved
	case !t.Closed && t.Progressed.IsZero():
		return Read
	}
	return Plain
}

// Late reports whether the estimated date of an open ticket has passed (LST-045).
func (t *Ticket) Late(today time.Time) bool {
	return !t.Closed && t.Hoped != "" && t.Hoped < today.Format(time.DateOnly)
}
