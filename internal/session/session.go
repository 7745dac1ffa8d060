// Package session is who is signed in: sessions on the server, tokens of
// programs, and the brake on guessing passwords.
package session

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"log/slog"
	"strings"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/entity"
	"renfort/internal/event"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/profile"
	"renfort/internal/user"
)

// Settings are the parameters that sessions read.
type Settings interface {
	Idle() time.Duration // session_idle_s
	Life() time.Duration // session_max_h
	PasswordLeast() int  // password_min
	MaxFailures() int    // login_max_failures
	AddrFailures() int   // address_max_failures
	Lock() time.Duration // login_lock_min
}

// Sessions is everything that can be done with sessions.
type Sessions struct {
	db       *dbx.DB
	log      *event.Log
	users    *user.Users
	profiles *profile.Profiles
	entities *entity.Entities
	settings Settings
}

// New readies the service.
func New(db *dbx.DB, log *event.Log, people People, s Settings) *Sessions {
	return &Sessions{db, log, people.Users, people.Profiles, people.Entities, s}
}

// People is where sessions look up who somebody is.
type People struct {
	Users    *user.Users
	Profiles *profile.Profiles
	Entities *entity.Entities
}

// Session is one person signed in.
type Session struct {
	ID    ids.Session
	User  user.User
	Actor authz.Actor
}

// system reads people before anybody is signed in.
var system = authz.System("sign-in", authz.AdminUsers)

// SignedIn and Refused are what the audit keeps.
type (
	SignedIn struct {
		User   ids.User   `json:"user"`
		Entity ids.Entity `json:"entity"`
	}
	SignedOut struct {
		User    ids.User    `json:"user"`
		Session ids.Session `json:"session"`
		Why     string      `json:"why"`
	}
)

func (e SignedIn) Kind() string                          { return "session.started" }
func (e SignedIn) Subject() (string, int64, ids.Entity)  { return "user", int64(e.User), e.Entity }
func (e SignedOut) Kind() string                         { return "session.ended" }
func (e SignedOut) Subject() (string, int64, ids.Entity) { return "user", int64(e.User), 0 }

// SignIn checks login and password and opens a session; secret is what the
// cookie holds. Every refusal reads alike and takes as long (AUT-003).
func (s *Sessions) SignIn(ctx context.Context, login, password, addr, agent string) (secret string, err error) {
	if err := s.brake(ctx, login, addr); err != nil {
		return "", err
	}
	var u user.User
	var known error
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		u, known = s.users.ByLogin(ctx, tx, system, strings.TrimSpace(login))
		if fault.KindOf(known) == fault.Internal {
			return known
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if ok := u.Matches(password); !ok || u.Disabled || known != nil {
		return "", s.refuse(ctx, login, addr, reason(u, ok))
	}
	return s.open(ctx, u, addr, agent)
}

func reason(u user.User, ok bool) string {
	switch {
	case u.ID == 0:
		return "unknown login"
	case !ok:
		return "wrong password"
	}
	return "disabled"
}

var (
	fail      = dbx.Unscoped(`INSERT INTO sign_in_failures (login_fold, addr, at) VALUES ($1, $2, $3)`)
	forget    = dbx.Unscoped(`DELETE FROM sign_in_failures WHERE login_fold = $1`)
	expire    = dbx.Unscoped(`DELETE FROM sign_in_failures WHERE at < $1`)
	failLogin = dbx.Unscoped(`SELECT count(*), COALESCE(max(at), 0) FROM sign_in_failures WHERE login_fold = $1 AND at > $2`)
	failAddr  = dbx.Unscoped(`SELECT count(*), COALESCE(max(at), 0) FROM sign_in_failures WHERE addr = $1 AND at > $2`)
)

// refuse notes the failure, in the table and in the one log line that an
// intrusion filter reads (AUT-031).
func (s *Sessions) refuse(ctx context.Context, login, addr, why string) error {
	slog.Warn("auth failure login=" + quote(login) + " ip=" + addr + " reason=" + quote(why))
	err := s.db.Write(ctx, func(tx *dbx.Tx) error {
		if _, err := tx.Do(ctx, expire, tx.Now.Add(-24*time.Hour).UnixMicro()); err != nil {
			return err
		}
		_, err := tx.Do(ctx, fail, i18n.Fold(clip(login)), addr, tx.Now.UnixMicro())
		return err
	})
	if err != nil {
		return err
	}
	return fault.New(fault.Invalid, "session.wrong").On("password")
}

// quote keeps what somebody typed from forging a line of the log (ADM-072).
func quote(s string) string {
	return `"` + strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == '\\' || r == 0x7f || r == 0x2028 || r == 0x2029 {
			return '?'
		}
		return r
	}, clip(s)) + `"`
}

func clip(s string) string { return s[:min(len(s), 100)] }

// brake refuses before the password is looked at (AUT-030).
func (s *Sessions) brake(ctx context.Context, login, addr string) error {
	return s.db.Read(ctx, func(tx *dbx.Tx) error {
		since := tx.Now.Add(-s.settings.Lock())
		for _, c := range []struct {
			q    dbx.Global
			key  string
			most int
		}{{failLogin, i18n.Fold(clip(login)), s.settings.MaxFailures()}, {failAddr, addr, s.settings.AddrFailures()}} {
			var last time.Time
			n, err := dbx.One(ctx, tx, c.q, func(r dbx.Row) (n int, err error) {
				err = r.Scan(&n, dbx.Time{At: &last})
				return n, err
			}, c.key, since.UnixMicro())
			if err != nil {
				return err
			}
			if n >= c.most {
				wait := last.Add(s.settings.Lock()).Sub(tx.Now)
				return fault.New(fault.TooMany, "session.locked", max(1, int(wait.Minutes()+0.99)))
			}
		}
		return nil
	})
}

var insert = dbx.Unscoped(`
	INSERT INTO sessions (secret_hash, user_id, entity_id, profile_id, recursive, started_at, seen_at, addr, agent)
	VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8) RETURNING id`)

var seen = dbx.Change(`UPDATE users SET signed_in_at = $1 WHERE id = $2`)

func (s *Sessions) open(ctx context.Context, u user.User, addr, agent string) (string, error) {
	secret := rand.Text() + rand.Text()
	err := s.db.Write(ctx, func(tx *dbx.Tx) error {
		first, err := s.firstAssignment(ctx, tx, u)
		if err != nil {
			return err
		}
		_, err = dbx.One(ctx, tx, insert, dbx.Scalar[int64], digest(secret), int64(u.ID), int64(first.Entity), int64(first.Profile),
			first.Recursive, tx.Now.UnixMicro(), clip(addr), agent[:min(len(agent), 200)])
		if err != nil {
			return err
		}
		g, err := authz.Grant(system, authz.AdminUsers, u)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, seen, g, tx.Now.UnixMicro(), int64(u.ID)); err != nil {
			return err
		}
		if _, err := tx.Do(ctx, forget, i18n.Fold(u.Login)); err != nil {
			return err
		}
		who := authz.NewActor(u.ID, u.Name(), first.Entity, first.Recursive, nil, nil)
		who.Via, who.Addr = authz.ViaWeb, addr
		return s.log.Record(ctx, tx, who, SignedIn{u.ID, first.Entity})
	})
	return secret, err
}

// firstAssignment is where a session starts: the first by path (ENT-030).
func (s *Sessions) firstAssignment(ctx context.Context, tx *dbx.Tx, u user.User) (user.Assignment, error) {
	all, err := s.users.Assignments(ctx, tx, u.ID)
	if err != nil {
		return user.Assignment{}, err
	}
	if len(all) == 0 {
		return user.Assignment{}, fault.New(fault.Forbidden, "session.no_entity")
	}
	return all[0], nil
}

func digest(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

var current = dbx.Unscoped(`
	SELECT id, user_id, entity_id, profile_id, recursive, started_at, seen_at, ended_at FROM sessions WHERE secret_hash = $1`)

type row struct {
	id                   ids.Session
	user                 ids.User
	at                   user.Assignment
	started, seen, ended time.Time
}

func scan(r dbx.Row) (w row, err error) {
	err = r.Scan((*int64)(&w.id), (*int64)(&w.user), (*int64)(&w.at.Entity), (*int64)(&w.at.Profile), &w.at.Recursive,
		dbx.Time{At: &w.started}, dbx.Time{At: &w.seen}, dbx.Time{At: &w.ended})
	return w, err
}

// Of finds the session of a cookie's value. A session that ended, was idle too
// long, or whose person lost access is SignedOut. active tells whether the
// request counts as activity (SES-009).
func (s *Sessions) Of(ctx context.Context, secret, addr string, active bool) (out Session, err error) {
	var w row
	var now time.Time
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		now = tx.Now
		if w, err = dbx.One(ctx, tx, current, scan, digest(secret)); err != nil {
			return err
		}
		if out.User, err = s.users.Get(ctx, tx, system, w.user); err != nil {
			return err
		}
		out.ID = w.id
		out.Actor, err = s.actor(ctx, tx, out.User, w.at)
		return err
	})
	switch {
	case errors.Is(err, dbx.ErrNone), fault.KindOf(err) == fault.NotFound:
		return Session{}, fault.New(fault.SignedOut, "session.none")
	case err != nil:
		return Session{}, err
	case !w.ended.IsZero(), out.User.Disabled:
		return Session{}, fault.New(fault.SignedOut, "session.ended")
	case now.Sub(w.seen) > s.settings.Idle(), now.Sub(w.started) > s.settings.Life():
		return Session{}, fault.New(fault.SignedOut, "session.idle", int(s.settings.Idle().Minutes()))
	}
	out.Actor.Addr = addr
	if active && now.Sub(w.seen) > time.Minute {
		return out, s.touch(ctx, w.id)
	}
	return out, nil
}

var touch = dbx.Unscoped(`UPDATE sessions SET seen_at = $1 WHERE id = $2`)

func (s *Sessions) touch(ctx context.Context, id ids.Session) error {
	return s.db.Write(ctx, func(tx *dbx.Tx) error {
		_, err := tx.Do(ctx, touch, tx.Now.UnixMicro(), int64(id))
		return err
	})
}

// actor is a person as he acts through one of his assignments.
func (s *Sessions) actor(ctx context.Context, tx *dbx.Tx, u user.User, at user.Assignment) (authz.Actor, error) {
	matrix, err := s.profiles.Matrix(ctx)
	if err != nil {
		return authz.Actor{}, err
	}
	tree, err := s.entities.Tree(ctx)
	if err != nil {
		return authz.Actor{}, err
	}
	groups, err := s.users.Groups(ctx, tx, u.ID)
	if err != nil {
		return authz.Actor{}, err
	}
	a := authz.NewActor(u.ID, u.Name(), at.Entity, at.Recursive, tree.Scope(at.Entity, at.Recursive), matrix.Rights(at.Profile, at.Entity))
	a.Groups, a.Profile, a.Lang, a.Via = groups, at.Profile, u.Language, authz.ViaWeb
	return a, nil
}

// ActorOf is a person as he acts by his first assignment through another door than a session.
func (s *Sessions) ActorOf(ctx context.Context, tx *dbx.Tx, u user.User, via authz.Via) (authz.Actor, error) {
	first, err := s.firstAssignment(ctx, tx, u)
	if err != nil {
		return authz.Actor{}, err
	}
	a, err := s.actor(ctx, tx, u, first)
	a.Via = via
	return a, err
}

var end = dbx.Unscoped(`UPDATE sessions SET ended_at = $1, ended_why = $2 WHERE id = $3 AND ended_at IS NULL`)

// SignOut ends a session on the server (SES-011).
func (s *Sessions) SignOut(ctx context.Context, x Session) error {
	return s.db.Write(ctx, func(tx *dbx.Tx) error {
		if _, err := tx.Do(ctx, end, tx.Now.UnixMicro(), "signed out", int64(x.ID)); err != nil {
			return err
		}
		return s.log.Record(ctx, tx, x.Actor, SignedOut{x.User.ID, x.ID, "signed out"})
	})
}

var endOthers = dbx.Unscoped(`UPDATE sessions SET ended_at = $1, ended_why = 'password' WHERE user_id = $2 AND id <> $3 AND ended_at IS NULL`)

// ChangePassword sets a person's own new password and ends his other sessions
// (USR-086); a new one equal to the old is refused (AUT-025).
func (s *Sessions) ChangePassword(ctx context.Context, x Session, old, new string) error {
	if !x.User.Matches(old) {
		return fault.New(fault.Invalid, "session.old_wrong").On("old_password")
	}
	if old == new {
		return fault.New(fault.Invalid, "session.same_password").On("password")
	}
	u, err := x.User.WithPassword(new, s.settings.PasswordLeast())
	if err != nil {
		return err
	}
	u.MustChange = false
	return s.db.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.GrantOwn(x.Actor)
		if err != nil {
			return err
		}
		if err := s.users.SavePassword(ctx, tx, g, u); err != nil {
			return err
		}
		if _, err := tx.Do(ctx, endOthers, tx.Now.UnixMicro(), int64(u.ID), int64(x.ID)); err != nil {
			return err
		}
		return s.log.Record(ctx, tx, x.Actor, user.PasswordChanged{User: u.ID, Entity: x.Actor.Entity})
	})
}

// Unlock lifts the brake on a login, and ends the person's sessions (AUT-033).
func (s *Sessions) Unlock(ctx context.Context, tx *dbx.Tx, u user.User) error {
	if _, err := tx.Do(ctx, forget, i18n.Fold(u.Login)); err != nil {
		return err
	}
	_, err := tx.Do(ctx, endOthers, tx.Now.UnixMicro(), int64(u.ID), int64(0))
	return err
}
