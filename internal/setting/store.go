package setting

import (
	"context"
	"fmt"

	"renfort/internal/authz"
	"renfort/internal/cache"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/secret"
)

// Guard judges a value that only its owner can judge, in the transaction that
// saves it, and does what belongs to the change. It is asked after the value
// was found well-formed.
type Guard func(ctx context.Context, tx *dbx.Tx, value string) error

// Settings hands out the parameters in force and changes them.
type Settings struct {
	db     *dbx.DB
	log    *event.Log
	box    *secret.Box
	fixed  map[string]Fixed
	guards map[string]Guard
	values *cache.Value[Values]
}

// New readies the parameters. fixed are the values that the configuration file
// and the environment set, by key; they are checked here, so that a program
// with a wrong one does not start.
func New(db *dbx.DB, log *event.Log, box *secret.Box, fixed map[string]Fixed) (*Settings, error) {
	kept := map[string]Fixed{}
	for key, f := range fixed {
		d, ok := Define(key)
		if !ok {
			return nil, fmt.Errorf("%s: there is no parameter %s", f.Source, key)
		}
		value, err := d.Parse(f.Value)
		if err != nil {
			refusal := fault.All(err)[0]
			return nil, fmt.Errorf("%s: %s: %s", f.Source, key, i18n.T(i18n.EN, refusal.Key, refusal.Args...))
		}
		kept[key] = Fixed{Value: value, Source: f.Source}
	}
	s := &Settings{db: db, log: log, box: box, fixed: kept, guards: map[string]Guard{}}
	s.values = cache.New(db, "settings", s.load)
	return s, nil
}

// Guard puts a guard on a parameter. It is called while the program is put
// together, never later.
func (s *Settings) Guard(key IntKey, g Guard) { s.guards[string(key)] = g }

// Values are the parameters in force, as the whole installation sees them. A
// change on any node shows in the next ones.
func (s *Settings) Values(ctx context.Context) (Values, error) { return s.values.Get(ctx) }

// Current are the values in force for rules that no request carries. While the
// database cannot be read they are those that were read last; before the first
// reading, the defaults and the configuration.
func (s *Settings) Current() Values {
	if v, ok := s.values.Current(); ok {
		return v
	}
	return Values{fixed: s.fixed}
}

// Secret opens a secret for whoever signs in with it. It is empty where none is set.
func (s *Settings) Secret(ctx context.Context, k SecretKey) (string, error) {
	v, err := s.Values(ctx)
	if err != nil {
		return "", err
	}
	text := v.raw(string(k), "")
	if _, fixed := v.fixed[string(k)]; fixed || text == "" {
		return text, nil
	}
	return s.box.Unseal(purpose(string(k)), text)
}

// purpose ties a sealed secret to its parameter.
func purpose(key string) string { return "setting:" + key }

var (
	selectAll = dbx.Unscoped(`SELECT key, entity_id, lang, value, changed_at FROM settings`)
	put       = dbx.Change(`
		INSERT INTO settings (key, entity_id, lang, value, changed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (key, entity_id, lang) DO UPDATE SET value = EXCLUDED.value, changed_at = EXCLUDED.changed_at`)
	remove = dbx.Change(`DELETE FROM settings WHERE key = $1 AND entity_id = $2 AND lang = $3`)
)

func (s *Settings) load(ctx context.Context, tx *dbx.Tx) (Values, error) {
	v := Values{stored: map[place]stored{}, fixed: s.fixed}
	err := tx.Each(ctx, selectAll, func(r dbx.Row) error {
		var p place
		var s stored
		err := r.Scan(&p.key, (*int64)(&p.entity), (*string)(&p.lang), &s.value, dbx.Time{At: &s.changedAt})
		v.stored[p] = s
		return err
	})
	return v, err
}

// of is the object of rights on the parameters of one entity.
type of struct{ entity ids.Entity }

// Reached reports whether the entity lies in the actor's scope.
func (o of) Reached(a authz.Actor) bool { return a.In(o.entity) }

// grant proves that who may change the parameters of a tab, or those that an
// entity sets for itself.
func grant(who authz.Actor, t Tab, e ids.Entity) (authz.Proof, error) {
	if e != 0 {
		return authz.Grant(who, authz.AdminEntities, of{e})
	}
	return authz.Grant(who, t.Right(), authz.House{})
}
