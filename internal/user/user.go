// Package user is the people: their records, the groups they form, the
// assignments that give them a profile in an entity.
package user

import (
	"strings"
	"time"

	"renfort/internal/authz"
	"renfort/internal/ids"
)

// User is one person's record.
type User struct {
	ID         ids.User
	Login      string
	First      string
	Last       string
	Mail       string
	Phone      string
	Mobile     string
	Language   string // empty: the installation's default
	Theme      string
	Mode       string // auto, light, dark
	Density    string
	TimeZone   string // empty: the installation's
	Lines      int    // per page; 0: the installation's
	NewestTop  bool   // the thread on screen
	MustChange bool   // the password, at the next sign-in
	Disabled   bool
	Created    time.Time
	Version    int64
	password   string
}

// Name is how the person is called.
func (u User) Name() string { return strings.TrimSpace(u.First + " " + u.Last) }

// Reached reports whether it is the actor himself, or a person he manages.
func (u User) Reached(a authz.Actor) bool {
	return a.Everywhere() || a.User == u.ID || a.Has(authz.AdminUsers)
}

// Assignment gives a person a profile in an entity and, if recursive, below it.
type Assignment struct {
	Entity    ids.Entity
	Profile   ids.Profile
	Recursive bool
}

// Who may see a person's record: himself, and those who manage people or choose
// requesters, as far as the person is assigned in their entities.
var _ = authz.Declare("users", func(a authz.Actor, b authz.Binder) string {
	if a.Everywhere() {
		return "TRUE"
	}
	self := "users.id = " + b.Arg(int64(a.User))
	if !a.HasAny(authz.AdminUsers, authz.TicketUser, authz.TicketNewUser, authz.TicketNewTech, authz.TicketTech) {
		return self
	}
	return "(" + self + " OR EXISTS (SELECT 1 FROM assignments s WHERE s.user_id = users.id AND " +
		authz.InEntity(a, b, "s.entity_id") + "))"
})

var _ = authz.Declare("groups", func(a authz.Actor, b authz.Binder) string {
	return authz.InEntity(a, b, "groups.entity_id")
})
