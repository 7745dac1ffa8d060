package web

import (
	"slices"
	"strings"

	"renfort/internal/authz"
	"renfort/internal/fault"
)

// Access says whom a page admits.
type Access struct {
	open   bool
	rights []authz.Right
}

var (
	// Anyone admits visitors too. The pages that use it are listed in a test.
	Anyone = Access{open: true}
	// SignedIn admits whoever has a session; the service decides about the rest.
	SignedIn = Access{}
)

// With admits who holds at least one of the rights.
func With(right authz.Right, others ...authz.Right) Access {
	return Access{rights: append([]authz.Right{right}, others...)}
}

// Open reports whether visitors are admitted.
func (a Access) Open() bool { return a.open }

// Rights are those of which one is needed; none when a session is enough.
func (a Access) Rights() []authz.Right { return slices.Clone(a.rights) }

// String is the access as lists of routes show it.
func (a Access) String() string {
	if a.open {
		return "anyone"
	}
	if len(a.rights) == 0 {
		return "signed in"
	}
	names := make([]string, len(a.rights))
	for i, r := range a.rights {
		names[i] = string(r)
	}
	return strings.Join(names, " or ")
}

// admits is nil when who may see the page.
func (a Access) admits(who authz.Actor) error {
	switch {
	case a.open:
		return nil
	case !who.Known():
		return fault.New(fault.SignedOut, "web.signed_out")
	case len(a.rights) > 0 && !who.HasAny(a.rights...):
		return authz.Refused(a.rights[0])
	}
	return nil
}
