package setting

import (
	"context"
	"maps"
	"slices"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// Change is one parameter as a form sends it.
type Change struct {
	Key   string
	Lang  i18n.Lang // of a text per language, else empty
	Value string    // as typed; an empty secret means "unchanged"
	Reset bool      // back to the default, or to what an entity inherits (ADM-006)
	Seen  *string   // the value that the form was filled with, if a newer one is to be refused (GEN-023)
}

// Save checks all changes and saves them together, or none of them (ADM-001).
// Those of entity 0 count for the whole installation, others for that entity
// and those below it.
func (s *Settings) Save(ctx context.Context, who authz.Actor, entity ids.Entity, changes []Change) error {
	return s.db.Write(ctx, func(tx *dbx.Tx) error {
		before, err := s.load(ctx, tx)
		if err != nil {
			return err
		}
		edits, err := before.edits(who, entity, changes, tx.Now)
		if err != nil || len(edits) == 0 {
			return err
		}
		if err := newFaults(before, before.with(edits)); err != nil {
			return err
		}
		return s.write(ctx, tx, who, entity, edits)
	})
}

// edit is a change that was found good and changes something.
type edit struct {
	definition Definition
	proof      authz.Proof
	place      place
	was, is    string // as they are kept; a secret is not sealed yet
	keep       bool   // false: the row goes
}

// Preview is what Save would change, for a question before it does (ADM-007).
func (s *Settings) Preview(ctx context.Context, who authz.Actor, entity ids.Entity, changes []Change) (facts []FieldChange, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		before, err := s.load(ctx, tx)
		if err != nil {
			return err
		}
		edits, err := before.edits(who, entity, changes, tx.Now)
		if err != nil {
			return err
		}
		for _, e := range edits {
			facts = append(facts, e.fact())
		}
		return newFaults(before, before.with(edits))
	})
	return facts, err
}

// edits are the changes that differ from v, or all the faults in them. Whoever
// lacks a right, or comes too late, is told that alone.
func (v Values) edits(who authz.Actor, entity ids.Entity, changes []Change, now time.Time) ([]edit, error) {
	var edits []edit
	var es fault.Errors
	for _, c := range changes {
		e, err := v.edit(who, entity, c)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			return nil, err
		}
		if !es.Add(err) && e.differs(v, now) {
			edits = append(edits, e)
		}
	}
	return edits, es.Err()
}

func (v Values) edit(who authz.Actor, entity ids.Entity, c Change) (e edit, err error) {
	d, err := definitionOf(c, entity)
	if err != nil {
		return e, err
	}
	e = edit{definition: d, place: place{d.Key, entity, c.Lang}}
	if e.proof, err = grant(who, d.Tab, entity); err != nil {
		return e, err
	}
	if f, fixed := v.fixed[d.Key]; fixed {
		return e, fault.New(fault.Conflict, "setting.locked", f.Source).On(d.Key)
	}
	e.was = v.at(d, e.place)
	if c.Seen != nil && *c.Seen != e.was {
		return e, fault.New(fault.Conflict, "setting.stale").On(d.Key)
	}
	switch {
	case c.Reset:
		e.is = e.unset()
	case d.Form == Secret && c.Value == "":
		_, e.keep = v.stored[e.place]
		e.is = e.was
	default:
		if e.is, err = d.Parse(c.Value); err != nil {
			return e, err
		}
		e.keep = entity != 0 || e.is != e.unset()
	}
	return e, nil
}

// definitionOf is the parameter that a change is about.
func definitionOf(c Change, entity ids.Entity) (Definition, error) {
	d, ok := Define(c.Key)
	switch {
	case !ok:
		return d, fault.New(fault.NotFound, "setting.unknown", c.Key)
	case entity != 0 && !d.PerEntity:
		return d, d.refuse("setting.not_per_entity")
	case d.PerLanguage() && !slices.Contains(i18n.Langs, c.Lang):
		return d, d.refuse("setting.language")
	case !d.PerLanguage() && c.Lang != "":
		return d, d.refuse("setting.not_per_language")
	}
	return d, nil
}

// at is the value that stands at a place, or what counts there without one.
func (v Values) at(d Definition, p place) string {
	if s, ok := v.stored[p]; ok {
		return s.value
	}
	return edit{definition: d, place: p}.unset()
}

// unset is the value without a row: the default, and of an entity nothing.
func (e edit) unset() string {
	if e.place.entity != 0 {
		return ""
	}
	return e.definition.DefaultIn(e.place.lang)
}

// differs reports whether the edit changes anything. Debug mode that ended by
// itself can be switched on again.
func (e edit) differs(v Values, now time.Time) bool {
	_, had := v.stored[e.place]
	again := e.place.key == string(Debug) && e.keep && !v.Debugging(now)
	return e.keep != had || e.is != e.was || again
}

// with is v after the edits.
func (v Values) with(edits []edit) Values {
	v.stored = maps.Clone(v.stored)
	for _, e := range edits {
		if e.keep {
			v.stored[e.place] = stored{value: e.is}
		} else {
			delete(v.stored, e.place)
		}
	}
	return v
}

// newFaults are the faults between values that were not there before, so that
// an old one does not stand in the way of every other change.
func newFaults(before, after Values) error {
	known := map[string]bool{}
	for _, f := range fault.All(before.together()) {
		known[f.Field+f.Key] = true
	}
	var es fault.Errors
	for _, f := range fault.All(after.together()) {
		if !known[f.Field+f.Key] {
			es = append(es, f)
		}
	}
	return es.Err()
}

func (s *Settings) write(ctx context.Context, tx *dbx.Tx, who authz.Actor, entity ids.Entity, edits []edit) error {
	fact := Changed{Entity: entity}
	for _, e := range edits {
		fact.Changes = append(fact.Changes, e.fact())
		if guard := s.guards[e.place.key]; guard != nil {
			if err := guard(ctx, tx, e.is); err != nil {
				return err
			}
		}
		if err := s.writeOne(ctx, tx, e); err != nil {
			return err
		}
	}
	if err := s.log.Record(ctx, tx, who, fact); err != nil {
		return err
	}
	return s.values.Changed(ctx, tx)
}

func (s *Settings) writeOne(ctx context.Context, tx *dbx.Tx, e edit) (err error) {
	p := e.place
	if !e.keep {
		_, err = tx.Exec(ctx, remove, e.proof, p.key, int64(p.entity), string(p.lang))
		return err
	}
	if e.definition.Form == Secret {
		e.is = s.box.Seal(purpose(p.key), e.is)
	}
	_, err = tx.Exec(ctx, put, e.proof, p.key, int64(p.entity), string(p.lang), e.is, dbx.Micro(tx.Now))
	return err
}

// fact tells the edit; a secret is masked (GEN-050, GEN-051).
func (e edit) fact() FieldChange {
	f := FieldChange{Key: e.place.key, Lang: e.place.lang, Old: e.was, New: e.is}
	if e.definition.Form == Secret {
		f.Old, f.New = masked(f.Old), masked(f.New)
	}
	return f
}

// masked hides a secret; whether there is one may be told.
func masked(secret string) string {
	if secret == "" {
		return ""
	}
	return "•••"
}
