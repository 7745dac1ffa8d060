// Package dbx is the only door to the database. What comes through it is
// narrowed to what an actor may see (Select), granted (Change), or plumbing.
package dbx

import (
	"context"
	"fmt"
	"time"
)

// DB is an open database of either dialect.
type DB struct {
	// Now is the clock; a test may set it.
	Now     func() time.Time
	pool    pool
	dialect Dialect
	bus     bus
}

type pool interface {
	begin(ctx context.Context, write bool) (conn, error)
	close()
}

// Close ends all connections.
func (db *DB) Close() {
	db.bus.close()
	db.pool.close()
}

// Dialect is the database behind the door.
func (db *DB) Dialect() Dialect { return db.dialect }

// Time is kept as microseconds since 1970, alike in both databases.
type Time struct{ At *time.Time }

// Scan reads a column of instants; NULL is the zero time.
func (v Time) Scan(src any) error {
	switch n := src.(type) {
	case nil:
		*v.At = time.Time{}
	case int64:
		*v.At = time.UnixMicro(n).UTC()
	default:
		return fmt.Errorf("dbx: %T is no time", src)
	}
	return nil
}

// Micro is t as the databases keep it. The zero time is NULL.
func Micro(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}
