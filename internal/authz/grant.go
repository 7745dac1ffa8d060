package authz

import (
	"renfort/internal/fault"
	"renfort/internal/i18n"
)

// Object is whatever a right can be used on.
type Object interface {
	// Reached reports whether the object lies where the actor's rights hold:
	// in one of his entities, or named as his own.
	Reached(Actor) bool
}

// Proof is what a write asks for. Only this package can make one.
type Proof interface{ proven() bool }

// Granted proves that an actor may use a right on an object. Only Grant makes one.
type Granted[T Object] struct {
	object T
	ok     bool
}

// Grant is the one place where a right on an object is decided.
func Grant[T Object](a Actor, r Right, o T) (Granted[T], error) {
	if !a.May(r, o) {
		return Granted[T]{}, Refused(r)
	}
	return Granted[T]{o, true}, nil
}

// May reports whether a may use the right on o. Pages ask it which buttons to draw.
func (a Actor) May(r Right, o Object) bool { return a.rights[r] && o.Reached(a) }

// Refused is the fault of a missing right; its text names the right's meaning (GEN-031).
func Refused(r Right) error {
	return fault.New(fault.Forbidden, "authz.refused", i18n.Key("right."+string(r)))
}

func (g Granted[T]) proven() bool { return g.ok }

// Holds reports whether p is a grant that Grant made.
func Holds(p Proof) bool { return p != nil && p.proven() }

// Object returns what was granted. It panics on a Granted that Grant did not make.
func (g Granted[T]) Object() T {
	if !g.ok {
		panic("authz: a Granted that nobody granted")
	}
	return g.object
}

// House is the object of rights that concern the installation as a whole.
type House struct{}

// Reached is true: global rights were already decided when the actor was made.
func (House) Reached(Actor) bool { return true }

// Own is the object of what a person does to his own things, such as signing out.
type Own struct{ Actor Actor }

// Reached reports whether it is the actor himself.
func (o Own) Reached(a Actor) bool { return a.Known() && a.User == o.Actor.User }

// GrantOwn proves that the actor changes only what is his own: it needs no right.
func GrantOwn(a Actor) (Granted[Own], error) {
	if !a.Known() {
		return Granted[Own]{}, fault.New(fault.SignedOut, "authz.signed_out")
	}
	return Granted[Own]{Own{a}, true}, nil
}
