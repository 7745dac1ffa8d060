// Package mailin makes tickets and replies of the mails that come in. A message
// is stored raw, with a row of its own, before anything looks into it; what it
// becomes and the row's status are written in one transaction, so that a crash
// loses nothing and doubles nothing (MIN-009).
package mailin

import (
	"renfort/internal/attachment"
	"renfort/internal/authz"
	"renfort/internal/blob"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/secret"
	"renfort/internal/session"
	"renfort/internal/ticket"
	"renfort/internal/user"
)

// Unknown is what happens to a sender without account (MIN-012).
type Unknown string

const (
	CreateUser Unknown = "create"
	KeepMail   Unknown = "keep" // the address stands on the ticket
	Refuse     Unknown = "refuse"
)

// Settings are the parameters of intake (30-mail.md § 5).
type Settings interface {
	Unknown() Unknown    // intake_unknown
	Excluded() []string  // intake_exclude: addresses, domains, *.domains
	Senders() []string   // the addresses that our own mails come from (MIN-023)
	MaxMessage() int64   // intake_max_mb, in bytes
	MaxPerHour() int     // intake_max_per_hour: tickets of one sender (MIN-024)
	MaxFiles() int       // attachments_max: per ticket
	Language() i18n.Lang // of what is written where the sender's is not known
}

// Parts are the services that intake acts through.
type Parts struct {
	Tickets  *ticket.Tickets
	Users    *user.Users
	Sessions *session.Sessions
	Files    *attachment.Files
	Secrets  *secret.Box
	Settings Settings
}

// Intake is everything that can be done with incoming mail.
type Intake struct {
	db    *dbx.DB
	store blob.Store
	log   *event.Log
	key   []byte
	Parts
}

// IDKey is the purpose of the key that signs our Message-IDs.
const IDKey = "message-id"

// New readies the service.
func New(db *dbx.DB, store blob.Store, log *event.Log, p Parts) *Intake {
	return &Intake{db: db, store: store, log: log, key: p.Secrets.Key(IDKey), Parts: p}
}

// postman stores messages and writes for senders who have no account. His
// right to post everywhere is used only for whom a signed Message-ID, or the
// address on the ticket, vouches.
var postman = authz.System("mail", authz.AdminMailRun, authz.SideOpenTicket, authz.TicketThreadPost, authz.TicketThreadPostAll, authz.AdminUsers)

func visible(column string) authz.Policy {
	return func(a authz.Actor, b authz.Binder) string {
		if a.Everywhere() {
			return "TRUE"
		}
		if !a.HasAny(authz.AdminMailRun, authz.AdminConnectors) {
			return "FALSE"
		}
		return authz.InEntity(a, b, column)
	}
}

var (
	_ = authz.Declare("incoming", visible("incoming.entity_id"))
	_ = authz.Declare("mailboxes", visible("mailboxes.entity_id"))
)

// Taken and Handled are what the history keeps of a message.
type (
	Taken struct {
		Message ids.Incoming `json:"message"`
		Entity  ids.Entity   `json:"entity"`
	}
	Handled struct {
		Message ids.Incoming `json:"message"`
		Entity  ids.Entity   `json:"entity"`
		Status  Status       `json:"status"`
		Ticket  ids.Ticket   `json:"ticket,omitempty"`
		Reason  string       `json:"reason,omitempty"`
	}
	// Posted: a handled message was marked, deleted or moved on its server.
	Posted struct {
		Message ids.Incoming `json:"message"`
		Entity  ids.Entity   `json:"entity"`
	}
	// Fetched: a mailbox was read, or could not be.
	Fetched struct {
		Mailbox ids.Mailbox `json:"mailbox"`
		Entity  ids.Entity  `json:"entity"`
		Failed  string      `json:"failed,omitempty"`
	}
)

func (e Taken) Kind() string                           { return "mailin.taken" }
func (e Taken) Subject() (string, int64, ids.Entity)   { return "incoming", int64(e.Message), e.Entity }
func (e Handled) Kind() string                         { return "mailin.handled" }
func (e Handled) Subject() (string, int64, ids.Entity) { return "incoming", int64(e.Message), e.Entity }
func (e Fetched) Kind() string                         { return "mailin.fetched" }
func (e Fetched) Subject() (string, int64, ids.Entity) { return "mailbox", int64(e.Mailbox), e.Entity }
func (e Posted) Kind() string                          { return "mailin.posted" }
func (e Posted) Subject() (string, int64, ids.Entity)  { return "incoming", int64(e.Message), e.Entity }
