// Package event records what happened. One row, written in the transaction of
// the change, is the audit line and the start of everything that follows.
package event

import (
	"context"
	"encoding/json"
	"fmt"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/ids"
)

// Event is a fact in the past tense. It is marshalled to JSON as it is, so it
// holds no secret.
type Event interface {
	Kind() string                                         // "ticket.closed"
	Subject() (table string, id int64, entity ids.Entity) // what it happened to
}

// Fact is an event that was written.
type Fact struct {
	ID    int64
	Who   authz.Actor
	Event Event
}

// Follower does, in the transaction of the fact, what must not be lost: it
// enqueues a job or writes a row of its own.
type Follower func(ctx context.Context, tx *dbx.Tx, f Fact) error

// Log writes events and calls their followers.
type Log struct{ followers map[string][]Follower }

// On makes fn follow every event of a kind. It is called while the program is
// put together, never later.
func (l *Log) On(kind string, fn Follower) {
	if l.followers == nil {
		l.followers = map[string][]Follower{}
	}
	l.followers[kind] = append(l.followers[kind], fn)
}

var insert = dbx.Unscoped(`
	INSERT INTO events (at, user_id, actor, via, addr, kind, subject, subject_id, entity_id, detail)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
	RETURNING id`)

// Record writes e and what follows it in tx.
func (l *Log) Record(ctx context.Context, tx *dbx.Tx, who authz.Actor, e Event) error {
	detail, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("recording %s: %w", e.Kind(), err)
	}
	table, id, entity := e.Subject()
	n, err := dbx.One(ctx, tx, insert, dbx.Scalar[int64], tx.Now.UnixMicro(), int64(who.User), who.Name,
		string(who.Via), who.Addr, e.Kind(), table, id, int64(entity), string(detail))
	if err != nil {
		return fmt.Errorf("recording %s: %w", e.Kind(), err)
	}
	tx.Recorded()
	for _, follow := range l.followers[e.Kind()] {
		if err := follow(ctx, tx, Fact{ID: n, Who: who, Event: e}); err != nil {
			return err
		}
	}
	return nil
}
