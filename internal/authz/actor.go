// Package authz is THE place of rights. It answers two questions and does no I/O:
// which rows may this actor see (the policy of a table), and may this actor do
// this to that object (Grant).
package authz

import (
	"slices"

	"renfort/internal/ids"
)

// Right is a code of the rights matrix, such as "ticket_close".
type Right string

// Set is a set of rights.
type Set map[Right]bool

// Via is the door through which an actor came; history shows it.
type Via string

const (
	ViaWeb    Via = "web"
	ViaAPI    Via = "api"
	ViaMail   Via = "mail"
	ViaForm   Via = "form"
	ViaCLI    Via = "cli"
	ViaSystem Via = "system"
)

// Actor is who acts, as seen from the entity he works in: a person with the
// rights of his assignment there, or a named system actor of few rights.
// The zero Actor sees nothing and may nothing.
type Actor struct {
	User ids.User
	Name string // shown in history; of a system actor its name
	Lang string
	Via  Via
	Addr string // network address, for the audit

	Entity    ids.Entity // the entity he works in
	Recursive bool       // with its descendants

	Groups      []ids.Group  // requester and technician groups he belongs to
	Departments []int64      // list ids
	Profile     ids.Profile  // the profile of the assignment in use
	entities    []ids.Entity // Entity and, if Recursive, its descendants
	rights      Set
	everywhere  bool
}

// NewActor is a person with the rights that hold in entities.
func NewActor(u ids.User, name string, entity ids.Entity, recursive bool, entities []ids.Entity, rights Set) Actor {
	return Actor{User: u, Name: name, Entity: entity, Recursive: recursive, entities: entities, rights: rights}
}

// System is an actor that is no person. It has just the rights it is given, in every entity.
func System(name string, rights ...Right) Actor {
	a := Actor{Name: name, Via: ViaSystem, Entity: ids.Root, Recursive: true, everywhere: true, rights: Set{}}
	for _, r := range rights {
		a.rights[r] = true
	}
	return a
}

// Has reports whether the actor holds the right at all.
func (a Actor) Has(r Right) bool { return a.rights[r] }

// HasAny reports whether the actor holds one of the rights.
func (a Actor) HasAny(rs ...Right) bool { return slices.ContainsFunc(rs, a.Has) }

// Everywhere reports whether the actor is one of the system's, bound to no entity.
func (a Actor) Everywhere() bool { return a.everywhere }

// In reports whether entity lies in the actor's scope.
func (a Actor) In(e ids.Entity) bool { return a.everywhere || slices.Contains(a.entities, e) }

// Entities are the entities of the actor's scope, lowest id first.
func (a Actor) Entities() []ids.Entity { return a.entities }

// Known reports whether there is anybody at all behind the actor.
func (a Actor) Known() bool { return a.User != 0 || a.everywhere }

// Limited is the actor with the rights that also stand in keep (a token's scopes).
func (a Actor) Limited(keep func(Right) bool) Actor {
	rights := Set{}
	for r := range a.rights {
		if a.rights[r] && keep(r) {
			rights[r] = true
		}
	}
	a.rights = rights
	return a
}
