package entity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// Limits of the specification (22-entities.md § 1, ENT-002).
const (
	maxName  = 80
	maxDepth = 10
)

// Created is the fact that an entity was added.
type Created struct {
	Entity ids.Entity `json:"entity"`
	Parent ids.Entity `json:"parent"`
	Name   string     `json:"name"`
}

func (e Created) Kind() string { return "entity.created" }
func (e Created) Subject() (string, int64, ids.Entity) {
	return "entity", int64(e.Entity), e.Entity
}

var (
	insert  = dbx.Change(`INSERT INTO entities (parent_id, name, name_fold, path) VALUES ($1, $2, $3, '') RETURNING id`)
	setPath = dbx.Change(`UPDATE entities SET path = $1 WHERE id = $2`)
)

// Plant makes the root entity of a new installation, inside the caller's transaction.
func (s *Entities) Plant(ctx context.Context, tx *dbx.Tx, p authz.Proof, name string) error {
	_, err := s.insert(ctx, tx, p, Entity{}, name)
	return err
}

// Create adds an entity below parent (ENT-002, ENT-003).
func (s *Entities) Create(ctx context.Context, log *event.Log, who authz.Actor, parent ids.Entity, name string) (id ids.Entity, err error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return 0, err
	}
	above, ok := tree.Get(parent)
	if !ok || !who.In(parent) {
		return 0, fault.New(fault.NotFound, "entity.not_found")
	}
	if len(above.Path) >= maxDepth {
		return 0, fault.New(fault.Invalid, "entity.too_deep", maxDepth).On("parent")
	}
	g, err := authz.Grant(who, authz.AdminEntities, authz.House{})
	if err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *dbx.Tx) error {
		if id, err = s.insert(ctx, tx, g, above, name); err != nil {
			return err
		}
		return log.Record(ctx, tx, who, Created{id, parent, name})
	})
	return id, err
}

func (s *Entities) insert(ctx context.Context, tx *dbx.Tx, p authz.Proof, above Entity, name string) (ids.Entity, error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n == 0 {
		return 0, fault.New(fault.Invalid, "entity.name_missing").On("name")
	} else if n > maxName {
		return 0, fault.New(fault.Invalid, "entity.name_long", maxName, n).On("name")
	}
	var up any
	path := "/"
	if above.ID != 0 {
		up = int64(above.ID)
		path = pathText(above.Path)
	}
	id, err := dbx.Insert[ids.Entity](ctx, tx, insert, p, up, name, i18n.Fold(name))
	if errors.Is(err, dbx.ErrTaken) {
		return 0, fault.New(fault.Invalid, "entity.name_taken").On("name")
	}
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, setPath, p, fmt.Sprintf("%s%d/", path, id), int64(id)); err != nil {
		return 0, err
	}
	tx.OnCommit(func() { s.tree.Store(nil) })
	return id, s.db.Notify(ctx, tx, dbx.Note{Topic: changed})
}

func pathText(path []ids.Entity) string {
	var b strings.Builder
	b.WriteString("/")
	for _, e := range path {
		fmt.Fprintf(&b, "%d/", e)
	}
	return b.String()
}
