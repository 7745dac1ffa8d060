package list

import (
	"context"
	"slices"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// maxItems bounds a list: all of it is kept in memory.
const maxItems = 50_000

// Save adds a value (ID 0) or changes one, and hands back its id. up is the way
// from the root down to the value's entity. Version is that of the value as it
// was read; one that somebody changed since is refused (GEN-023).
func (l *Lists) Save(ctx context.Context, who authz.Actor, i Item, up []ids.Entity) (int64, error) {
	i = i.Tidied()
	err := l.db.Write(ctx, func(tx *dbx.Tx) error {
		s, err := load(ctx, tx)
		if err != nil {
			return err
		}
		if i.ID == 0 {
			i.ID, err = l.add(ctx, tx, who, s, i, up)
			return err
		}
		return l.change(ctx, tx, who, s, i, up)
	})
	return i.ID, err
}

// quick are the values that people may add while they work on a ticket, with
// the right it takes: TKT-066, TKT-080.
var quick = map[Kind]authz.Right{Subcategory: authz.TicketCatActions, Tag: authz.TicketTagCreate}

// AddQuick adds a subcategory or a tag from a ticket. It has a name and, of a
// subcategory, the category; nothing else is taken over.
func (l *Lists) AddQuick(ctx context.Context, who authz.Actor, k Kind, name string, parent int64) (id int64, err error) {
	right, ok := quick[k]
	if !ok {
		return 0, fault.New(fault.NotFound, "list.unknown")
	}
	g, err := authz.Grant(who, right, authz.House{})
	if err != nil {
		return 0, err
	}
	i := Item{List: k, Name: name, Parent: parent}.Tidied()
	err = l.db.Write(ctx, func(tx *dbx.Tx) error {
		s, err := load(ctx, tx)
		if err != nil {
			return err
		}
		id, err = l.insertChecked(ctx, tx, who, g, s, i, nil)
		return err
	})
	return id, err
}

func (l *Lists) add(ctx context.Context, tx *dbx.Tx, who authz.Actor, s *Snapshot, i Item, up []ids.Entity) (int64, error) {
	if _, ok := Define(i.List); !ok {
		return 0, fault.New(fault.NotFound, "list.unknown")
	}
	g, err := grant(who, i.Entity)
	if err != nil {
		return 0, err
	}
	i.Code, i.Builtin = "", false
	return l.insertChecked(ctx, tx, who, g, s, i, up)
}

func (l *Lists) insertChecked(ctx context.Context, tx *dbx.Tx, who authz.Actor, p authz.Proof, s *Snapshot, i Item, up []ids.Entity) (int64, error) {
	if err := s.Check(i, up); err != nil {
		return 0, err
	}
	if len(s.items[i.List]) >= maxItems {
		return 0, fault.New(fault.Invalid, "list.full", maxItems)
	}
	id, err := dbx.One(ctx, tx, nextID, dbx.Scalar[int64], string(i.List), int64(firstOwn))
	if err != nil {
		return 0, err
	}
	i.ID, i.Version, i.Rank = id, 1, 0
	if definitions[i.List].Order == ByRank {
		i.Rank = s.lastRank(i.List) + 1 // TKT-117: after those there are
	}
	if err := insert(ctx, tx, p, i); err != nil {
		return 0, err
	}
	return id, l.tell(ctx, tx, who, Added{List: i.List, ID: id, Entity: i.Entity, Values: i.fields()})
}

func (s *Snapshot) lastRank(k Kind) (last int) {
	for _, item := range s.items[k] {
		last = max(last, item.Rank)
	}
	return last
}

func (l *Lists) change(ctx context.Context, tx *dbx.Tx, who authz.Actor, s *Snapshot, i Item, up []ids.Entity) error {
	old, err := s.find(who, i.List, i.ID)
	if err != nil {
		return err
	}
	if _, err := grant(who, old.Entity); err != nil {
		return err
	}
	g, err := grant(who, i.Entity)
	if err != nil {
		return err
	}
	i.Code, i.Builtin, i.Rank = old.Code, old.Builtin, old.Rank
	if old.Builtin { // what the application counts on stays as it is: LIS-003, TKT-116
		i.Closed, i.Todo = old.Closed, old.Todo
		if i.Disabled {
			return fault.New(fault.Conflict, "list.reserved")
		}
	}
	if err := s.Check(i, up); err != nil {
		return err
	}
	changes := difference(old, i)
	if i.Version == old.Version && len(changes) == 0 {
		return nil
	}
	if err := update(ctx, tx, g, i); err != nil {
		return err
	}
	return l.tell(ctx, tx, who, Changed{List: i.List, ID: i.ID, Entity: i.Entity, Label: old.Label(i18n.EN), Changes: changes})
}

// SetOrder puts the values of a ranked list into an order; all of them are
// named, disabled ones too (LIS-010).
func (l *Lists) SetOrder(ctx context.Context, who authz.Actor, k Kind, order []int64) error {
	if d, ok := Define(k); !ok || d.Order != ByRank {
		return fault.New(fault.NotFound, "list.unknown")
	}
	g, err := grant(who, 0)
	if err != nil {
		return err
	}
	return l.db.Write(ctx, func(tx *dbx.Tx) error {
		s, err := load(ctx, tx)
		if err != nil {
			return err
		}
		var before []int64
		for _, item := range s.All(k, i18n.EN) {
			before = append(before, item.ID)
		}
		if !slices.Equal(slices.Sorted(slices.Values(before)), slices.Sorted(slices.Values(order))) {
			return fault.New(fault.Invalid, "list.order_incomplete")
		}
		for place, id := range order {
			item := s.items[k][id]
			if item.Rank = place + 1; item.Rank == s.items[k][id].Rank {
				continue
			}
			if err := update(ctx, tx, g, item); err != nil {
				return err
			}
		}
		return l.tell(ctx, tx, who, Reordered{List: k, Before: before, After: order})
	})
}
