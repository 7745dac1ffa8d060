package ticket

import (
	"slices"
	"strconv"

	"renfort/internal/authz"
	"renfort/internal/ids"
)

// Lane is one audience of a ticket. A ticket stands in several lanes; an actor
// sees it if one of them is his. Lists, counters and search read by lane, so
// that they agree with visibility by construction (docs/adr/0009).
type Lane int64

// Kinds of lanes; the value is kept in the database and in the search index.
const (
	laneEntity     = 1 // of exactly this entity
	laneTree       = 2 // of this entity or below it
	lanePerson     = 3 // requester, receiver or watcher
	laneTechnician = 4
	laneAskers     = 5 // requester group
	laneSolvers    = 6 // technician group
	laneDepartment = 7
	laneKindBits   = 56
)

func lane[T ~int64](kind int64, id T) Lane { return Lane(kind<<laneKindBits | int64(id)) }

// Entity is the lane of an entity's own tickets, or with its descendants'.
func Entity(e ids.Entity, recursive bool) Lane {
	if recursive {
		return lane(laneTree, e)
	}
	return lane(laneEntity, e)
}

// Person is the lane of what somebody asked for, received or watches.
func Person(u ids.User) Lane { return lane(lanePerson, u) }

// InCharge is the lane of what a technician is in charge of.
func InCharge(u ids.User) Lane { return lane(laneTechnician, u) }

// Solvers is the lane of what a technician group is in charge of.
func Solvers(g ids.Group) Lane { return lane(laneSolvers, g) }

// Askers is the lane of what a user group asked for.
func Askers(g ids.Group) Lane { return lane(laneAskers, g) }

// token is the lane as a word of the search index; "~" stands in no word that people write.
func (l Lane) token() string { return "~" + strconv.FormatInt(int64(l), 36) }

// lanes are the audiences of t; up is the way from the root to its entity.
func (t *Ticket) lanes(up []ids.Entity, watchers []ids.User) []Lane {
	out := []Lane{Entity(t.Entity, false)}
	for _, e := range up {
		out = append(out, Entity(e, true))
	}
	for _, u := range append([]ids.User{t.Requester, t.Receiver}, watchers...) {
		if u != 0 {
			out = append(out, Person(u))
		}
	}
	if t.Technician != 0 {
		out = append(out, InCharge(t.Technician))
	}
	if t.RequesterGroup != 0 {
		out = append(out, Askers(t.RequesterGroup))
	}
	if t.TechnicianGroup != 0 {
		out = append(out, Solvers(t.TechnicianGroup))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Lanes are the audiences that who belongs to (TKT-160, TKT-164, TKT-165).
func Lanes(who authz.Actor) []Lane {
	if who.Everywhere() {
		return []Lane{Entity(ids.Root, true)}
	}
	if who.User == 0 {
		return nil
	}
	out := []Lane{Person(who.User), InCharge(who.User)}
	for _, g := range who.Groups {
		out = append(out, Askers(g), Solvers(g))
	}
	if who.Has(authz.SideAll) {
		out = append(out, Entity(who.Entity, who.Recursive))
	}
	slices.Sort(out)
	return out
}

func numbers(ls []Lane) []int64 {
	out := make([]int64, len(ls))
	for i, l := range ls {
		out[i] = int64(l)
	}
	return out
}
