package ticket

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/net/html"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

// EntryKind is what an entry of the thread tells (12-thread-attachments.md § 1).
type EntryKind string

const (
	KindOpened   EntryKind = "opened" // its text is the description
	KindText     EntryKind = "text"
	KindMailIn   EntryKind = "mail_in"
	KindAssigned EntryKind = "assigned"
	KindState    EntryKind = "state"
	KindClosed   EntryKind = "closed"
	KindReopened EntryKind = "reopened"
	KindMailOut  EntryKind = "mail_out"
	KindFile     EntryKind = "file"
)

// Entry is one line of the thread.
type Entry struct {
	ID        ids.Entry
	Kind      EntryKind
	Author    ids.User
	Name      string // of the author as he was called then
	At        time.Time
	HTML      string // clean; never anything a browser would run
	Hidden    bool
	Side      Side
	Detail    Detail
	MessageID string
}

// Detail are the old and new values that a system entry tells.
type Detail struct {
	From int64 `json:"from,omitempty"`
	To   int64 `json:"to,omitempty"`
	// FromName and ToName are people or groups as they were called then.
	FromName string `json:"from_name,omitempty"`
	ToName   string `json:"to_name,omitempty"`
}

// Text reports whether a person wrote the entry.
func (e Entry) Text() bool { return e.Kind == KindText || e.Kind == KindMailIn || e.Kind == KindOpened }

// maxText is the most a description or reply may hold, in bytes of clean HTML.
const maxText = 1 << 20

var insertEntry = dbx.Change(`
	INSERT INTO entries (id, ticket_id, kind, author_id, author, at, html, hidden, side, detail, message_id)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)

// append adds an entry at the end of the thread and returns it with its id.
func (s *Tickets) append(ctx context.Context, tx *dbx.Tx, g authz.Granted[*Ticket], e Entry) (Entry, error) {
	t := g.Object()
	if t.Entries >= ids.MaxSeq {
		return e, fault.New(fault.Invalid, "ticket.thread_full")
	}
	t.Entries++
	e.ID, e.At = ids.EntryOf(t.ID, int(t.Entries)), tx.Now
	detail, err := json.Marshal(e.Detail)
	if err != nil {
		return e, err
	}
	_, err = tx.Exec(ctx, insertEntry, g, int64(e.ID), int64(t.ID), string(e.Kind), int64(e.Author), e.Name, e.At.UnixMicro(),
		e.HTML, e.Hidden, string(e.Side), string(detail), e.MessageID)
	if err != nil || !e.Text() {
		return e, err
	}
	lanes, err := s.lanesOf(ctx, tx, t)
	if err != nil {
		return e, err
	}
	return e, s.indexEntry(ctx, tx, e, lanes)
}

// PlainText is what a person reads in clean HTML, without its marks.
func PlainText(clean string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(clean))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(b.String())
		case html.TextToken:
			b.Write(z.Text())
		default:
			b.WriteByte(' ')
		}
	}
}

var thread = dbx.Select(`
	SELECT e.id, e.kind, e.author_id, e.author, e.at, e.html, e.hidden, e.side, e.detail, e.message_id
	  FROM @entries AS e
	 WHERE e.ticket_id = $1 AND e.id > $2 AND e.id <= $3 AND e.deleted_at IS NULL
	 ORDER BY e.id DESC
	 LIMIT 50`)

func scanEntry(r dbx.Row) (e Entry, err error) {
	var detail string
	err = r.Scan((*int64)(&e.ID), (*string)(&e.Kind), (*int64)(&e.Author), &e.Name, dbx.Time{At: &e.At}, &e.HTML, &e.Hidden,
		(*string)(&e.Side), &detail, &e.MessageID)
	if err == nil {
		err = json.Unmarshal([]byte(detail), &e.Detail)
	}
	return e, err
}

// Thread reads the newest 50 entries at or before place upto (0: the end) that
// who may see, newest first (THR-015).
func (s *Tickets) Thread(ctx context.Context, who authz.Actor, id ids.Ticket, upto int) (out []Entry, err error) {
	if upto <= 0 || upto > ids.MaxSeq {
		upto = ids.MaxSeq
	}
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		// The bounds on the key let both databases read the thread in its order.
		out, err = dbx.All(ctx, tx, thread.As(who), scanEntry, int64(id), int64(ids.EntryOf(id, 0)), int64(ids.EntryOf(id, upto)))
		return err
	})
	return out, err
}
