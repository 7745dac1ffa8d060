package mailout

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
	"renfort/internal/mailwire/smtp"
)

// Status is where a mail stands.
type Status string

const (
	Queued    Status = "queued"
	Sent      Status = "sent" // the server accepted it
	Failed    Status = "failed"
	Cancelled Status = "cancelled"
)

// patience is how long a mail is tried (SMT-003).
const patience = 24 * time.Hour

// wait is how long to wait after the n-th failure (SMT-003).
func wait(n int) time.Duration {
	minutes := []time.Duration{1, 5, 15, 60, 240}
	if n <= len(minutes) {
		return minutes[n-1] * time.Minute
	}
	return time.Hour
}

// Line is one mail as pages and commands list it.
type Line struct {
	ID        ids.Outgoing
	Ticket    ids.Ticket
	Entity    ids.Entity
	Kind      string
	Recipient string
	Subject   string
	Raw       string
	Status    Status
	Attempts  int
	Trouble   string // the last failure
	Created   time.Time
	SentAt    time.Time
	next      time.Time
}

const columns = `o.id, o.ticket_id, o.entity_id, o.kind, o.recipient, o.subject, o.raw, o.status, o.attempts, o.last_error, o.created_at, o.sent_at, o.next_at`

var (
	byID   = dbx.Select(`SELECT ` + columns + ` FROM @outgoing AS o WHERE o.id = $1`)
	listed = dbx.Select(`SELECT ` + columns + ` FROM @outgoing AS o WHERE o.status = $1 AND o.id < $2 ORDER BY o.id DESC LIMIT 100`)
	tried  = dbx.Change(`UPDATE outgoing SET status = $2, attempts = attempts + 1, last_error = $3, next_at = $4, sent_at = $5 WHERE id = $1 AND status = 'queued'`)
	anew   = dbx.Change(`UPDATE outgoing SET status = 'queued', attempts = 0, created_at = $2, next_at = $2 WHERE id = $1 AND status = 'failed' AND raw <> ''`)
	cancel = dbx.Change(`UPDATE outgoing SET status = 'cancelled' WHERE id = $1 AND status = 'queued'`)
)

func scan(r dbx.Row) (l Line, err error) {
	err = r.Scan((*int64)(&l.ID), (*int64)(&l.Ticket), (*int64)(&l.Entity), &l.Kind, &l.Recipient, &l.Subject, &l.Raw, (*string)(&l.Status), &l.Attempts, &l.Trouble,
		dbx.Time{At: &l.Created}, dbx.Time{At: &l.SentAt}, dbx.Time{At: &l.next})
	return l, err
}

// Send hands a queued mail to the server, once; a temporary refusal leaves it
// queued with a job for later. A crash after the server accepted it and before
// that is noted sends it again: SMTP offers nothing better.
func (s *Outbox) Send(ctx context.Context, id ids.Outgoing) error {
	l, err := s.get(ctx, postman, id)
	if err != nil || l.Status != Queued {
		return err
	}
	m, err := envelope(l)
	if err != nil {
		return s.note(ctx, l, smtp.Result{Verdict: smtp.Permanent, Err: err})
	}
	return s.note(ctx, l, s.Transport.Send(ctx, m))
}

// envelope reads whom a mail is from and for in its own header.
func envelope(l Line) (smtp.Mail, error) {
	head, err := mail.ReadMessage(strings.NewReader(l.Raw))
	if err != nil {
		return smtp.Mail{}, fmt.Errorf("reading mail %d: %w", l.ID, err)
	}
	from, err := head.Header.AddressList("From")
	if err != nil {
		return smtp.Mail{}, fmt.Errorf("reading mail %d: %w", l.ID, err)
	}
	m := smtp.Mail{From: from[0].Address, To: []string{l.Recipient}, Raw: []byte(l.Raw)}
	if copies, err := head.Header.AddressList("Cc"); err == nil {
		for _, c := range copies {
			m.To = append(m.To, c.Address)
		}
	}
	return m, nil
}

// note writes what became of an attempt, and the job of the next one.
func (s *Outbox) note(ctx context.Context, l Line, r smtp.Result) error {
	return s.change(ctx, postman, authz.AdminConnectors, l, func(tx *dbx.Tx, g authz.Proof) (Status, error) {
		status, trouble, next, sent := Sent, "", tx.Now, tx.Now
		if r.Verdict != smtp.Sent {
			status, trouble, sent = Queued, why(r.Err), time.Time{}
			next = tx.Now.Add(wait(l.Attempts + 1))
			if r.Verdict == smtp.Permanent || next.Sub(l.Created) > patience {
				status = Failed
			}
		}
		if _, err := tx.Exec(ctx, tried, g, int64(l.ID), string(status), trouble, next.UnixMicro(), dbx.Micro(sent)); err != nil || status != Queued {
			return status, err
		}
		return status, s.Queue().EnqueueAt(ctx, tx, next, send{l.ID})
	})
}

func why(err error) string {
	if fs := fault.All(err); len(fs) > 0 {
		return described(fs[0])
	}
	if err == nil {
		return ""
	}
	return err.Error()
}

// change runs fn for whoever has the right, and keeps the fact.
func (s *Outbox) change(ctx context.Context, who authz.Actor, r authz.Right, l Line, fn func(*dbx.Tx, authz.Proof) (Status, error)) error {
	return s.db.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.Grant(who, r, authz.House{})
		if err != nil {
			return err
		}
		st, err := fn(tx, g)
		if err != nil {
			return err
		}
		return s.log.Record(ctx, tx, who, Tried{l.ID, l.Entity, st})
	})
}

// List are the newest 100 mails of a status that who may see, older than before (0: the newest) (SMT-045).
func (s *Outbox) List(ctx context.Context, who authz.Actor, st Status, before ids.Outgoing) (out []Line, err error) {
	if before <= 0 {
		before = 1 << 62
	}
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		out, err = dbx.All(ctx, tx, listed.As(who), scan, string(st), int64(before))
		return err
	})
	return out, err
}

// SendAgain queues a mail that failed (SMT-004).
func (s *Outbox) SendAgain(ctx context.Context, who authz.Actor, id ids.Outgoing) error {
	l, err := s.get(ctx, who, id)
	if err != nil {
		return err
	}
	return s.change(ctx, who, authz.AdminConnectors, l, func(tx *dbx.Tx, g authz.Proof) (Status, error) {
		n, err := tx.Exec(ctx, anew, g, int64(id), tx.Now.UnixMicro())
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "mailout.not_failed")
		}
		if err != nil {
			return "", err
		}
		return Queued, s.Queue().Enqueue(ctx, tx, send{id})
	})
}

// Cancel keeps a queued mail from being sent (SMT-045).
func (s *Outbox) Cancel(ctx context.Context, who authz.Actor, id ids.Outgoing) error {
	l, err := s.get(ctx, who, id)
	if err != nil {
		return err
	}
	return s.change(ctx, who, authz.AdminConnectors, l, func(tx *dbx.Tx, g authz.Proof) (Status, error) {
		n, err := tx.Exec(ctx, cancel, g, int64(id))
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "mailout.not_queued")
		}
		return Cancelled, err
	})
}

func (s *Outbox) get(ctx context.Context, who authz.Actor, id ids.Outgoing) (l Line, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		l, err = dbx.One(ctx, tx, byID.As(who), scan, int64(id))
		return err
	})
	if errors.Is(err, dbx.ErrNone) {
		err = fault.New(fault.NotFound, "mailout.not_found")
	}
	return l, err
}
