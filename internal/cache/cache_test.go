package cache_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"renfort/internal/cache"
	"renfort/internal/dbtest"
	"renfort/internal/dbx"
)

const topic dbx.Topic = "probe"

// probe counts how often it was read; its value is the version it saw.
func probe(db *dbx.DB) (*cache.Value[int64], *atomic.Int64) {
	var reads atomic.Int64
	version := dbx.Unscoped(`SELECT COALESCE(MAX(version), 0) FROM caches`)
	return cache.New(db, topic, func(ctx context.Context, tx *dbx.Tx) (int64, error) {
		reads.Add(1)
		return dbx.One(ctx, tx, version, dbx.Scalar[int64])
	}), &reads
}

func get(t *testing.T, v *cache.Value[int64]) int64 {
	t.Helper()
	n, err := v.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestValueIsReadOnceUntilItChanges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *dbx.DB) {
		v, reads := probe(db)
		get(t, v)
		get(t, v)
		if reads.Load() != 1 {
			t.Errorf("read %d times", reads.Load())
		}
		change(t, db, v, nil)
		if got := get(t, v); got != 1 {
			t.Errorf("after a change: %d", got)
		}
	})
}

func change(t *testing.T, db *dbx.DB, v *cache.Value[int64], fail error) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *dbx.Tx) error {
		if err := v.Changed(t.Context(), tx); err != nil {
			return err
		}
		return fail
	})
	if err != fail {
		t.Fatal(err)
	}
}

func TestChangeThatIsRolledBackIsNoChange(t *testing.T) {
	db := dbtest.SQLite(t)
	v, reads := probe(db)
	get(t, v)
	change(t, db, v, context.Canceled)
	if got := get(t, v); got != 0 || reads.Load() != 1 {
		t.Errorf("%d after %d reads", got, reads.Load())
	}
}

// Several nodes share a PostgreSQL; two values stand for two of them. Only a note
// tells the second.
func TestOtherNodeFollows(t *testing.T) {
	db := dbtest.Postgres(t)
	here, _ := probe(db)
	there, _ := probe(db)
	get(t, there)
	for range 100 { // until the listener stands
		change(t, db, here, nil)
		time.Sleep(20 * time.Millisecond)
		if get(t, there) == get(t, here) {
			return
		}
	}
	t.Error("the other node never saw the change")
}

// A note may be lost; after a minute the database is asked, and read only if
// something has changed.
func TestLostNoteIsFoundOutAfterAMinute(t *testing.T) {
	db := dbtest.SQLite(t)
	now := time.Now()
	db.Now = func() time.Time { return now }
	v, reads := probe(db)
	get(t, v)
	now = now.Add(2 * time.Minute)
	get(t, v)
	if reads.Load() != 1 {
		t.Errorf("read %d times though nothing changed", reads.Load())
	}
	silently := dbx.Unscoped(`INSERT INTO caches (topic, version) VALUES ($1, 7)`)
	err := db.Write(t.Context(), func(tx *dbx.Tx) error {
		_, err := tx.Do(t.Context(), silently, string(topic))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := get(t, v); got != 0 {
		t.Errorf("asked too early: %d", got)
	}
	now = now.Add(2 * time.Minute)
	if got := get(t, v); got != 7 {
		t.Errorf("after a lost note: %d", got)
	}
}

// Rules that no request carries, such as jobs' and gates', go on by what was read last.
func TestCurrentOutlivesTheDatabase(t *testing.T) {
	db := dbtest.SQLite(t)
	fails := errors.New("no database")
	var err error
	v := cache.New(db, topic, func(context.Context, *dbx.Tx) (int64, error) { return 7, err })
	err = fails
	if _, ok := v.Current(); ok {
		t.Error("something was never read but is current")
	}
	err = nil
	if n, ok := v.Current(); n != 7 || !ok {
		t.Errorf("%d, %t", n, ok)
	}
	change(t, db, v, nil)
	err = fails
	if n, ok := v.Current(); n != 7 || !ok {
		t.Errorf("without a database: %d, %t", n, ok)
	}
	if _, got := v.Get(t.Context()); !errors.Is(got, fails) {
		t.Errorf("Get hides the failure: %v", got)
	}
}

// A change that lands while the value is being read is not overwritten by the
// older reading.
func TestChangeDuringReading(t *testing.T) {
	db := dbtest.SQLite(t)
	var v *cache.Value[int64]
	reads := 0
	v = cache.New(db, topic, func(ctx context.Context, _ *dbx.Tx) (int64, error) {
		reads++
		if reads == 1 {
			change(t, db, v, nil)
		}
		return int64(reads), nil
	})
	get(t, v)
	if got := get(t, v); got != 2 {
		t.Errorf("the older reading was kept: %d", got)
	}
}
