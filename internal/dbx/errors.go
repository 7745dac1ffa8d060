package dbx

import (
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	sqlite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// What a driver's failure comes down to; features know only these.
var (
	ErrNone     = errors.New("dbx: no such row, or none that the actor may see")
	ErrTaken    = errors.New("dbx: another row has this key")
	ErrReferred = errors.New("dbx: another row refers to this one, or the row referred to is missing")
	ErrBusy     = errors.New("dbx: another transaction is in the way")
	ErrFull     = errors.New("dbx: the disk is full")
)

// plain turns a driver's error into one of ours, keeping the driver's text behind it.
func plain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows), errors.Is(err, pgx.ErrNoRows):
		return ErrNone
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return with(sqliteKind(e.Code()), err)
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return with(postgresKind(e.Code), err)
	}
	return err
}

func with(kind, err error) error {
	if kind == nil {
		return err
	}
	return errors.Join(kind, err)
}

func sqliteKind(code int) error {
	switch code {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
		return ErrTaken
	case lib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return ErrReferred
	}
	switch code & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ErrBusy
	case lib.SQLITE_FULL:
		return ErrFull
	}
	return nil
}

func postgresKind(code string) error {
	switch code {
	case "23505":
		return ErrTaken
	case "23503":
		return ErrReferred
	case "40P01", "40001", "55P03":
		return ErrBusy
	case "53100":
		return ErrFull
	}
	return nil
}
