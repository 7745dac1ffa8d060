// Package attachment is the files that people add to tickets: what is accepted,
// where it lies, and who may fetch it.
package attachment

import (
	"context"
	"errors"
	"io"
	"time"

	"renfort/internal/authz"
	"renfort/internal/blob"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

// File is one attachment.
type File struct {
	ID       ids.File
	Ticket   ids.Ticket // 0 while the form it was added to is not sent
	Entry    ids.Entry
	Name     string
	Size     int64
	Type     string // found by content
	Ref      blob.Ref
	Inline   bool
	Hidden   bool
	Uploader ids.User
	Uploaded time.Time
}

// Settings are the limits of uploads.
type Settings interface {
	MaxFiles() int     // attachments_max: per ticket
	MaxBytes() int64   // attachment_max_mb
	Blocked() []string // attachments_blocked: extensions
	Allowed() bool     // uploads_enabled
}

// A file is seen where its ticket and entry are seen; before its form is sent,
// by whoever uploaded it (ATT-008, ATT-012).
var _ = authz.Declare("attachments", func(who authz.Actor, b authz.Binder) string {
	if who.Everywhere() {
		return "TRUE"
	}
	shown := " AND NOT attachments.hidden"
	if who.Has(authz.TicketThreadHiddenDisp) {
		shown = ""
	}
	if !who.Has(authz.TicketAttachmentDisp) {
		shown = " AND FALSE"
	}
	return "(attachments.ticket_id = 0 AND attachments.uploader_id = " + b.Arg(int64(who.User)) + " AND attachments.uploader_id <> 0" +
		" OR attachments.ticket_id <> 0" + shown +
		" AND EXISTS (SELECT 1 FROM @tickets AS up WHERE up.id = attachments.ticket_id))"
})

const columns = `f.id, f.ticket_id, f.entry_id, f.name, f.size, f.type, f.sha256, f.inline, f.hidden, f.uploader_id, f.uploaded_at`

var (
	byID     = dbx.Select(`SELECT ` + columns + ` FROM @attachments AS f WHERE f.id = $1`)
	ofTicket = dbx.Select(`SELECT ` + columns + ` FROM @attachments AS f WHERE f.ticket_id = $1 ORDER BY f.id`)
	insert   = dbx.Change(`
		INSERT INTO attachments (ticket_id, entry_id, name, size, type, sha256, inline, hidden, uploader_id, uploaded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`)
	claim = dbx.Change(`UPDATE attachments SET ticket_id = $1, entry_id = $2, hidden = $3 WHERE id = $4 AND ticket_id = 0`)
)

func scan(r dbx.Row) (f File, err error) {
	err = r.Scan((*int64)(&f.ID), (*int64)(&f.Ticket), (*int64)(&f.Entry), &f.Name, &f.Size, &f.Type, (*string)(&f.Ref),
		&f.Inline, &f.Hidden, (*int64)(&f.Uploader), dbx.Time{At: &f.Uploaded})
	return f, err
}

// Files is everything that can be done with attachments.
type Files struct {
	db       *dbx.DB
	store    blob.Store
	settings Settings
}

// New readies the service.
func New(db *dbx.DB, store blob.Store, s Settings) *Files { return &Files{db, store, s} }

// Of lists the files of a ticket that who may see, oldest first; there are at
// most as many as the limit allows.
func (s *Files) Of(ctx context.Context, who authz.Actor, t ids.Ticket) (out []File, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		out, err = dbx.All(ctx, tx, ofTicket.As(who), scan, int64(t))
		return err
	})
	return out, err
}

// Open reads a file that who may see.
func (s *Files) Open(ctx context.Context, who authz.Actor, id ids.File) (f File, content io.ReadSeekCloser, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		f, err = dbx.One(ctx, tx, byID.As(who), scan, int64(id))
		return err
	})
	if errors.Is(err, dbx.ErrNone) {
		return f, nil, fault.New(fault.NotFound, "attachment.not_found")
	}
	if err != nil {
		return f, nil, err
	}
	content, err = s.store.Open(ctx, f.Ref)
	if errors.Is(err, blob.ErrGone) {
		return f, nil, fault.New(fault.NotFound, "attachment.gone").Because(err)
	}
	return f, content, err
}
