// Package cache keeps in memory what every request asks for and hardly ever
// changes: lists, parameters. Each node follows the changes of the others.
package cache

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"renfort/internal/dbx"
)

// Value is something read from the database as a whole. What Get returns is
// shared, so it must never be changed.
type Value[T any] struct {
	db    *dbx.DB
	topic dbx.Topic
	load  func(context.Context, *dbx.Tx) (T, error)

	held    atomic.Pointer[held[T]]
	last    atomic.Pointer[T] // what was read last, for Current
	news    atomic.Int64      // notes heard; what was read before the last one is not kept
	loading sync.Mutex
}

// held is one reading.
type held[T any] struct {
	value   T
	version int64
	checked time.Time // when version was last compared with the database
}

// believe is how long a reading counts without asking the database whether it
// still holds. Notes make changes seen at once; this is for a note that was lost.
const believe = time.Minute

// New is a value that load reads. Its changes are told under topic, which also
// names its row in table caches.
func New[T any](db *dbx.DB, topic dbx.Topic, load func(context.Context, *dbx.Tx) (T, error)) *Value[T] {
	v := &Value[T]{db: db, topic: topic, load: load}
	db.Listen(topic, func(dbx.Note) { v.forget() })
	return v
}

func (v *Value[T]) forget() {
	v.news.Add(1)
	v.held.Store(nil)
}

// Get is the value as it stands.
func (v *Value[T]) Get(ctx context.Context) (T, error) {
	if h := v.held.Load(); h != nil && v.fresh(h) {
		return h.value, nil
	}
	v.loading.Lock()
	defer v.loading.Unlock()
	old := v.held.Load()
	if old != nil && v.fresh(old) {
		return old.value, nil
	}
	before := v.news.Load()
	h, err := v.read(ctx, old)
	if err != nil {
		var none T
		return none, err
	}
	v.held.Store(h)
	v.last.Store(&h.value)
	if v.news.Load() != before {
		v.held.CompareAndSwap(h, nil)
	}
	return h.value, nil
}

// Current is the value as it stands or, while the database cannot be read, as it
// stood last. ok is false as long as it could never be read.
func (v *Value[T]) Current() (value T, ok bool) {
	value, err := v.Get(context.Background())
	if err == nil {
		return value, true
	}
	slog.Warn("the database cannot be read; what was read before counts on", "topic", string(v.topic), "err", err)
	if last := v.last.Load(); last != nil {
		return *last, true
	}
	return value, false
}

func (v *Value[T]) fresh(h *held[T]) bool {
	age := v.db.Now().Sub(h.checked)
	return age >= 0 && age < believe
}

var (
	readVersion = dbx.Unscoped(`SELECT version FROM caches WHERE topic = $1`)
	addVersion  = dbx.Unscoped(`
		INSERT INTO caches (topic, version) VALUES ($1, 1)
		ON CONFLICT (topic) DO UPDATE SET version = caches.version + 1`)
)

// read is what the database holds, or old again if nothing has changed since.
func (v *Value[T]) read(ctx context.Context, old *held[T]) (*held[T], error) {
	h := &held[T]{checked: v.db.Now()}
	err := v.db.Read(ctx, func(tx *dbx.Tx) error {
		versions, err := dbx.All(ctx, tx, readVersion, dbx.Scalar[int64], string(v.topic))
		if err != nil {
			return err
		}
		if len(versions) > 0 {
			h.version = versions[0]
		}
		if old != nil && old.version == h.version {
			h.value = old.value
			return nil
		}
		h.value, err = v.load(ctx, tx)
		return err
	})
	return h, err
}

// Changed is called in the transaction that changes the value: once it stands,
// every node reads the value anew.
func (v *Value[T]) Changed(ctx context.Context, tx *dbx.Tx) error {
	if _, err := tx.Do(ctx, addVersion, string(v.topic)); err != nil {
		return err
	}
	tx.OnCommit(v.forget)
	return v.db.Notify(ctx, tx, dbx.Note{Topic: v.topic})
}
