package mailin

import (
	"context"
	"errors"
	"io"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

// Line is one message as pages and commands list it.
type Line struct {
	Result
	Mailbox  ids.Mailbox
	Sender   string
	Subject  string
	Size     int64
	Received time.Time
}

var (
	listed = dbx.Select(`SELECT ` + columns + rows + ` WHERE i.status = $1 AND i.id < $2 ORDER BY i.id DESC LIMIT 100`)
	again  = dbx.Change(`UPDATE incoming SET status = 'stored', reason = '', reason_args = '[]' WHERE id = $1 AND status IN ('excluded', 'quarantined')`)
	anew   = dbx.Unscoped(`DELETE FROM incoming_attempts WHERE incoming_id = $1`)
)

// List are the newest 100 messages of a status that who may see, older than
// before (0: the newest).
func (s *Intake) List(ctx context.Context, who authz.Actor, st Status, before ids.Incoming) (out []Line, err error) {
	if before <= 0 {
		before = 1 << 62
	}
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		out, err = dbx.All(ctx, tx, listed.As(who), func(r dbx.Row) (Line, error) {
			m, err := scan(r)
			return Line{m.Result, m.Mailbox, m.Sender, m.Subject, m.Size, m.Received}, err
		}, string(st), int64(before))
		return err
	})
	return out, err
}

// Raw reads a message as it came in.
func (s *Intake) Raw(ctx context.Context, who authz.Actor, id ids.Incoming) (io.ReadSeekCloser, error) {
	m, err := s.get(ctx, who, id)
	if err != nil {
		return nil, err
	}
	f, err := s.store.Open(ctx, m.Ref)
	if err != nil {
		return nil, fault.New(fault.NotFound, "mailin.raw_gone").Because(err)
	}
	return f, nil
}

// TryAgain handles a message anew that was excluded or quarantined.
func (s *Intake) TryAgain(ctx context.Context, who authz.Actor, id ids.Incoming) (Result, error) {
	m, err := s.get(ctx, who, id)
	if err != nil {
		return Result{}, err
	}
	err = s.db.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.Grant(who, authz.AdminMailRun, authz.House{})
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, again, g, int64(id))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "mailin.not_waiting")
		}
		if _, err := tx.Do(ctx, anew, int64(id)); err != nil {
			return err
		}
		return s.log.Record(ctx, tx, who, Handled{Message: id, Entity: m.Entity, Status: Stored})
	})
	if err != nil {
		return Result{}, err
	}
	return s.Process(ctx, id)
}

func (s *Intake) get(ctx context.Context, who authz.Actor, id ids.Incoming) (m message, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		m, err = dbx.One(ctx, tx, byID.As(who), scan, int64(id))
		return err
	})
	if errors.Is(err, dbx.ErrNone) {
		err = fault.New(fault.NotFound, "mailin.not_found")
	}
	return m, err
}
