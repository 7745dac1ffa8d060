package dbx_test

import (
	"errors"
	"testing"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbtest"
	"renfort/internal/dbx"
)

var (
	addEntity = dbx.Change(`INSERT INTO entities (name, name_fold, path) VALUES ($1, $2, $3) RETURNING id`)
	addUser   = dbx.Change(`INSERT INTO users (login, login_fold, name_fold, created_at) VALUES ($1, $2, $3, $4) RETURNING id`)
	addGroup  = dbx.Change(`INSERT INTO groups (kind, name, name_fold, entity_id) VALUES ($1, $2, $3, $4) RETURNING id`)
	groups    = dbx.Select(`SELECT g.id FROM @groups AS g ORDER BY g.id`)
	members   = dbx.Select(`SELECT m.user_id FROM @group_members AS m`)
	join      = dbx.Change(`INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)`)
	noted     = dbx.Unscoped(`INSERT INTO counters (name, value) VALUES ($1, $2)`)
	note      = dbx.Unscoped(`SELECT value FROM counters WHERE name = $1`)
)

var _ = authz.Declare("groups", func(a authz.Actor, b authz.Binder) string { return authz.InEntity(a, b, "entity_id") })
var _ = authz.Declare("users", func(a authz.Actor, b authz.Binder) string { return "TRUE" })

func proof(t *testing.T) authz.Proof {
	t.Helper()
	g, err := authz.Grant(authz.System("test", "write"), "write", authz.House{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestRowsOutOfScopeAreNotThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *dbx.DB) {
		ctx := t.Context()
		err := db.Write(ctx, func(tx *dbx.Tx) error {
			e1, err := dbx.Insert[int64](ctx, tx, addEntity, proof(t), "Paris", "paris", "/1/")
			if err != nil {
				return err
			}
			e2, _ := dbx.Insert[int64](ctx, tx, addEntity, proof(t), "Lyon", "lyon", "/2/")
			u, _ := dbx.Insert[int64](ctx, tx, addUser, proof(t), "ana", "ana", "ana", 1)
			for i, e := range []int64{e1, e2} {
				g, err := dbx.Insert[int64](ctx, tx, addGroup, proof(t), "users", "g", string(rune('a'+i)), e)
				if err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, join, proof(t), g, u); err != nil {
					return err
				}
			}
			tx.Recorded()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for name, tt := range map[string]struct {
			who  authz.Actor
			want int
		}{
			"one entity":      {authz.NewActor(7, "a", 1, false, idsOf(1), nil), 1},
			"two entities":    {authz.NewActor(7, "a", 1, false, idsOf(1, 2), nil), 2},
			"none":            {authz.NewActor(7, "a", 9, false, nil, nil), 0},
			"nobody":          {authz.Actor{}, 0},
			"a system actor":  {authz.System("job"), 2},
			"another's place": {authz.NewActor(7, "a", 3, false, idsOf(3), nil), 0},
		} {
			t.Run(name, func(t *testing.T) {
				for _, q := range []dbx.Scoped{groups, members} {
					var got []int64
					err := db.Read(ctx, func(tx *dbx.Tx) (err error) {
						got, err = dbx.All(ctx, tx, q.As(tt.who), dbx.Scalar[int64])
						return err
					})
					if err != nil || len(got) != tt.want {
						t.Errorf("%d rows (%v), want %d", len(got), err, tt.want)
					}
				}
			})
		}
	})
}

func TestUncheckedStatementsStopTheProgram(t *testing.T) {
	for name, f := range map[string]func(){
		"bare table":          func() { dbx.Select(`SELECT id FROM tickets`) },
		"bare child":          func() { dbx.Select(`SELECT m.user_id FROM @groups g JOIN group_members m ON m.group_id = g.id`) },
		"@ before a global":   func() { dbx.Select(`SELECT id FROM @entities`) },
		"unscoped over scope": func() { dbx.Unscoped(`SELECT count(*) FROM tickets`) },
		"write on a global":   func() { dbx.Unscoped(`DELETE FROM entities`) },
		"write that reads":    func() { dbx.Change(`INSERT INTO entries SELECT id, id, title FROM tickets`) },
		"unknown table":       func() { dbx.Change(`DELETE FROM nothing`) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("accepted")
				}
			}()
			f()
		})
	}
}

func TestWritesNeedAGrantAndAnEvent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *dbx.DB) {
		ctx := t.Context()
		for _, p := range []authz.Proof{nil, authz.Granted[authz.House]{}} {
			err := db.Write(ctx, func(tx *dbx.Tx) error {
				_, err := tx.Exec(ctx, dbx.Change(`DELETE FROM entities`), p)
				return err
			})
			if err == nil {
				t.Errorf("%v was taken for a grant", p)
			}
		}
		write := func(record bool) error {
			return db.Write(ctx, func(tx *dbx.Tx) error {
				if record {
					tx.Recorded()
				}
				_, err := dbx.Insert[int64](ctx, tx, addEntity, proof(t), "Rennes", "rennes", "/9/")
				return err
			})
		}
		if write(false) == nil {
			t.Error("a write without event was kept")
		}
		var n int64
		count := dbx.Unscoped(`SELECT count(*) FROM entities`)
		read := func(tx *dbx.Tx) (err error) { n, err = dbx.One(ctx, tx, count, dbx.Scalar[int64]); return err }
		if err := db.Read(ctx, read); err != nil || n != 0 {
			t.Errorf("%d rows remain, %v", n, err)
		}
		if err := write(true); err != nil {
			t.Error(err)
		}
	})
}

func TestErrorsAndNotesAreAlikeOnBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *dbx.DB) {
		ctx := t.Context()
		heard := make(chan dbx.Note, 10)
		db.Listen("x", func(n dbx.Note) { heard <- n })
		put := func(fail error) error {
			return db.Write(ctx, func(tx *dbx.Tx) error {
				if _, err := tx.Do(ctx, noted, "k", 1); err != nil {
					return err
				}
				if err := db.Notify(ctx, tx, dbx.Note{Topic: "x", Key: "k"}); err != nil {
					return err
				}
				return fail
			})
		}
		stop := errors.New("stop")
		if err := put(stop); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		deadline := time.After(10 * time.Second)
		for got := false; !got; { // PostgreSQL's listener needs a moment to stand
			if err := put(nil); err != nil && !errors.Is(err, dbx.ErrTaken) {
				t.Fatal(err)
			}
			db.Write(ctx, func(tx *dbx.Tx) error {
				return db.Notify(ctx, tx, dbx.Note{Topic: "x", Key: "k"})
			})
			select {
			case n := <-heard:
				got = n.Key == "k"
			case <-deadline:
				t.Fatal("no note arrived")
			case <-time.After(100 * time.Millisecond):
			}
		}
		if err := put(nil); !errors.Is(err, dbx.ErrTaken) {
			t.Errorf("a second row with the key: %v", err)
		}
		err := db.Read(ctx, func(tx *dbx.Tx) error {
			_, err := dbx.One(ctx, tx, note, dbx.Scalar[int64], "missing")
			return err
		})
		if !errors.Is(err, dbx.ErrNone) {
			t.Errorf("no row: %v", err)
		}
	})
}
