package list

import (
	"cmp"
	"slices"
	"sync"

	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// Snapshot is all lists at one moment. It is never changed.
type Snapshot struct {
	items  map[Kind]map[int64]Item
	codes  map[Kind]map[string]int64
	orders map[order]func() []int64
}

type order struct {
	kind Kind
	lang i18n.Lang
}

// Collect is the snapshot of some items.
func Collect(items []Item) *Snapshot {
	s := &Snapshot{items: map[Kind]map[int64]Item{}, codes: map[Kind]map[string]int64{}, orders: map[order]func() []int64{}}
	for _, d := range Definitions {
		s.items[d.Kind], s.codes[d.Kind] = map[int64]Item{}, map[string]int64{}
		for _, lang := range i18n.Langs {
			s.orders[order{d.Kind, lang}] = sync.OnceValue(func() []int64 { return s.sorted(d, lang) })
		}
	}
	for _, item := range items {
		if s.items[item.List] == nil {
			continue // of a list that an older version had
		}
		s.items[item.List][item.ID] = item
		if item.Code != "" {
			s.codes[item.List][item.Code] = item.ID
		}
	}
	return s
}

func (s *Snapshot) sorted(d Definition, lang i18n.Lang) []int64 {
	type entry struct {
		id    int64
		place int
		name  string
	}
	var entries []entry
	for id, item := range s.items[d.Kind] {
		e := entry{id: id, name: i18n.Fold(item.Label(lang))}
		switch d.Order {
		case ByRank:
			e.place = item.Rank
		case ByMinutes:
			e.place = item.Minutes
		}
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
	out := make([]int64, len(entries))
	for i, e := range entries {
		out[i] = e.id
	}
	return out
}

// Get finds a value.
func (s *Snapshot) Get(k Kind, id int64) (Item, bool) {
	item, ok := s.items[k][id]
	return item, ok
}

// ByCode finds a value that the product brought along, if it is still there.
func (s *Snapshot) ByCode(k Kind, code string) (Item, bool) { return s.Get(k, s.codes[k][code]) }

// Label is the label of a value. Of 0, and of a value that is gone, it is empty.
func (s *Snapshot) Label(k Kind, id int64, lang i18n.Lang) string {
	item, ok := s.Get(k, id)
	if !ok {
		return ""
	}
	return item.Label(lang)
}

// All are the values of a list in its order, disabled ones too: what
// administrators see, and what filters offer (LIS-009).
func (s *Snapshot) All(k Kind, lang i18n.Lang) []Item {
	sorted, ok := s.orders[order{k, lang}]
	if !ok {
		sorted = s.orders[order{k, i18n.EN}]
	}
	if sorted == nil {
		return nil
	}
	var out []Item
	for _, id := range sorted() {
		out = append(out, s.items[k][id])
	}
	return out
}

// At is where a choice is made.
type At struct {
	Up         []ids.Entity // from the root down to the entity of the record
	Parent     int64        // the chosen category, for its subcategories
	Department int64        // the chosen department, where departments see only their tickets; 0: any (TKT-070)
}

// Options are the values that can be chosen there, in order.
func (s *Snapshot) Options(k Kind, lang i18n.Lang, at At) []Item {
	return slices.DeleteFunc(s.All(k, lang), func(i Item) bool { return !s.offered(i, at) })
}

// Usable reports whether a list has anything to choose from; a list that holds
// only "none" hides its field (TKT-005).
func (s *Snapshot) Usable(k Kind, at At) bool {
	for _, item := range s.items[k] {
		if s.offered(item, at) {
			return true
		}
	}
	return false
}

// Choose refuses a value that cannot be chosen there: one that does not
// exist, was disabled, or lies elsewhere (GEN-027). A value that stands on the
// record already, kept, may stay. The fault is on field.
func (s *Snapshot) Choose(k Kind, id, kept int64, at At, field string) error {
	if id == 0 && !definitions[k].Filled {
		return nil
	}
	item, ok := s.Get(k, id)
	if !ok || id != kept && !s.offered(item, at) {
		return fault.New(fault.Invalid, "list.gone", k.One()).On(field)
	}
	return nil
}

func (s *Snapshot) offered(i Item, at At) bool {
	if i.Disabled || !i.reaches(at.Up) {
		return false
	}
	if i.List == Subcategory {
		category, ok := s.Get(Category, i.Parent)
		if !ok || i.Parent != at.Parent || !s.offered(category, at) {
			return false
		}
	}
	limited := len(i.Details.Departments) > 0 && at.Department != 0
	return !limited || slices.Contains(i.Details.Departments, at.Department)
}

// reaches reports whether a value counts in the entity at the end of the way up.
func (i Item) reaches(up []ids.Entity) bool {
	if i.Entity == 0 {
		return true
	}
	return len(up) > 0 && up[len(up)-1] == i.Entity || i.Below && slices.Contains(up, i.Entity)
}

// Children are the values that belong to another: the subcategories of a category.
func (s *Snapshot) Children(k Kind, id int64) []Item {
	var out []Item
	for _, d := range Definitions {
		if d.Parent != k {
			continue
		}
		for _, item := range s.All(d.Kind, i18n.EN) {
			if item.Parent == id {
				out = append(out, item)
			}
		}
	}
	return out
}
