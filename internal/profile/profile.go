// Package profile says who may do what: profiles, the rights each one holds,
// and how an assignment turns a person into an actor.
package profile

import (
	"context"
	"sync"
	"sync/atomic"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// Profile is a named set of rights. Five are built in; an administrator may add copies.
type Profile struct {
	ID      ids.Profile
	Code    string
	Label   i18n.Text
	Builtin bool
	Like    string // the built-in one whose kind of user it is
	rights  authz.Set
}

// Staff reports whether holders of the profile work on other people's tickets.
func (p Profile) Staff() bool {
	return p.Like == "technician" || p.Like == "admin" || p.Like == "supervisor"
}

// Solves reports whether holders of the profile can be in charge of tickets (TKT-050).
func (p Profile) Solves() bool { return p.Like == "technician" || p.Like == "admin" }

// Matrix is all profiles with their rights at one moment. It is never changed.
type Matrix struct{ byID map[ids.Profile]Profile }

// Get finds a profile.
func (m *Matrix) Get(id ids.Profile) (Profile, bool) { p, ok := m.byID[id]; return p, ok }

// ByCode finds a profile by its code.
func (m *Matrix) ByCode(code string) (Profile, bool) {
	for _, p := range m.byID {
		if p.Code == code {
			return p, true
		}
	}
	return Profile{}, false
}

// Rights are the profile's rights as they count through an assignment to entity:
// a global right only on the root (RGT-006, ENT-035).
func (m *Matrix) Rights(p ids.Profile, entity ids.Entity) authz.Set {
	all := m.byID[p].rights
	if entity == ids.Root {
		return all
	}
	local := authz.Set{}
	for r := range all {
		if authz.ScopeOf(r) != authz.Global {
			local[r] = true
		}
	}
	return local
}

// Profiles hands out the current matrix.
type Profiles struct {
	db     *dbx.DB
	matrix atomic.Pointer[Matrix]
	load   sync.Mutex
}

const changed dbx.Topic = "profiles"

// New listens for changes made by any node, so that a flipped right acts at the
// next request everywhere (RGT-002).
func New(db *dbx.DB) *Profiles {
	s := &Profiles{db: db}
	db.Listen(changed, func(dbx.Note) { s.matrix.Store(nil) })
	return s
}

// Matrix is the matrix as it stands.
func (s *Profiles) Matrix(ctx context.Context) (*Matrix, error) {
	if m := s.matrix.Load(); m != nil {
		return m, nil
	}
	s.load.Lock()
	defer s.load.Unlock()
	if m := s.matrix.Load(); m != nil {
		return m, nil
	}
	m := &Matrix{byID: map[ids.Profile]Profile{}}
	if err := s.db.Read(ctx, func(tx *dbx.Tx) error { return read(ctx, tx, m) }); err != nil {
		return nil, err
	}
	s.matrix.Store(m)
	return m, nil
}

var (
	profiles = dbx.Unscoped(`SELECT id, code, label_fr, label_en, label_es, label_de, builtin, like_code FROM profiles`)
	held     = dbx.Unscoped(`SELECT profile_id, code FROM profile_rights`)
)

func read(ctx context.Context, tx *dbx.Tx, m *Matrix) error {
	err := tx.Each(ctx, profiles, func(r dbx.Row) error {
		p := Profile{rights: authz.Set{}}
		err := r.Scan((*int64)(&p.ID), &p.Code, &p.Label.FR, &p.Label.EN, &p.Label.ES, &p.Label.DE, &p.Builtin, &p.Like)
		m.byID[p.ID] = p
		return err
	})
	if err != nil {
		return err
	}
	return tx.Each(ctx, held, func(r dbx.Row) error {
		var id ids.Profile
		var code string
		err := r.Scan((*int64)(&id), &code)
		if p, ok := m.byID[id]; ok {
			p.rights[authz.Right(code)] = true
		}
		return err
	})
}
