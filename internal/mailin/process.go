package mailin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"renfort/internal/authz"
	"renfort/internal/blob"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
	mail "renfort/internal/mailwire/message"
)

const (
	// parseLimit is how long one message may be looked at.
	parseLimit = 30 * time.Second
	// maxAttempts is after how many beginnings without an end a message is set
	// aside: it may be what ends the program each time.
	maxAttempts = 5
)

var (
	byID    = dbx.Select(`SELECT ` + columns + rows + ` WHERE i.id = $1`)
	waiting = dbx.Select(`SELECT i.id FROM @incoming AS i WHERE i.status = 'stored' AND i.id > $1 ORDER BY i.id LIMIT 100`)
	attempt = dbx.Unscoped(`
		INSERT INTO incoming_attempts (incoming_id, n) VALUES ($1, 1)
		ON CONFLICT (incoming_id) DO UPDATE SET n = incoming_attempts.n + 1 RETURNING n`)
	hold   = dbx.Change(`UPDATE incoming SET status = 'stored' WHERE id = $1 AND status = 'stored'`)
	finish = dbx.Change(`
		UPDATE incoming SET status = $2, result = $3, ticket_id = $4, entry_id = $5, reason = $6, reason_args = $7,
			sender = $8, subject = $9, message_id = $10
		WHERE id = $1 AND status = 'stored'`)
)

// Process makes of a stored message what it is: a ticket, a reply, or nothing.
// One that was handled before stays as it is. What cannot be read is
// quarantined; only failures of ours, which a later run may not have, are errors.
func (s *Intake) Process(ctx context.Context, id ids.Incoming) (Result, error) {
	m, err := s.begin(ctx, id)
	if err != nil || m.Status != Stored {
		return m.Result, err
	}
	if m.Attempts > maxAttempts {
		return s.conclude(ctx, m, &mail.Message{}, quarantine("mailin.gave_up", maxAttempts))
	}
	parsed, err := s.parse(ctx, m)
	if fs := fault.All(err); len(fs) > 0 {
		return s.conclude(ctx, m, &mail.Message{}, quarantine(fs[0].Key, fs[0].Args...))
	}
	if err != nil {
		return m.Result, err
	}
	r, err := s.conclude(ctx, m, parsed, s.deciding(m, parsed))
	if fs := fault.All(err); len(fs) > 0 && fs[0].Kind != fault.Internal && fs[0].Kind != fault.Unavailable {
		return s.conclude(ctx, m, parsed, quarantine(fs[0].Key, fs[0].Args...))
	}
	return r, err
}

// begin counts the attempt and reads the row.
func (s *Intake) begin(ctx context.Context, id ids.Incoming) (m message, err error) {
	err = s.db.Write(ctx, func(tx *dbx.Tx) error {
		m, err = dbx.One(ctx, tx, byID.As(postman), scan, int64(id))
		if errors.Is(err, dbx.ErrNone) {
			return fault.New(fault.NotFound, "mailin.not_found")
		}
		if err != nil || m.Status != Stored {
			return err
		}
		m.Attempts, err = dbx.One(ctx, tx, attempt, dbx.Scalar[int], int64(id))
		return err
	})
	return m, err
}

func (s *Intake) parse(ctx context.Context, m message) (*mail.Message, error) {
	f, err := s.store.Open(ctx, m.Ref)
	if errors.Is(err, blob.ErrGone) {
		return nil, fault.New(fault.NotFound, "mailin.raw_gone")
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	limited, cancel := context.WithTimeout(ctx, parseLimit)
	defer cancel()
	parsed, err := mail.Parse(limited, f, mail.Limits{Size: s.Settings.MaxMessage()})
	if ctx.Err() != nil { // the program ends; the message is not to blame
		return nil, ctx.Err()
	}
	return parsed, err
}

// decision does in tx what a message asks for, and says what that was.
type decision func(ctx context.Context, tx *dbx.Tx) (Result, error)

func quarantine(key string, args ...any) decision {
	return func(context.Context, *dbx.Tx) (Result, error) {
		return Result{Status: Quarantined, Reason: key, Args: args}, nil
	}
}

func exclude(key string, args ...any) decision {
	return func(context.Context, *dbx.Tx) (Result, error) {
		return Result{Status: Excluded, Reason: key, Args: args}, nil
	}
}

// conclude runs a decision and writes its result in one transaction (MIN-009).
func (s *Intake) conclude(ctx context.Context, m message, parsed *mail.Message, decide decision) (r Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("a mail could not be handled", "id", int64(m.ID), "panic", p)
			err = fmt.Errorf("handling mail %d: %v", m.ID, p)
		}
	}()
	err = s.db.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.Grant(postman, authz.AdminMailRun, authz.House{})
		if err != nil {
			return err
		}
		// The row is taken first: whoever else handles the message waits here and then finds it done.
		if n, err := tx.Exec(ctx, hold, g, int64(m.ID)); err != nil || n == 0 {
			if err == nil {
				err = errHandled
			}
			return err
		}
		if r, err = decide(ctx, tx); err != nil {
			return err
		}
		r.ID = m.ID
		args, err := json.Marshal(r.Args)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, finish, g, int64(m.ID), string(r.Status), r.Outcome, int64(r.Ticket), int64(r.Entry), r.Reason, string(args),
			sender(parsed), clip(parsed.Subject, 500), clip(parsed.MessageID, 500))
		if err != nil {
			return err
		}
		return s.log.Record(ctx, tx, postman, Handled{m.ID, m.Entity, r.Status, r.Ticket, r.Reason})
	})
	if errors.Is(err, errHandled) {
		return s.result(ctx, m.ID)
	}
	return r, err
}

var errHandled = errors.New("mailin: handled meanwhile")

func (s *Intake) result(ctx context.Context, id ids.Incoming) (r Result, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		m, err := dbx.One(ctx, tx, byID.As(postman), scan, int64(id))
		r = m.Result
		return err
	})
	return r, err
}

// Resume handles what was stored and not handled, because the program ended in
// between. One message that fails does not stop the others.
func (s *Intake) Resume(ctx context.Context) error {
	var last int64
	var failed error
	for {
		var list []int64
		err := s.db.Read(ctx, func(tx *dbx.Tx) (err error) {
			list, err = dbx.All(ctx, tx, waiting.As(postman), dbx.Scalar[int64], last)
			return err
		})
		if err != nil || len(list) == 0 {
			return errors.Join(failed, err)
		}
		for _, id := range list {
			if _, err := s.Process(ctx, ids.Incoming(id)); err != nil {
				failed = errors.Join(failed, fmt.Errorf("mail %d: %w", id, err))
			}
			last = id
		}
	}
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
