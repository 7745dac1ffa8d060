package app

import (
	"context"
	"time"

	"renfort/internal/attachment"
	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/mailin"
	"renfort/internal/ticket"
	"renfort/internal/user"
)

// parameters are the values that sessions and tickets go by.
type parameters struct{}

func (parameters) Idle() time.Duration { return time.Hour }
func (parameters) Life() time.Duration { return 24 * time.Hour }
func (parameters) PasswordLeast() int  { return 10 }
func (parameters) MaxFailures() int    { return 5 }
func (parameters) AddrFailures() int   { return 20 }
func (parameters) Lock() time.Duration { return 15 * time.Minute }
func (parameters) ReopenDays() int     { return 30 }
func (parameters) MaxFiles() int       { return 5 }
func (parameters) MaxBytes() int64     { return 10 << 20 }
func (parameters) Blocked() []string   { return attachment.BlockedByDefault }
func (parameters) Allowed() bool       { return true }

func (parameters) Unknown() mailin.Unknown { return mailin.KeepMail }
func (parameters) Excluded() []string      { return nil }
func (parameters) Senders() []string       { return nil }
func (parameters) MaxMessage() int64       { return 25 << 20 }
func (parameters) MaxPerHour() int         { return 20 }
func (parameters) Language() i18n.Lang     { return i18n.FR }

// states answers for the list of states.
type states struct{}

func (states) State(st ticket.State) (closed, ok bool) {
	return st == ticket.Resolved || st == ticket.Rejected, st >= ticket.Unassigned && st <= ticket.Rejected
}

func (states) States() []ticket.State {
	return []ticket.State{ticket.Unassigned, ticket.AwaitingPickup, ticket.InProgress, ticket.AwaitingReply, ticket.Resolved, ticket.Rejected}
}

// names tells how people are called, to whoever sees the ticket they stand on.
type names struct{ users *user.Users }

var reader = authz.System("names", authz.AdminUsers)

func (n names) Name(ctx context.Context, tx *dbx.Tx, id ids.User) (string, error) {
	u, err := n.users.Get(ctx, tx, reader, id)
	return u.Name(), err
}
