// Package dbtest gives each test a database of its own, on both databases there are.
package dbtest

import (
	"context"
	"path/filepath"
	"testing"

	"renfort/internal/dbx"
	"renfort/internal/schema"
	"renfort/internal/testenv/postgres"
)

// Each runs fn once on SQLite and once on PostgreSQL, with the schema in place.
func Each(t *testing.T, fn func(t *testing.T, db *dbx.DB)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// SQLite is an empty database in a temporary file.
func SQLite(t testing.TB) *dbx.DB {
	t.Helper()
	db, err := dbx.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "desk.db"))
	return ready(t, db, err)
}

// Postgres is an empty database on the test server, copied from one that was
// migrated once.
func Postgres(t testing.TB) *dbx.DB {
	t.Helper()
	db, err := dbx.OpenPostgres(t.Context(), postgres.NewFrom(t, schema.Fingerprint("postgres"), migrate))
	return ready(t, db, err)
}

func migrate(dsn string) error {
	db, err := dbx.OpenPostgres(context.Background(), dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Migrate(context.Background())
}

func ready(t testing.TB, db *dbx.DB, err error) *dbx.DB {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}
