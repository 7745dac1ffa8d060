package dbx

import (
	"context"
	"errors"
	"fmt"
	"time"

	"renfort/internal/authz"
)

// Row is what a scan function reads from.
type Row interface{ Scan(...any) error }

type rows interface {
	Row
	Next() bool
	Err() error
	Close()
}

// conn is one open transaction of either driver.
type conn interface {
	query(ctx context.Context, q string, args []any) (rows, error)
	exec(ctx context.Context, q string, args []any) (int64, error)
	commit(ctx context.Context) error
	rollback()
}

// Tx is one transaction. Now is the same instant throughout.
type Tx struct {
	Now      time.Time
	c        conn
	d        Dialect
	wrote    bool
	recorded bool
	after    []func()
}

var errUnrecorded = errors.New("dbx: rows were written but no event was recorded")

// Write runs fn in a transaction. What writes without recording an event is
// rolled back. Where two transactions of a PostgreSQL block one another, fn is
// run again from the start, so it must not keep results of an earlier run.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	var err error
	for range deadlockTries {
		if err = db.write(ctx, fn); !errors.Is(err, ErrBusy) {
			return err
		}
	}
	return err
}

const deadlockTries = 4

func (db *DB) write(ctx context.Context, fn func(*Tx) error) error {
	c, err := db.pool.begin(ctx, true)
	if err != nil {
		return plain(err)
	}
	defer c.rollback()
	t := &Tx{c: c, d: db.dialect, Now: db.now()}
	if err := fn(t); err != nil {
		return err
	}
	if t.wrote && !t.recorded {
		return errUnrecorded
	}
	if err := c.commit(ctx); err != nil {
		return plain(err)
	}
	for _, f := range t.after {
		f()
	}
	return nil
}

// Read runs fn in a transaction that sees one state of the database and is thrown away.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	c, err := db.pool.begin(ctx, false)
	if err != nil {
		return plain(err)
	}
	defer c.rollback()
	return fn(&Tx{c: c, d: db.dialect, Now: db.now()})
}

func (db *DB) now() time.Time { return db.Now().UTC().Truncate(time.Microsecond) }

// One reads the one row that q finds; ErrNone where there is none, or none the actor may see.
func One[T any](ctx context.Context, t *Tx, q Query, scan func(Row) (T, error), args ...any) (T, error) {
	all, err := list(ctx, t, q, scan, 1, args)
	if err == nil && len(all) == 0 {
		err = ErrNone
	}
	if err != nil {
		var zero T
		return zero, err
	}
	return all[0], nil
}

// All reads every row that q finds.
func All[T any](ctx context.Context, t *Tx, q Query, scan func(Row) (T, error), args ...any) ([]T, error) {
	return list(ctx, t, q, scan, -1, args)
}

func list[T any](ctx context.Context, t *Tx, q Query, scan func(Row) (T, error), limit int, args []any) (out []T, err error) {
	err = t.each(ctx, q, args, func(r Row) (bool, error) {
		v, err := scan(r)
		out = append(out, v)
		return len(out) != limit, err
	})
	return out, err
}

// Each hands every row that q finds to fn, without holding them in memory.
func (t *Tx) Each(ctx context.Context, q Query, fn func(Row) error, args ...any) error {
	return t.each(ctx, q, args, func(r Row) (bool, error) { return true, fn(r) })
}

func (t *Tx) each(ctx context.Context, q Query, args []any, fn func(Row) (more bool, err error)) error {
	text, extra := q.text(t.d, len(args))
	rs, err := t.c.query(ctx, text, append(args[:len(args):len(args)], extra...))
	if err != nil {
		return describe(err, text)
	}
	defer rs.Close()
	for rs.Next() {
		more, err := fn(rs)
		if err != nil {
			return describe(err, text)
		}
		if !more {
			return nil
		}
	}
	return describe(rs.Err(), text)
}

// Scalar is a scan function for a single column.
func Scalar[T any](r Row) (v T, err error) { return v, r.Scan(&v) }

// Exec runs w for whoever holds the proof, and reports how many rows it changed.
func (t *Tx) Exec(ctx context.Context, w Write, p authz.Proof, args ...any) (int64, error) {
	if !authz.Holds(p) {
		return 0, errors.New("dbx: a write without a grant")
	}
	t.wrote = true
	n, err := t.c.exec(ctx, t.d.bind(w.q), args)
	return n, describe(err, w.q)
}

// Insert runs w, which ends in RETURNING id, and hands back the new row's id.
func Insert[T ~int64](ctx context.Context, t *Tx, w Write, p authz.Proof, args ...any) (T, error) {
	if !authz.Holds(p) {
		return 0, errors.New("dbx: a write without a grant")
	}
	t.wrote = true
	id, err := One(ctx, t, Global(w), Scalar[int64], args...)
	return T(id), err
}

// Do runs a write on the plumbing, and reports how many rows it changed.
func (t *Tx) Do(ctx context.Context, g Global, args ...any) (int64, error) {
	n, err := t.c.exec(ctx, t.d.bind(g.q), args)
	return n, describe(err, g.q)
}

// Recorded is called by package event alone.
func (t *Tx) Recorded() { t.recorded = true }

// OnCommit runs fn once the transaction stands. What must not be lost does not belong here.
func (t *Tx) OnCommit(fn func()) { t.after = append(t.after, fn) }

func describe(err error, q string) error {
	err = plain(err)
	if err == nil || errors.Is(err, ErrNone) || errors.Is(err, ErrTaken) || errors.Is(err, ErrBusy) || errors.Is(err, ErrFull) || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%w, in %.200s", err, q)
}
