package dbx

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Topic is what a note between nodes is about.
type Topic string

// Note tells every node, this one included, that something changed. It carries
// a key only; whoever hears it reads the database with his own rights.
type Note struct {
	Topic Topic
	Key   string // at most 200 bytes
}

// bus carries notes to the listeners of this process.
type bus struct {
	mu        sync.Mutex
	listeners map[Topic][]func(Note)
	stop      context.CancelFunc
}

// Listen calls fn for every note on the topic, from any node. Notes are never
// sent by a transaction that was rolled back; they may be lost while a node has
// lost its database, so a listener also looks for itself now and then.
func (db *DB) Listen(t Topic, fn func(Note)) {
	db.bus.mu.Lock()
	defer db.bus.mu.Unlock()
	if db.bus.listeners == nil {
		db.bus.listeners = map[Topic][]func(Note){}
	}
	db.bus.listeners[t] = append(db.bus.listeners[t], fn)
	if db.dialect == Postgres && db.bus.stop == nil {
		ctx, stop := context.WithCancel(context.Background())
		db.bus.stop = stop
		go db.hear(ctx)
	}
}

var pgNotify = Unscoped(`SELECT CASE WHEN pg_notify('renfort', $1) IS NULL THEN 0 ELSE 1 END`)

// Notify sends a note once the transaction stands.
func (db *DB) Notify(ctx context.Context, t *Tx, n Note) error {
	if db.dialect == SQLite {
		t.OnCommit(func() { db.bus.tell(n) })
		return nil
	}
	_, err := One(ctx, t, pgNotify, Scalar[int64], string(n.Topic)+" "+n.Key)
	return err
}

func (b *bus) tell(n Note) {
	b.mu.Lock()
	fns := b.listeners[n.Topic]
	b.mu.Unlock()
	for _, fn := range fns {
		fn(n)
	}
}

func (b *bus) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stop != nil {
		b.stop()
	}
}

const hearAgain = 2 * time.Second

// hear waits for notes on a connection of its own, and opens a new one when it breaks.
func (db *DB) hear(ctx context.Context) {
	for ctx.Err() == nil {
		if err := db.hearOnce(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("notes between nodes are interrupted", "err", err)
			time.Sleep(hearAgain)
		}
	}
}

func (db *DB) hearOnce(ctx context.Context) error {
	c, err := pgx.ConnectConfig(ctx, db.pool.(pgPool).Config().ConnConfig)
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx))
	if _, err := c.Exec(ctx, "LISTEN renfort"); err != nil {
		return err
	}
	for {
		m, err := c.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		db.bus.tell(parseNote(m.Payload))
	}
}

func parseNote(s string) Note {
	for i := range len(s) {
		if s[i] == ' ' {
			return Note{Topic(s[:i]), s[i+1:]}
		}
	}
	return Note{Topic: Topic(s)}
}
