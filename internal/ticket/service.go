package ticket

import (
	"context"
	"strconv"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/entity"
	"renfort/internal/event"
	"renfort/internal/ids"
)

// Index keeps the words of tickets where a search finds them, in the
// transaction of the text itself, so that the two cannot drift.
type Index interface {
	// Put replaces the words of one document: an entry, or with place 0 the ticket's title.
	Put(ctx context.Context, tx *dbx.Tx, doc ids.Entry, words []string) error
}

// Lists answers what the rules ask about list values.
type Lists interface {
	// State tells the flags of a state; ok is false for one that cannot be chosen.
	State(State) (closed, ok bool)
	// States are all states, also those that can no longer be chosen.
	States() []State
}

// Names says how people are called; it shows names only, whoever asks.
type Names interface {
	Name(ctx context.Context, tx *dbx.Tx, u ids.User) (string, error)
}

// Settings are the parameters that the rules of tickets read.
type Settings interface {
	// ReopenDays is how long a requester's reply reopens a closed ticket; 0: never.
	ReopenDays() int
}

// Tickets is everything that can be done with tickets.
type Tickets struct {
	db       *dbx.DB
	log      *event.Log
	entities *entity.Entities
	Parts
}

// Parts are what the floors above fill in.
type Parts struct {
	Index    Index
	Lists    Lists
	Names    Names
	Settings Settings
}

// New readies the service.
func New(db *dbx.DB, log *event.Log, entities *entity.Entities, parts Parts) *Tickets {
	return &Tickets{db: db, log: log, entities: entities, Parts: parts}
}

// Changed is the topic of notes about tickets; the key is the number.
const Changed dbx.Topic = "ticket"

func (s *Tickets) tell(ctx context.Context, tx *dbx.Tx, id ids.Ticket) error {
	return s.db.Notify(ctx, tx, dbx.Note{Topic: Changed, Key: strconv.FormatInt(int64(id), 10)})
}

// Get reads one ticket as who sees it.
func (s *Tickets) Get(ctx context.Context, who authz.Actor, id ids.Ticket) (t *Ticket, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		t, err = Find(ctx, tx, who, id)
		return err
	})
	return t, err
}

// change runs fn on a ticket that who was granted r on, then writes the ticket,
// and tells the open pages.
func (s *Tickets) change(ctx context.Context, who authz.Actor, r authz.Right, id ids.Ticket,
	fn func(*dbx.Tx, authz.Granted[*Ticket]) (event.Event, error)) (t *Ticket, err error) {
	err = s.db.Write(ctx, func(tx *dbx.Tx) error {
		g, err := grant(ctx, tx, who, r, id)
		if err != nil {
			return err
		}
		t = g.Object()
		return s.changeGranted(ctx, tx, who, g, fn)
	})
	return t, err
}

func (s *Tickets) changeGranted(ctx context.Context, tx *dbx.Tx, who authz.Actor, g authz.Granted[*Ticket],
	fn func(*dbx.Tx, authz.Granted[*Ticket]) (event.Event, error)) error {
	was := *g.Object()
	e, err := fn(tx, g)
	if err != nil {
		return err
	}
	if err := s.save(ctx, tx, g, was); err != nil {
		return err
	}
	if err := s.log.Record(ctx, tx, who, e); err != nil {
		return err
	}
	return s.tell(ctx, tx, was.ID)
}
