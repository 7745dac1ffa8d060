// Package entity is the tree that says where things are: tickets, people,
// assets and rights belong to an entity, and may reach down to its descendants.
package entity

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"renfort/internal/dbx"
	"renfort/internal/ids"
)

// Entity is one segment.
type Entity struct {
	ID       ids.Entity
	Parent   ids.Entity // 0 of the root
	Name     string
	Path     []ids.Entity // from the root down to itself
	Disabled bool
}

// Tree is the whole tree at one moment. It is never changed.
type Tree struct {
	byID  map[ids.Entity]Entity
	below map[ids.Entity][]ids.Entity // with itself, lowest id first
}

// Get finds an entity.
func (t *Tree) Get(id ids.Entity) (Entity, bool) { e, ok := t.byID[id]; return e, ok }

// Len is the number of entities; with one, nothing about entities is shown (ENT-001).
func (t *Tree) Len() int { return len(t.byID) }

// Below is id with all its descendants, lowest id first.
func (t *Tree) Below(id ids.Entity) []ids.Entity { return t.below[id] }

// Up is the way from the root to id, both included.
func (t *Tree) Up(id ids.Entity) []ids.Entity { return t.byID[id].Path }

// Scope are the entities of an assignment.
func (t *Tree) Scope(id ids.Entity, recursive bool) []ids.Entity {
	if recursive {
		return t.Below(id)
	}
	if _, ok := t.byID[id]; !ok {
		return nil
	}
	return []ids.Entity{id}
}

// Label is the path as people read it, "Root > France > Rennes".
func (t *Tree) Label(id ids.Entity) string {
	var names []string
	for _, e := range t.Up(id) {
		names = append(names, t.byID[e].Name)
	}
	return strings.Join(names, " > ")
}

// Entities hands out the current tree.
type Entities struct {
	db   *dbx.DB
	tree atomic.Pointer[Tree]
	load sync.Mutex
}

const changed dbx.Topic = "entities"

// New listens for changes made by any node.
func New(db *dbx.DB) *Entities {
	s := &Entities{db: db}
	db.Listen(changed, func(dbx.Note) { s.tree.Store(nil) })
	return s
}

// Tree is the tree as it stands; it is read again after a change on any node.
func (s *Entities) Tree(ctx context.Context) (*Tree, error) {
	if t := s.tree.Load(); t != nil {
		return t, nil
	}
	s.load.Lock()
	defer s.load.Unlock()
	if t := s.tree.Load(); t != nil {
		return t, nil
	}
	var all []Entity
	err := s.db.Read(ctx, func(tx *dbx.Tx) (err error) {
		all, err = dbx.All(ctx, tx, everything, scan)
		return err
	})
	if err != nil {
		return nil, err
	}
	t := grow(all)
	s.tree.Store(t)
	return t, nil
}

var everything = dbx.Unscoped(`SELECT id, COALESCE(parent_id, 0), name, path, disabled FROM entities ORDER BY id`)

func scan(r dbx.Row) (e Entity, err error) {
	var path string
	err = r.Scan((*int64)(&e.ID), (*int64)(&e.Parent), &e.Name, &path, &e.Disabled)
	for step := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if id, err := strconv.ParseInt(step, 10, 64); err == nil {
			e.Path = append(e.Path, ids.Entity(id))
		}
	}
	return e, err
}

func grow(all []Entity) *Tree {
	t := &Tree{byID: map[ids.Entity]Entity{}, below: map[ids.Entity][]ids.Entity{}}
	for _, e := range all {
		t.byID[e.ID] = e
		for _, up := range e.Path {
			t.below[up] = append(t.below[up], e.ID)
		}
	}
	for _, b := range t.below {
		slices.Sort(b)
	}
	return t
}
