// Package desktest gives a test a whole desk with a few people in it.
package desktest

import (
	"testing"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/dbtest"
	"renfort/internal/dbx"
	"renfort/internal/ids"
	"renfort/internal/user"
)

// Password is everybody's password.
const Password = "correct horse battery"

// Desk is a desk with people to act as.
type Desk struct {
	*app.Desk
	T testing.TB
}

// Each runs fn with a new desk on SQLite and one on PostgreSQL.
func Each(t *testing.T, fn func(t *testing.T, d Desk)) {
	dbtest.Each(t, func(t *testing.T, db *dbx.DB) { fn(t, Over(t, db)) })
}

// Over sets up a desk over an empty database, with the administrator "admin".
func Over(t testing.TB, db *dbx.DB) Desk {
	t.Helper()
	d, err := app.New(t.Context(), db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	err = d.SetUp(t.Context(), app.First{Company: "ACME", Login: "admin", Name: "Ada Admin", Mail: "ada@acme.test", Password: Password, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return Desk{d, t}
}

var manager = authz.System("test", authz.AdminUsers, authz.AdminEntities)

// Entity adds an entity below parent.
func (d Desk) Entity(parent ids.Entity, name string) ids.Entity {
	d.T.Helper()
	id, err := d.Entities.Create(d.T.Context(), d.Log, manager, parent, name)
	if err != nil {
		d.T.Fatal(err)
	}
	return id
}

// Person adds somebody and returns him as an actor on the web.
func (d Desk) Person(login string, e ids.Entity, p authz.ProfileCode, recursive bool) authz.Actor {
	d.T.Helper()
	u, err := user.User{Login: login, Last: login, Mail: login + "@acme.test", Language: "en"}.WithPassword(Password, 10)
	if err != nil {
		d.T.Fatal(err)
	}
	if _, err := d.AddPerson(d.T.Context(), manager, u, e, p, recursive); err != nil {
		d.T.Fatal(err)
	}
	return d.As(login)
}

// As is a person as he acts now.
func (d Desk) As(login string) (a authz.Actor) {
	d.T.Helper()
	err := d.DB.Read(d.T.Context(), func(tx *dbx.Tx) error {
		u, err := d.Users.ByLogin(d.T.Context(), tx, manager, login)
		if err != nil {
			return err
		}
		a, err = d.Sessions.ActorOf(d.T.Context(), tx, u, authz.ViaWeb)
		return err
	})
	if err != nil {
		d.T.Fatal(err)
	}
	return a
}

// Embedded is an empty SQLite database, for tests that need no second one.
func Embedded(t testing.TB) *dbx.DB { return dbtest.SQLite(t) }
