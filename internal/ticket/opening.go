package ticket

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

const maxTitle = 255

// Opening is what a new ticket is made of. Zero values mean "not chosen".
type Opening struct {
	Key             string // makes the same form sent twice one ticket (GEN-029)
	Title           string
	HTML            string // the description, clean
	Entity          ids.Entity
	Requester       ids.User
	RequesterMail   string // of a sender without account
	RequesterName   string
	Technician      ids.User
	TechnicianGroup ids.Group
	State           State
	Priority        int64
	Criticality     int64
	Category        int64
	Subcategory     int64
	Department      int64
	Created         time.Time
	Hoped           string
	Source          string
	MessageID       string // of the mail it came in
	// Then runs in the transaction once the ticket stands, e.g. to attach files.
	Then func(tx *dbx.Tx, g authz.Granted[*Ticket], first Entry) error
}

var (
	keyMade = dbx.Unscoped(`SELECT made FROM form_keys WHERE form_key = $1`)
	keepKey = dbx.Unscoped(`INSERT INTO form_keys (form_key, made, at) VALUES ($1, $2, $3)`)
)

// Open makes a ticket (TKT-001…012, TKT-110).
func (s *Tickets) Open(ctx context.Context, who authz.Actor, o Opening) (t *Ticket, err error) {
	err = s.once(ctx, o.Key, func(tx *dbx.Tx) error {
		t, err = s.OpenIn(ctx, tx, who, o)
		return err
	})
	return t, err
}

// once runs fn, and again where the same form was just made by another request:
// the second run finds what the first one made.
func (s *Tickets) once(ctx context.Context, key string, fn func(*dbx.Tx) error) error {
	err := s.db.Write(ctx, fn)
	if key != "" && errors.Is(err, dbx.ErrTaken) {
		err = s.db.Write(ctx, fn)
	}
	return err
}

// OpenIn is Open in the caller's transaction.
func (s *Tickets) OpenIn(ctx context.Context, tx *dbx.Tx, who authz.Actor, o Opening) (*Ticket, error) {
	if earlier, err := s.alreadyMade(ctx, tx, who, o.Key); earlier != nil || err != nil {
		return earlier, err
	}
	if err := o.check(tx.Now); err != nil {
		return nil, err
	}
	t := o.draft(who, tx.Now)
	if t.State == 0 {
		t.State = t.firstState()
	}
	var ok bool
	if t.Closed, ok = s.Lists.State(t.State); !ok {
		return nil, fault.New(fault.Invalid, "ticket.list_gone").On("state")
	}
	if _, err := authz.Grant(who, authz.SideOpenTicket, &opener{t}); err != nil {
		return nil, err
	}
	return t, s.write(ctx, tx, who, t, o)
}

// opener is a ticket that does not stand yet: it may be opened where the actor works.
type opener struct{ *Ticket }

func (o *opener) Reached(a authz.Actor) bool { return a.In(o.Entity) }

func (s *Tickets) write(ctx context.Context, tx *dbx.Tx, who authz.Actor, t *Ticket, o Opening) error {
	n, err := dbx.One(ctx, tx, nextNumber, dbx.Scalar[int64])
	if err != nil {
		return err
	}
	t.ID = ids.Ticket(n)
	g, err := authz.Grant(desk, authz.SideOpenTicket, t)
	if err != nil {
		return err
	}
	if err := s.add(ctx, tx, g); err != nil {
		return err
	}
	first, err := s.append(ctx, tx, g, Entry{Kind: KindOpened, Author: t.Receiver, Name: authorName(who, t), HTML: o.HTML,
		Side: t.LastSide, MessageID: o.MessageID})
	if err != nil {
		return err
	}
	lanes, err := s.lanesOf(ctx, tx, t)
	if err != nil {
		return err
	}
	if err := s.indexTitle(ctx, tx, t, lanes); err != nil {
		return err
	}
	if o.Then != nil {
		if err := o.Then(tx, g, first); err != nil {
			return err
		}
	}
	if err := s.save(ctx, tx, g, *t); err != nil {
		return err
	}
	if o.Key != "" {
		if _, err := tx.Do(ctx, keepKey, o.Key, n, tx.Now.UnixMicro()); err != nil {
			return err
		}
	}
	if err := s.log.Record(ctx, tx, who, Opened{t.ID, t.Entity, t.Source}); err != nil {
		return err
	}
	return s.tell(ctx, tx, t.ID)
}

// desk finishes what an actor was already granted to begin.
var desk = authz.System("desk", authz.SideOpenTicket, authz.TicketSave, authz.TicketThreadPost)

func authorName(who authz.Actor, t *Ticket) string {
	if who.User != 0 {
		return who.Name
	}
	if t.RequesterName != "" {
		return t.RequesterName
	}
	if t.RequesterMail != "" {
		return t.RequesterMail
	}
	return who.Name
}

// alreadyMade is the ticket that the same form made before, if any.
func (s *Tickets) alreadyMade(ctx context.Context, tx *dbx.Tx, who authz.Actor, key string) (*Ticket, error) {
	if key == "" {
		return nil, nil
	}
	made, err := dbx.All(ctx, tx, keyMade, dbx.Scalar[int64], key)
	if err != nil || len(made) == 0 {
		return nil, err
	}
	return Find(ctx, tx, who, ids.Ticket(made[0]))
}

func (o *Opening) check(now time.Time) error {
	var es fault.Errors
	o.Title = strings.TrimSpace(o.Title)
	if n := utf8.RuneCountInString(o.Title); n == 0 {
		es.Add(fault.New(fault.Invalid, "ticket.title_missing").On("title"))
	} else if n > maxTitle {
		es.Add(fault.New(fault.Invalid, "ticket.title_long", maxTitle, n).On("title"))
	}
	if len(o.HTML) > maxText {
		es.Add(fault.New(fault.Invalid, "ticket.text_long", maxText, len(o.HTML)).On("description"))
	}
	if o.Created.After(now.Add(time.Minute)) {
		es.Add(fault.New(fault.Invalid, "ticket.created_in_future").On("created"))
	}
	if o.Hoped != "" {
		created := o.Created
		if created.IsZero() {
			created = now
		}
		if _, err := time.Parse(time.DateOnly, o.Hoped); err != nil {
			es.Add(fault.New(fault.Invalid, "ticket.date_unreadable").On("hoped"))
		} else if o.Hoped < created.Format(time.DateOnly) {
			es.Add(fault.New(fault.Invalid, "ticket.hoped_before_creation").On("hoped"))
		}
	}
	return es.Err()
}

// draft is the ticket with its defaults (10-tickets.md § 1).
func (o Opening) draft(who authz.Actor, now time.Time) *Ticket {
	t := &Ticket{Entity: o.Entity, Title: o.Title, State: o.State, Priority: o.Priority, Criticality: o.Criticality,
		Category: o.Category, Subcategory: o.Subcategory, Department: o.Department, Requester: o.Requester,
		RequesterMail: o.RequesterMail, RequesterName: o.RequesterName, Receiver: who.User, ReceiverEntity: who.Entity,
		Technician: o.Technician, TechnicianGroup: o.TechnicianGroup, Source: o.Source, Created: o.Created, Hoped: o.Hoped,
		LastEntry: now, StateSince: now, LastSide: Asking}
	if t.Entity == 0 {
		t.Entity = who.Entity
	}
	if t.Priority == 0 {
		t.Priority = mediumPriority
	}
	if t.Criticality == 0 {
		t.Criticality = lowCriticality
	}
	if t.Created.IsZero() {
		t.Created = now
	}
	if t.Source == "" {
		t.Source = string(who.Via)
	}
	return t
}
