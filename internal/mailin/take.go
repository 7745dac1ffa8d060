package mailin

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"renfort/internal/authz"
	"renfort/internal/blob"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

// Status is where a message stands.
type Status string

const (
	Stored      Status = "stored" // not looked at yet
	Done        Status = "done"
	Excluded    Status = "excluded"
	Quarantined Status = "quarantined" // kept for somebody to look at
)

// Source is where a message comes from. The zero Source is a message handed over by hand.
type Source struct {
	Mailbox ids.Mailbox
	Entity  ids.Entity // 0: the sender's own, else the root
	Key     string     // mailbox, UIDVALIDITY and UID; empty: the content's hash
}

// Result is what became of a message.
type Result struct {
	ID      ids.Incoming
	Status  Status
	Outcome string // opened, replied, bounced
	Ticket  ids.Ticket
	Entry   ids.Entry
	Reason  string // translation key of why it was not done
	Args    []any
}

// Take stores a message and then makes of it what it is. The same message given
// twice is taken once.
func (s *Intake) Take(ctx context.Context, raw io.Reader, from Source) (Result, error) {
	id, err := s.Store(ctx, raw, from)
	if err != nil {
		return Result{}, err
	}
	return s.Process(ctx, id)
}

// Store keeps the raw message and its row; nothing is read from it yet.
func (s *Intake) Store(ctx context.Context, raw io.Reader, from Source) (ids.Incoming, error) {
	ref, size, err := s.store.Put(ctx, raw, s.Settings.MaxMessage())
	if errors.Is(err, blob.ErrTooLarge) {
		return 0, fault.New(fault.TooLarge, "mailin.too_large", s.Settings.MaxMessage()>>20)
	}
	if err != nil {
		return 0, err
	}
	if from.Key == "" {
		from.Key = "sha256/" + string(ref)
	}
	return s.row(ctx, message{Source: from, Ref: ref, Size: size, Result: Result{Status: Stored}})
}

var (
	insert = dbx.Change(`
		INSERT INTO incoming (mailbox_id, entity_id, remote_key, sha256, size, received_at, status, reason, reason_args)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`)
	byKey = dbx.Select(`SELECT i.id FROM @incoming AS i WHERE i.remote_key = $1`)
)

// row writes the row of a new message, or finds the one it has.
func (s *Intake) row(ctx context.Context, m message) (id ids.Incoming, err error) {
	find := func(tx *dbx.Tx) error {
		n, err := dbx.One(ctx, tx, byKey.As(postman), dbx.Scalar[int64], m.Key)
		id = ids.Incoming(n)
		return err
	}
	if err := s.db.Read(ctx, find); !errors.Is(err, dbx.ErrNone) {
		return id, err
	}
	err = s.db.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.Grant(postman, authz.AdminMailRun, authz.House{})
		if err != nil {
			return err
		}
		args, err := json.Marshal(m.Args)
		if err != nil {
			return err
		}
		id, err = dbx.Insert[ids.Incoming](ctx, tx, insert, g, int64(m.Mailbox), int64(max(m.Entity, ids.Root)), m.Key, string(m.Ref), m.Size,
			tx.Now.UnixMicro(), string(m.Status), m.Reason, string(args))
		if err != nil {
			return err
		}
		return s.log.Record(ctx, tx, postman, Taken{id, max(m.Entity, ids.Root)})
	})
	if errors.Is(err, dbx.ErrTaken) { // somebody else was storing it as well
		err = s.db.Read(ctx, find)
	}
	return id, err
}

// message is a row of incoming.
type message struct {
	Source
	Result
	Ref      blob.Ref
	Size     int64
	Received time.Time
	Sender   string
	Subject  string
	Attempts int
	// Department and Category are the mailbox's.
	Department, Category int64
}

const columns = `i.id, i.mailbox_id, i.entity_id, i.remote_key, i.sha256, i.size, i.received_at, i.sender, i.subject, i.status,
	i.reason, i.reason_args, i.result, i.ticket_id, i.entry_id, COALESCE(b.department_id, 0), COALESCE(b.category_id, 0)`

const rows = ` FROM @incoming AS i LEFT JOIN @mailboxes AS b ON b.id = i.mailbox_id`

func scan(r dbx.Row) (m message, err error) {
	var args string
	err = r.Scan((*int64)(&m.ID), (*int64)(&m.Mailbox), (*int64)(&m.Entity), &m.Key, (*string)(&m.Ref), &m.Size, dbx.Time{At: &m.Received}, &m.Sender,
		&m.Subject, (*string)(&m.Status), &m.Reason, &args, &m.Outcome, (*int64)(&m.Ticket), (*int64)(&m.Entry), &m.Department, &m.Category)
	if err == nil {
		err = json.Unmarshal([]byte(args), &m.Args)
	}
	for i, a := range m.Args { // whole numbers, for texts with %d
		if n, ok := a.(float64); ok {
			m.Args[i] = int64(n)
		}
	}
	return m, err
}
