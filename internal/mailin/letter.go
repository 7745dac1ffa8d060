package mailin

import (
	"context"
	"fmt"
	"strings"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	mail "renfort/internal/mailwire/message"
	"renfort/internal/ticket"
	"renfort/internal/user"
)

// letter is a message with the person who wrote it.
type letter struct {
	message
	mail *mail.Message
	from writer
}

// writer is who wrote a letter; the zero writer has no account.
type writer struct {
	user  user.User
	actor authz.Actor // as he acts by mail; zero where he has no assignment
}

func (l letter) known() bool     { return l.from.user.ID != 0 }
func (l letter) address() string { return sender(l.mail) }

// name is how the sender calls himself, or his address.
func (l letter) name() string {
	if l.mail.From.Name != "" {
		return clip(l.mail.From.Name, 100)
	}
	return l.address()
}

// writer is the active person with the sender's address, if there is one (MIN-010).
func (s *Intake) writer(ctx context.Context, tx *dbx.Tx, m *mail.Message) (w writer, err error) {
	w.user, err = s.Users.ByMail(ctx, tx, postman, sender(m))
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return writer{}, nil
	}
	if err != nil {
		return writer{}, err
	}
	w.actor, err = s.Sessions.ActorOf(ctx, tx, w.user, authz.ViaMail)
	if fault.KindOf(err) == fault.Forbidden && err != nil { // no assignment: he is the requester and may no more
		w.actor, err = authz.Actor{}, nil
	}
	return w, err
}

// entitled is the actor who may add a letter to the ticket it names; false where
// it is a stranger's (MIN-041). A signed Message-ID vouches for whoever has it:
// somebody who answers from another address writes for the requester, under
// that address.
func (s *Intake) entitled(ctx context.Context, tx *dbx.Tx, l letter, id ids.Ticket, signed bool) (authz.Actor, bool, error) {
	if l.from.actor.Known() {
		t, err := ticket.Find(ctx, tx, l.from.actor, id)
		if err == nil && (signed || concerns(t, l.from.actor)) {
			return l.from.actor, true, nil
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return authz.Actor{}, false, err
		}
	}
	t, err := ticket.Find(ctx, tx, postman, id)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return authz.Actor{}, false, nil
	}
	if err != nil {
		return authz.Actor{}, false, err
	}
	his := t.RequesterMail != "" && strings.EqualFold(t.RequesterMail, l.address())
	return postman, signed || his, nil
}

func concerns(t *ticket.Ticket, a authz.Actor) bool {
	return t.Asks(a) || t.Solves(a) || a.User == t.Receiver || a.May(authz.TicketThreadPostAll, t)
}

// reply adds a letter to a ticket (MIN-040, MIN-043).
func (s *Intake) reply(ctx context.Context, tx *dbx.Tx, l letter, id ids.Ticket, actor authz.Actor) (Result, error) {
	kept, refused, err := s.files(ctx, l, id)
	if err != nil {
		return Result{}, err
	}
	r := ticket.Reply{Kind: ticket.KindMailIn, HTML: s.body(l, true) + s.notImported(l, refused), MessageID: l.mail.MessageID, Then: s.attach(ctx, l, kept)}
	if actor.User == 0 {
		r.Name, r.AsAsker = l.name(), true
	}
	e, err := s.Tickets.ReplyIn(ctx, tx, actor, id, r)
	return Result{Status: Done, Outcome: "replied", Ticket: id, Entry: e.ID}, err
}

// open makes a ticket of a letter; earlier is the closed ticket that it came too
// late for (MIN-003, TKT-120).
func (s *Intake) open(ctx context.Context, tx *dbx.Tx, l letter, earlier ids.Ticket) (Result, error) {
	if many, err := s.tooMany(ctx, tx, l.address()); err != nil || many {
		return Result{Status: Quarantined, Reason: "mailin.too_many", Args: []any{l.address(), s.Settings.MaxPerHour()}}, err
	}
	if !l.known() {
		switch s.Settings.Unknown() {
		case Refuse:
			return Result{Status: Excluded, Reason: "mailin.unknown_sender", Args: []any{l.address()}}, nil
		case CreateUser:
			if err := s.meet(ctx, tx, &l); err != nil {
				return Result{}, err
			}
		}
	}
	kept, refused, err := s.files(ctx, l, 0)
	if err != nil {
		return Result{}, err
	}
	o := ticket.Opening{Title: s.title(l), Entity: s.entity(l), Department: l.Department, Category: l.Category, Source: "mail", MessageID: l.mail.MessageID,
		Requester: l.from.user.ID, Then: s.attach(ctx, l, kept)}
	o.HTML = s.heading(l, o.Title, earlier) + s.body(l, earlier != 0) + s.notImported(l, refused)
	if d := l.mail.Date; d.Before(tx.Now) {
		o.Created = d
	}
	if !l.known() {
		o.RequesterMail, o.RequesterName = l.address(), clip(l.mail.From.Name, 100)
	}
	t, err := s.Tickets.OpenIn(ctx, tx, opener(l, o.Entity), o)
	if err != nil {
		return Result{}, err
	}
	return Result{Status: Done, Outcome: "opened", Ticket: t.ID, Entry: ids.EntryOf(t.ID, 1)}, nil
}

// opener writes as the sender with the one right that a mailbox gives to
// everybody: opening a ticket where its mails go. For whom is not known, the
// system writes.
func opener(l letter, e ids.Entity) authz.Actor {
	if !l.known() {
		return postman
	}
	a := authz.NewActor(l.from.user.ID, l.from.user.Name(), e, false, []ids.Entity{e}, authz.Set{authz.SideOpenTicket: true})
	a.Via, a.Lang = authz.ViaMail, l.from.user.Language
	return a
}

// entity is the mailbox's, else the sender's own, else the root (MIN-035).
func (s *Intake) entity(l letter) ids.Entity {
	switch {
	case l.Mailbox != 0 && l.Entity != 0, l.Entity > ids.Root:
		return l.Entity
	case l.from.actor.Entity != 0:
		return l.from.actor.Entity
	}
	return ids.Root
}

var profileNamed = dbx.Unscoped(`SELECT id FROM profiles WHERE code = $1`)

// meet makes an account of an unknown sender: without password, with the default
// profile (MIN-012). An address whose account is disabled gets none (MIN-011);
// one that cannot be an account stays on the ticket.
func (s *Intake) meet(ctx context.Context, tx *dbx.Tx, l *letter) error {
	if user.CheckMail(l.address()) != nil || len(l.address()) > 100 {
		return nil
	}
	old, err := dbx.All(ctx, tx, anyAccount.As(postman), dbx.Scalar[int64], l.address())
	if err != nil || len(old) > 0 {
		return err
	}
	login, err := s.Users.FreeLogin(ctx, tx, l.address())
	if err != nil {
		return err
	}
	u := user.User{Login: login, Last: l.name(), Mail: l.address(), Language: string(s.Settings.Language())}
	profile, err := dbx.One(ctx, tx, profileNamed, dbx.Scalar[int64], string(authz.User))
	if err != nil {
		return err
	}
	g, err := authz.Grant(postman, authz.AdminUsers, u)
	if err != nil {
		return err
	}
	e := s.entity(*l)
	if u.ID, err = s.Users.Add(ctx, tx, g, u, user.Assignment{Entity: e, Profile: ids.Profile(profile)}); len(fault.All(err)) > 0 {
		return nil
	} else if err != nil {
		return err
	}
	l.from = writer{user: u}
	return s.log.Record(ctx, tx, postman, user.Created{User: u.ID, Login: login, Entity: e})
}

var anyAccount = dbx.Select(`SELECT u.id FROM @users AS u WHERE u.mail_fold = $1 LIMIT 1`)

func (s *Intake) lang(l letter) i18n.Lang {
	if lang, ok := i18n.Parse(l.from.user.Language); ok {
		return lang
	}
	return s.Settings.Language()
}

func paragraph(text string) string { return fmt.Sprintf("<p>%s</p>", escape(text)) }
