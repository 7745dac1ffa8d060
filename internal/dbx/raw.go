package dbx

import (
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// This file is for package jobs alone, whose library brings its own statements;
// a house rule keeps everybody else out.

// RawSQLite is the writing handle, or nil on PostgreSQL.
func (db *DB) RawSQLite() *sql.DB {
	if p, ok := db.pool.(*litePool); ok {
		return p.write
	}
	return nil
}

// RawPostgres is the pool, or nil on SQLite.
func (db *DB) RawPostgres() *pgxpool.Pool {
	if p, ok := db.pool.(pgPool); ok {
		return p.Pool
	}
	return nil
}

// RawSQLite is the transaction itself, or nil on PostgreSQL.
func (t *Tx) RawSQLite() *sql.Tx {
	if c, ok := t.c.(*liteConn); ok {
		return c.tx
	}
	return nil
}

// RawPostgres is the transaction itself, or nil on SQLite.
func (t *Tx) RawPostgres() pgx.Tx {
	if c, ok := t.c.(pgConn); ok {
		return c.tx
	}
	return nil
}
