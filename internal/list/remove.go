package list

import (
	"context"
	"slices"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/i18n"
)

// Removal is a value that goes, and what happens to the records that name it.
type Removal struct {
	List        Kind
	ID          int64
	Chosen      bool  // a replacement, or "none", was chosen
	Replacement int64 // what the records name instead; 0: none. To merge, name the other value
	Children    Fate  // of the subcategories of a category
}

// Fate is what becomes of the values below one that goes (LIS-014).
type Fate uint8

const (
	Undecided Fate = iota // a value that has some is not removed
	Moved                 // they belong to the replacement from now on
	Dropped               // they go too; the records that name them name none
)

// Remove deletes a value or merges it into another, in one go (LIS-013 … LIS-015).
// A value in use goes only when a replacement was chosen; uses tells how many
// records name it.
func (l *Lists) Remove(ctx context.Context, who authz.Actor, r Removal) (uses int, err error) {
	err = l.db.Write(ctx, func(tx *dbx.Tx) error {
		s, err := load(ctx, tx)
		if err != nil {
			return err
		}
		item, err := s.find(who, r.List, r.ID)
		if err != nil {
			return err
		}
		g, err := grant(who, item.Entity)
		if err != nil {
			return err
		}
		if err := s.checkRemoval(who, item, r); err != nil {
			return err
		}
		if uses, err = l.count(ctx, tx, s, item); err != nil {
			return err
		}
		if uses > 0 && (!r.Chosen || r.Replacement == 0 && definitions[r.List].Filled) {
			return fault.New(fault.Conflict, "list.used_choose", i18n.Plural{Key: "list.records", N: uses}).On("replacement")
		}
		return l.remove(ctx, tx, who, g, s, item, r.Replacement, r.Children == Moved)
	})
	return uses, err
}

// Used is how many records name a value, for the question before a removal.
func (l *Lists) Used(ctx context.Context, who authz.Actor, k Kind, id int64) (uses int, err error) {
	err = l.db.Read(ctx, func(tx *dbx.Tx) error {
		s, err := load(ctx, tx)
		if err != nil {
			return err
		}
		item, err := s.find(who, k, id)
		if err != nil {
			return err
		}
		if _, err := grant(who, item.Entity); err != nil {
			return err
		}
		uses, err = l.count(ctx, tx, s, item)
		return err
	})
	return uses, err
}

func (s *Snapshot) checkRemoval(who authz.Actor, item Item, r Removal) error {
	switch {
	case item.Builtin && item.List == State:
		return fault.New(fault.Conflict, "list.state_reserved") // TKT-116
	case item.Builtin:
		return fault.New(fault.Conflict, "list.reserved") // LIS-003
	case s.leftWithout(item.List, item.ID):
		return fault.New(fault.Conflict, "list.last_one")
	case r.Replacement != 0 && s.within(r.List, r.Replacement, item.ID):
		return fault.New(fault.Invalid, "list.itself").On("replacement")
	}
	if r.Replacement != 0 {
		if _, err := s.find(who, r.List, r.Replacement); err != nil {
			return fault.New(fault.Invalid, "list.gone", r.List.One()).On("replacement")
		}
	}
	undecided := r.Children == Undecided || r.Children == Moved && r.Replacement == 0
	if undecided && len(s.Children(item.List, item.ID)) > 0 {
		return fault.New(fault.Conflict, "list.children_left").On("children")
	}
	return nil
}

func (l *Lists) count(ctx context.Context, tx *dbx.Tx, s *Snapshot, item Item) (int, error) {
	total := 0
	if item.List == Department {
		total = len(s.limitedTo(item.ID))
	}
	for _, u := range l.uses {
		n, err := u.Count(ctx, tx, item.List, item.ID)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// limitedTo are the values that are limited to a department.
func (s *Snapshot) limitedTo(department int64) []Item {
	var out []Item
	for _, d := range Definitions {
		for _, item := range s.All(d.Kind, i18n.EN) {
			if slices.Contains(item.Details.Departments, department) {
				out = append(out, item)
			}
		}
	}
	return out
}

// remove replaces every use of a value and deletes it, after those below it.
func (l *Lists) remove(ctx context.Context, tx *dbx.Tx, who authz.Actor, p authz.Proof, s *Snapshot, item Item, replacement int64, move bool) error {
	parent := int64(0)
	if move {
		parent = replacement
	}
	for _, child := range s.Children(item.List, item.ID) {
		if err := l.moveOrRemove(ctx, tx, who, p, s, child, parent); err != nil {
			return err
		}
	}
	uses, err := l.count(ctx, tx, s, item)
	if err != nil {
		return err
	}
	if item.List == Department {
		if err := l.relink(ctx, tx, p, s, item.ID, replacement); err != nil {
			return err
		}
	}
	for _, u := range l.uses {
		if err := u.Replace(ctx, tx, p, item.List, item.ID, replacement); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, deleteItem, p, string(item.List), item.ID); err != nil {
		return err
	}
	return l.tell(ctx, tx, who, Removed{List: item.List, ID: item.ID, Entity: item.Entity, Values: item.fields(), Replacement: replacement, Uses: uses})
}

// moveOrRemove puts a value below another parent; with none it goes. One whose
// name the parent has already is merged into its twin.
func (l *Lists) moveOrRemove(ctx context.Context, tx *dbx.Tx, who authz.Actor, p authz.Proof, s *Snapshot, child Item, parent int64) error {
	twin := s.twin(child, parent)
	if parent == 0 || twin != 0 {
		return l.remove(ctx, tx, who, p, s, child, twin, twin != 0)
	}
	moved := child
	moved.Parent = parent
	if err := update(ctx, tx, p, moved); err != nil {
		return err
	}
	return l.tell(ctx, tx, who, Changed{List: child.List, ID: child.ID, Entity: child.Entity, Label: child.Label(i18n.EN), Changes: difference(child, moved)})
}

// twin is the value of the same name below another parent, or 0.
func (s *Snapshot) twin(child Item, parent int64) int64 {
	names := child.folded()
	for _, other := range s.items[child.List] {
		if parent != 0 && other.Parent == parent && slices.ContainsFunc(other.folded(), func(n string) bool { return slices.Contains(names, n) }) {
			return other.ID
		}
	}
	return 0
}

// relink puts another department, or none, where values are limited to one.
func (l *Lists) relink(ctx context.Context, tx *dbx.Tx, p authz.Proof, s *Snapshot, from, to int64) error {
	for _, item := range s.limitedTo(from) {
		departments := slices.DeleteFunc(slices.Clone(item.Details.Departments), func(id int64) bool { return id == from || id == to })
		if to != 0 {
			departments = append(departments, to)
		}
		slices.Sort(departments)
		item.Details.Departments = departments
		if err := update(ctx, tx, p, item); err != nil {
			return err
		}
	}
	return nil
}
