// Package mailout tells people by mail what happened to their tickets. A mail
// is written complete, in the transaction of what it tells, so that it is
// neither forgotten nor written twice; a job then hands it to the server.
package mailout

import (
	"context"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/jobs"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/smtp"
	"renfort/internal/ticket"
	"renfort/internal/user"
)

// Parameters are those of 30-mail.md § 3.
type Parameters struct {
	Enabled       bool // smtp_enabled
	UserOpenClose bool // mail_user_open_close
	UserThread    bool // mail_user_thread
	TechChange    bool // mail_tech_change
	TechAssign    bool // mail_tech_assign
	Confirm       bool // intake_ack
	AdminOpen     []string
	Copy          []string         // mail_cc
	From          mailwire.Address // without address: the technician's own
	Intake        string           // where answers are read; empty while intake is off
	Host          string           // of Message-IDs
	URL           string           // server_url, without a slash at its end
	Link          bool             // mail_link
	NewestFirst   bool             // mail_thread_desc
	TitleColour   string           // 6 hexadecimal digits
	Background    string
	TextColour    string
	Language      i18n.Lang // of whoever has none
	// Start and End are clean HTML, by language.
	Start, End map[i18n.Lang]string
}

// Settings are the parameters as they stand now.
type Settings interface{ Mail() Parameters }

// Queue leaves a job to be done once tx stands.
type Queue interface {
	Enqueue(ctx context.Context, tx *dbx.Tx, args jobs.Args) error
	EnqueueAt(ctx context.Context, tx *dbx.Tx, at time.Time, args jobs.Args) error
}

// Transport hands a mail to a server.
type Transport interface {
	Send(ctx context.Context, m smtp.Mail) smtp.Result
}

// Parts are what the outbox works with.
type Parts struct {
	Users     *user.Users
	Key       []byte       // signs Message-IDs; the one that intake reads them with
	Queue     func() Queue // asked when a mail is queued: the queue opens after its work is known
	Transport Transport
	Settings  Settings
}

// Outbox is everything that can be done with outgoing mail.
type Outbox struct {
	db  *dbx.DB
	log *event.Log
	Parts
}

// New readies the outbox; it follows what happens to tickets from now on.
func New(db *dbx.DB, log *event.Log, w *jobs.Workers, p Parts) *Outbox {
	s := &Outbox{db: db, log: log, Parts: p}
	for _, e := range []event.Event{ticket.Opened{}, ticket.Replied{}, ticket.Assigned{}, ticket.StateChanged{}} {
		log.On(e.Kind(), s.follow)
	}
	jobs.Add(w, func(ctx context.Context, j send) error { return s.Send(ctx, j.Mail) })
	return s
}

// send is the job of one mail.
type send struct {
	Mail ids.Outgoing `json:"mail"`
}

func (send) Kind() string { return "mail.send" }

// postman writes mails and reads what they tell.
var postman = authz.System("mail", authz.AdminConnectors)

var _ = authz.Declare("outgoing", func(a authz.Actor, b authz.Binder) string {
	if a.Everywhere() {
		return "TRUE"
	}
	if !a.HasAny(authz.AdminMailRun, authz.AdminConnectors) {
		return "FALSE"
	}
	return authz.InEntity(a, b, "outgoing.entity_id")
})

// Tried is the fact that a mail was handed to the server, or refused by it.
type Tried struct {
	Mail   ids.Outgoing `json:"mail"`
	Entity ids.Entity   `json:"entity"`
	Status Status       `json:"status"`
}

func (e Tried) Kind() string                         { return "mailout.tried" }
func (e Tried) Subject() (string, int64, ids.Entity) { return "outgoing", int64(e.Mail), e.Entity }
