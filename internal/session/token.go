package session

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
	"renfort/internal/user"
)

// Scope is what a token may be used for.
type Scope string

const (
	ScopeRead  Scope = "read"
	ScopeWrite Scope = "write"
	ScopeAdmin Scope = "admin"
)

// TokenMade is the fact that a program was let in.
type TokenMade struct {
	User   ids.User  `json:"user"`
	Token  ids.Token `json:"token"`
	Name   string    `json:"name"`
	Scopes []Scope   `json:"scopes"`
}

func (e TokenMade) Kind() string                         { return "token.created" }
func (e TokenMade) Subject() (string, int64, ids.Entity) { return "user", int64(e.User), 0 }

// tokenMark lets leaked tokens be found by tools that look for secrets.
const tokenMark = "rft_"

var (
	insertToken = dbx.Unscoped(`INSERT INTO tokens (secret_hash, user_id, name, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`)
	tokenOf     = dbx.Unscoped(`SELECT id, user_id, name, scopes, expires_at, revoked_at FROM tokens WHERE secret_hash = $1`)
)

// CreateToken makes a token that acts as the actor; it is shown once and kept as
// a hash (API-002). The zero time never expires.
func (s *Sessions) CreateToken(ctx context.Context, who authz.Actor, name string, scopes []Scope, until time.Time) (string, error) {
	if !who.Has(authz.UserProfilToken) {
		return "", authz.Refused(authz.UserProfilToken)
	}
	if name = strings.TrimSpace(name); name == "" || len(name) > 100 {
		return "", fault.New(fault.Invalid, "session.token_name").On("name")
	}
	secret := tokenMark + strings.ToLower(rand.Text())
	err := s.db.Write(ctx, func(tx *dbx.Tx) error {
		var words []string
		for _, sc := range scopes {
			words = append(words, string(sc))
		}
		id, err := dbx.One(ctx, tx, insertToken, dbx.Scalar[int64], digest(secret), int64(who.User), name,
			strings.Join(words, " "), tx.Now.UnixMicro(), dbx.Micro(until))
		if err != nil {
			return err
		}
		return s.log.Record(ctx, tx, who, TokenMade{who.User, ids.Token(id), name, scopes})
	})
	return secret, err
}

type tokenRow struct {
	id               ids.Token
	user             ids.User
	name, scopes     string
	expires, revoked time.Time
}

// Bearer is the actor of a token, with the token's scopes as limit (API-001, API-023).
func (s *Sessions) Bearer(ctx context.Context, secret, addr string) (who authz.Actor, scopes []Scope, err error) {
	var t tokenRow
	var u user.User
	var now time.Time
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		now = tx.Now
		t, err = dbx.One(ctx, tx, tokenOf, func(r dbx.Row) (t tokenRow, err error) {
			err = r.Scan((*int64)(&t.id), (*int64)(&t.user), &t.name, &t.scopes, dbx.Time{At: &t.expires}, dbx.Time{At: &t.revoked})
			return t, err
		}, digest(secret))
		if err != nil {
			return err
		}
		if u, err = s.users.Get(ctx, tx, system, t.user); err != nil {
			return err
		}
		who, err = s.ActorOf(ctx, tx, u, authz.ViaAPI)
		return err
	})
	if errors.Is(err, dbx.ErrNone) || err == nil && (!t.revoked.IsZero() || !t.expires.IsZero() && now.After(t.expires) || u.Disabled) {
		return authz.Actor{}, nil, fault.New(fault.SignedOut, "session.token_wrong")
	}
	for w := range strings.FieldsSeq(t.scopes) {
		scopes = append(scopes, Scope(w))
	}
	who.Addr = addr
	if !slices.Contains(scopes, ScopeAdmin) {
		who = who.Limited(func(r authz.Right) bool { return !strings.HasPrefix(string(r), "admin") })
	}
	return who, scopes, err
}
