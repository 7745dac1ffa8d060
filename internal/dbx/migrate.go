package dbx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"renfort/internal/fault"
	"renfort/internal/schema"
)

// Migrate brings the schema up to this program's version, forward only, under
// a lock where several nodes may start at once. A database of a newer version
// is refused untouched.
func (db *DB) Migrate(ctx context.Context) error {
	raw, done := db.raw()
	defer done()
	p, err := db.provider(raw)
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return refused(err)
	}
	if know := newest(p); have > know {
		return fault.New(fault.Unavailable, "dbx.newer_schema", have, know)
	}
	if _, err := p.Up(ctx); err != nil {
		return refused(err)
	}
	return nil
}

func (db *DB) provider(raw *sql.DB) (*goose.Provider, error) {
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	dialect := goose.DialectSQLite3
	if db.dialect == Postgres {
		dialect = goose.DialectPostgres
		l, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(l))
	}
	return goose.NewProvider(dialect, raw, schema.Migrations(db.dialect.String()), opts...)
}

func newest(p *goose.Provider) int64 {
	var v int64
	for _, s := range p.ListSources() {
		v = max(v, s.Version)
	}
	return v
}

// refused names the remedy where PostgreSQL lacks the right to create tables (OPS-012).
func refused(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == "42501" {
		return fault.New(fault.Unavailable, "dbx.no_create").Because(err)
	}
	return fmt.Errorf("migrating the database: %w", err)
}

// raw is a plain handle for tools that need one: migrations and jobs.
func (db *DB) raw() (*sql.DB, func()) {
	if p, ok := db.pool.(*litePool); ok {
		return p.write, func() {}
	}
	r := stdlib.OpenDBFromPool(db.pool.(pgPool).Pool)
	return r, func() { r.Close() }
}
