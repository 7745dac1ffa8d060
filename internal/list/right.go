package list

import (
	"renfort/internal/authz"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

// within is the object of rights on the values of one entity.
type within struct{ entity ids.Entity }

// Reached reports whether the entity lies in the actor's scope.
func (w within) Reached(a authz.Actor) bool { return w.entity != 0 && a.In(w.entity) }

// grant proves that who may change values of an entity; of 0 those that count
// everywhere (LIS-016).
func grant(who authz.Actor, e ids.Entity) (authz.Proof, error) {
	if g, err := authz.Grant(who, authz.AdminListsLocal, within{e}); err == nil {
		return g, nil
	}
	g, err := authz.Grant(who, authz.AdminLists, authz.House{})
	if err != nil {
		return nil, err
	}
	return g, nil
}

// find is a value as who sees it while he manages lists: those of other
// entities do not exist for him, unless he manages all.
func (s *Snapshot) find(who authz.Actor, k Kind, id int64) (Item, error) {
	item, ok := s.Get(k, id)
	if !ok || item.Entity != 0 && !who.In(item.Entity) && !who.Has(authz.AdminLists) {
		return Item{}, fault.New(fault.NotFound, "list.not_found")
	}
	return item, nil
}
