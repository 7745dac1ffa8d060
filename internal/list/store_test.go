package list_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"renfort/internal/authz"
	"renfort/internal/dbtest"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/list"
)

// records stands for a feature that names list values: record -> value.
type records struct {
	kind  list.Kind
	names map[string]int64
}

func (r *records) Count(_ context.Context, _ *dbx.Tx, k list.Kind, id int64) (n int, err error) {
	for _, named := range r.names {
		if k == r.kind && named == id {
			n++
		}
	}
	return n, nil
}

func (r *records) Replace(_ context.Context, _ *dbx.Tx, _ authz.Proof, k list.Kind, from, to int64) error {
	for record, named := range r.names {
		if k == r.kind && named == from {
			r.names[record] = to
		}
	}
	return nil
}

// lists are the lists of a new installation.
type lists struct {
	*list.Lists
	t  *testing.T
	db *dbx.DB
}

func each(t *testing.T, fn func(t *testing.T, l lists), uses ...list.Uses) {
	dbtest.Each(t, func(t *testing.T, db *dbx.DB) {
		log := &event.Log{}
		l := lists{list.New(db, log, uses...), t, db}
		err := db.Write(t.Context(), func(tx *dbx.Tx) error {
			g, err := authz.Grant(authz.System("setup", authz.Admin), authz.Admin, authz.House{})
			if err != nil {
				return err
			}
			if err := l.Plant(t.Context(), tx, g); err != nil {
				return err
			}
			return log.Record(t.Context(), tx, authz.System("setup"), list.Reordered{})
		})
		if err != nil {
			t.Fatal(err)
		}
		fn(t, l)
	})
}

func (l lists) now() *list.Snapshot {
	l.t.Helper()
	s, err := l.Snapshot(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	return s
}

// save adds or changes a value as the administrator, and hands it back as kept.
func (l lists) save(i list.Item) list.Item {
	l.t.Helper()
	id, err := l.Save(l.t.Context(), admin, i, nil)
	if err != nil {
		l.t.Fatalf("%+v: %v", i, err)
	}
	kept, ok := l.now().Get(i.List, id)
	if !ok {
		l.t.Fatalf("%+v was saved but is not there", i)
	}
	return kept
}

func (l lists) all(k list.Kind) string {
	l.t.Helper()
	var names []string
	for _, item := range l.now().All(k, i18n.EN) {
		names = append(names, item.Label(i18n.EN))
	}
	return strings.Join(names, ", ")
}

func person(id ids.User, entity ids.Entity, rights ...authz.Right) authz.Actor {
	set := authz.Set{}
	for _, r := range rights {
		set[r] = true
	}
	return authz.NewActor(id, fmt.Sprintf("person %d", id), entity, false, []ids.Entity{entity}, set)
}

var (
	admin = person(1, ids.Root, authz.AdminLists, authz.AdminListsLocal)
	local = person(2, 7, authz.AdminListsLocal)
	clerk = person(3, 7, authz.TicketCatActions, authz.TicketTagCreate)
)

func TestNewInstallationHasTheBuiltinValues(t *testing.T) {
	each(t, func(t *testing.T, l lists) {
		s := l.now()
		for _, want := range list.Builtin() {
			got, ok := s.Get(want.List, want.ID)
			if !ok || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s %d is %+v, want %+v", want.List, want.ID, got, want)
			}
		}
	})
}

// LIS-002, LIS-007, LIS-009, GEN-023, GEN-050
func TestValueIsAddedChangedAndDisabled(t *testing.T) {
	each(t, func(t *testing.T, l lists) {
		server := l.save(list.Item{List: list.Category, Name: "  Server "})
		if server.ID < 101 || server.Name != "Server" || server.Version != 1 {
			t.Errorf("added as %+v", server)
		}
		server.Name, server.Details.Departments = "Servers", nil
		again := l.save(server)
		if again.Name != "Servers" || again.Version != 2 {
			t.Errorf("changed to %+v", again)
		}
		_, err := l.Save(t.Context(), admin, server, nil)
		if !fault.Is(err, "list.stale") || fault.KindOf(err) != fault.Conflict {
			t.Errorf("an older version is saved: %v", err)
		}
		again.Disabled = true
		l.save(again)
		at := list.At{Up: []ids.Entity{ids.Root}}
		if got := l.now().Options(list.Category, i18n.EN, at); len(got) != 0 {
			t.Errorf("a disabled value is offered: %v", got)
		}
		if l.all(list.Category) != "Servers" {
			t.Error("a disabled value is shown no longer")
		}
		facts := l.facts()
		want := []string{"list.added", "list.changed", "list.changed"}
		if !slices.Equal(facts, want) {
			t.Errorf("recorded %v, want %v", facts, want)
		}
		if _, err := l.Save(t.Context(), admin, list.Item{List: list.Category, ID: 999, Name: "X"}, nil); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a value that is not there: %v", err)
		}
		if _, err := l.Save(t.Context(), admin, list.Item{List: "x", Name: "X"}, nil); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a list that is not there: %v", err)
		}
	})
}

var kinds = dbx.Unscoped(`SELECT kind FROM events WHERE subject_id > 0 ORDER BY id`)

// facts are the kinds of what was recorded about single values.
func (l lists) facts() (out []string) {
	l.t.Helper()
	err := l.db.Read(l.t.Context(), func(tx *dbx.Tx) (err error) {
		out, err = dbx.All(l.t.Context(), tx, kinds, dbx.Scalar[string])
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return out
}

// LIS-005: two people who add the same name at once get one value.
func TestSameNameTwiceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, l lists) {
		results := make(chan error)
		for range 4 {
			go func() {
				_, err := l.Save(t.Context(), admin, list.Item{List: list.Tag, Name: "VIP"}, nil)
				results <- err
			}()
		}
		added := 0
		for range 4 {
			if err := <-results; err == nil {
				added++
			} else if !fault.Is(err, "list.name_taken") {
				t.Error(err)
			}
		}
		if added != 1 || l.all(list.Tag) != "VIP" {
			t.Errorf("added %d times: %s", added, l.all(list.Tag))
		}
	})
}

// LIS-003, TKT-116, TKT-117, GEN-012
func TestBuiltinStatesKeepTheirMeaning(t *testing.T) {
	each(t, func(t *testing.T, l lists) {
		resolved, _ := l.now().ByCode(list.State, "resolved")
		_, err := l.Remove(t.Context(), admin, list.Removal{List: list.State, ID: resolved.ID, Chosen: true, Replacement: 6})
		if !fault.Is(err, "list.state_reserved") {
			t.Errorf("a built-in state is removed: %v", err)
		}
		resolved.Closed, resolved.Code, resolved.Builtin, resolved.Rank = false, "", false, 77
		resolved.Name, resolved.Labels, resolved.Tone = "Done", i18n.Text{}, "teal"
		kept := l.save(resolved)
		if !kept.Closed || kept.Code != "resolved" || !kept.Builtin || kept.Rank != 5 || kept.Label(i18n.FR) != "Done" || kept.Tone != "teal" {
			t.Errorf("kept as %+v", kept)
		}
		kept.Disabled = true
		if _, err := l.Save(t.Context(), admin, kept, nil); !fault.Is(err, "list.reserved") {
			t.Errorf("a built-in state is disabled: %v", err)
		}
		l.save(list.Item{List: list.State, Name: "At the supplier", Todo: true, Tone: "pink", Builtin: true, Code: "mine"})
		if got := l.all(list.State); got != "Unassigned, Awaiting pickup, In progress, Awaiting reply, Done, Rejected, At the supplier" {
			t.Errorf("states: %s", got)
		}
		if own, found := l.now().ByCode(list.State, "mine"); found {
			t.Errorf("a value of people calls itself built in: %+v", own)
		}
	})
}

// LIS-010
func TestOrderOfARankedList(t *testing.T) {
	each(t, func(t *testing.T, l lists) {
		if err := l.SetOrder(t.Context(), admin, list.Criticality, []int64{4, 3, 2, 1}); err != nil {
			t.Fatal(err)
		}
		if got := l.all(list.Criticality); got != "Low, Medium, Major, Critical" {
			t.Errorf("%s", got)
		}
		for _, order := range [][]int64{nil, {1, 2, 3}, {1, 2, 3, 3}, {1, 2, 3, 4, 5}} {
			if err := l.SetOrder(t.Context(), admin, list.Criticality, order); !fault.Is(err, "list.order_incomplete") {
				t.Errorf("%v: %v", order, err)
			}
		}
		if err := l.SetOrder(t.Context(), admin, list.Category, nil); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a list without ranks: %v", err)
		}
		if err := l.SetOrder(t.Context(), local, list.Criticality, []int64{1, 2, 3, 4}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("without the right: %v", err)
		}
	})
}

// LIS-016
func TestRightsOnLists(t *testing.T) {
	each(t, func(t *testing.T, l lists) {
		ctx, up := t.Context(), []ids.Entity{1, 7}
		if _, err := l.Save(ctx, local, list.Item{List: list.Category, Name: "Everywhere"}, nil); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a local right adds a global value: %v", err)
		}
		id, err := l.Save(ctx, local, list.Item{List: list.Category, Name: "Here", Entity: 7}, up)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Save(ctx, local, list.Item{List: list.Category, Name: "There", Entity: 8}, []ids.Entity{1, 8}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a local right adds a value elsewhere: %v", err)
		}
		there, err := l.Save(ctx, admin, list.Item{List: list.Category, Name: "There", Entity: 8}, []ids.Entity{1, 8})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Save(ctx, local, list.Item{List: list.Category, ID: there, Name: "Mine", Entity: 7, Version: 1}, up); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a value elsewhere is seen: %v", err)
		}
		if _, err := l.Save(ctx, local, list.Item{List: list.Category, ID: id, Name: "Here", Version: 1}, nil); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a local right makes a value global: %v", err)
		}
		if _, err := l.Remove(ctx, local, list.Removal{List: list.Category, ID: there}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a value elsewhere is removed: %v", err)
		}
		for _, who := range []authz.Actor{clerk, {}} {
			if _, err := l.Save(ctx, who, list.Item{List: list.Category, Name: "Mine", Entity: 7}, up); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("without a right: %v", err)
			}
			if _, err := l.Remove(ctx, who, list.Removal{List: list.Priority, ID: 1}); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("without a right: %v", err)
			}
			if _, err := l.Used(ctx, who, list.Priority, 1); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("without a right: %v", err)
			}
		}
		if _, err := l.Remove(ctx, local, list.Removal{List: list.Category, ID: id}); err != nil {
			t.Errorf("one's own value: %v", err)
		}
	})
}

// TKT-066, TKT-080
func TestQuickValuesFromATicket(t *testing.T) {
	each(t, func(t *testing.T, l lists) {
		ctx := t.Context()
		pc := l.save(list.Item{List: list.Category, Name: "PC"})
		if _, err := l.AddQuick(ctx, clerk, list.Subcategory, "Screen", pc.ID); err != nil {
			t.Error(err)
		}
		if _, err := l.AddQuick(ctx, clerk, list.Subcategory, "SCREEN", pc.ID); !fault.Is(err, "list.subcategory_taken") {
			t.Errorf("the same name again: %v", err)
		}
		if _, err := l.AddQuick(ctx, clerk, list.Subcategory, "Mouse", 0); !fault.Is(err, "list.category_missing") {
			t.Errorf("without category: %v", err)
		}
		if _, err := l.AddQuick(ctx, clerk, list.Tag, "VIP", 0); err != nil {
			t.Error(err)
		}
		if _, err := l.AddQuick(ctx, clerk, list.Category, "Server", 0); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a list that is not added to from tickets: %v", err)
		}
		if _, err := l.AddQuick(ctx, local, list.Tag, "X", 0); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("without the right: %v", err)
		}
	})
}

// LIS-013, LIS-015, TKT-101
func TestUsedValueNeedsAReplacement(t *testing.T) {
	uses := &records{kind: list.Priority}
	each(t, func(t *testing.T, l lists) {
		ctx := t.Context()
		uses.names = map[string]int64{"a": 1, "b": 1, "c": 2}
		if n, err := l.Used(ctx, admin, list.Priority, 1); n != 2 || err != nil {
			t.Errorf("used %d times, %v", n, err)
		}
		_, err := l.Remove(ctx, admin, list.Removal{List: list.Priority, ID: 1})
		if !fault.Is(err, "list.used_choose") {
			t.Fatalf("removed without a replacement: %v", err)
		}
		f := fault.All(err)[0]
		if got := i18n.T(i18n.EN, f.Key, f.Args...); got != "Used by 2 records. Choose a replacement." {
			t.Errorf("told as %q", got)
		}
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.Priority, ID: 1, Chosen: true}); !fault.Is(err, "list.used_choose") {
			t.Errorf("a priority is replaced by none: %v", err)
		}
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.Priority, ID: 1, Chosen: true, Replacement: 1}); !fault.Is(err, "list.itself") {
			t.Errorf("replaced by itself: %v", err)
		}
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.Priority, ID: 1, Chosen: true, Replacement: 55}); !fault.Is(err, "list.gone") {
			t.Errorf("replaced by what is not there: %v", err)
		}
		n, err := l.Remove(ctx, admin, list.Removal{List: list.Priority, ID: 1, Chosen: true, Replacement: 2})
		if err != nil || n != 2 {
			t.Fatal(n, err)
		}
		if uses.names["a"] != 2 || uses.names["c"] != 2 || l.all(list.Priority) != "Very high, High, Medium, Low, Very low" {
			t.Errorf("%v, %s", uses.names, l.all(list.Priority))
		}
		for id := range int64(4) {
			if _, err := l.Remove(ctx, admin, list.Removal{List: list.Priority, ID: id + 2, Chosen: true, Replacement: 6}); err != nil {
				t.Error(err)
			}
		}
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.Priority, ID: 6}); !fault.Is(err, "list.last_one") {
			t.Errorf("the last priority is removed: %v", err)
		}
		last, _ := l.now().Get(list.Priority, 6)
		last.Disabled = true
		if _, err := l.Save(ctx, admin, last, nil); !fault.Is(err, "list.last_one") {
			t.Errorf("the last priority is disabled: %v", err)
		}
	}, uses)
}

// LIS-014
func TestCategoryGoesWithOrWithoutItsSubcategories(t *testing.T) {
	uses := &records{kind: list.Subcategory}
	each(t, func(t *testing.T, l lists) {
		ctx := t.Context()
		pc, server := l.save(list.Item{List: list.Category, Name: "PC"}), l.save(list.Item{List: list.Category, Name: "Server"})
		disk := l.save(list.Item{List: list.Subcategory, Name: "Disk", Parent: pc.ID})
		mouse := l.save(list.Item{List: list.Subcategory, Name: "Mouse", Parent: pc.ID})
		twin := l.save(list.Item{List: list.Subcategory, Name: "disk", Parent: server.ID})
		uses.names = map[string]int64{"a": disk.ID, "b": mouse.ID}
		for _, undecided := range []list.Removal{{}, {Chosen: true}, {Replacement: server.ID}, {Children: list.Moved}} {
			undecided.List, undecided.ID = list.Category, pc.ID
			if _, err := l.Remove(ctx, admin, undecided); !fault.Is(err, "list.children_left") {
				t.Errorf("%+v: %v", undecided, err)
			}
		}
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.Category, ID: pc.ID, Chosen: true, Replacement: server.ID, Children: list.Moved}); err != nil {
			t.Fatal(err)
		}
		if got, _ := l.now().Get(list.Subcategory, mouse.ID); got.Parent != server.ID {
			t.Errorf("the subcategory was not moved: %+v", got)
		}
		if _, left := l.now().Get(list.Subcategory, disk.ID); left || uses.names["a"] != twin.ID || uses.names["b"] != mouse.ID {
			t.Errorf("twins were not merged: %v", uses.names)
		}
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.Category, ID: server.ID, Children: list.Dropped}); err != nil {
			t.Fatal(err)
		}
		if l.all(list.Category)+l.all(list.Subcategory) != "" || uses.names["a"] != 0 || uses.names["b"] != 0 {
			t.Errorf("left: %s %s %v", l.all(list.Category), l.all(list.Subcategory), uses.names)
		}
	}, uses)
}

// A tree goes with all its branches, and never into itself.
func TestTreeIsRemovedAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, l lists) {
		ctx := t.Context()
		top := l.save(list.Item{List: list.KnowledgeCategory, Name: "Top"})
		middle := l.save(list.Item{List: list.KnowledgeCategory, Name: "Middle", Parent: top.ID})
		bottom := l.save(list.Item{List: list.KnowledgeCategory, Name: "Bottom", Parent: middle.ID})
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.KnowledgeCategory, ID: top.ID, Replacement: bottom.ID, Children: list.Moved}); !fault.Is(err, "list.itself") {
			t.Errorf("moved into itself: %v", err)
		}
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.KnowledgeCategory, ID: top.ID, Children: list.Dropped}); err != nil {
			t.Fatal(err)
		}
		if got := l.all(list.KnowledgeCategory); got != "" {
			t.Errorf("left: %s", got)
		}
	})
}

// LIS-011, LIS-013
func TestDepartmentIsReplacedWhereValuesAreLimitedToIt(t *testing.T) {
	each(t, func(t *testing.T, l lists) {
		ctx := t.Context()
		it, sales := l.save(list.Item{List: list.Department, Name: "IT"}), l.save(list.Item{List: list.Department, Name: "Sales"})
		pc := l.save(list.Item{List: list.Category, Name: "PC", Details: list.Details{Departments: []int64{it.ID}}})
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.Department, ID: it.ID}); !fault.Is(err, "list.used_choose") {
			t.Errorf("removed without a replacement: %v", err)
		}
		if _, err := l.Remove(ctx, admin, list.Removal{List: list.Department, ID: it.ID, Chosen: true, Replacement: sales.ID}); err != nil {
			t.Fatal(err)
		}
		if got, _ := l.now().Get(list.Category, pc.ID); !slices.Equal(got.Details.Departments, []int64{sales.ID}) {
			t.Errorf("limited to %v", got.Details.Departments)
		}
	})
}
