package postgres_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"renfort/internal/testenv"
	"renfort/internal/testenv/postgres"
)

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	c, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(context.Background()) })
	return c
}

func one[T any](t *testing.T, c *pgx.Conn, q string, args ...any) (v T) {
	t.Helper()
	if err := c.QueryRow(t.Context(), q, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	return v
}

func TestNewDatabase(t *testing.T) {
	var name string
	t.Run("is empty and its owner's", func(t *testing.T) {
		c := connect(t, postgres.NewDatabase(t))
		name = one[string](t, c, "SELECT current_database()")
		if who := one[string](t, c, "SELECT current_user"); who != postgres.Role {
			t.Errorf("signed in as %s", who)
		}
		if n := one[int](t, c, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"); n != 0 {
			t.Errorf("%d tables", n)
		}
		if _, err := c.Exec(t.Context(), "CREATE TABLE x (id bigint)"); err != nil {
			t.Error(err)
		}
		_, err := c.Exec(t.Context(), "CREATE ROLE y")
		if e, ok := errors.AsType[*pgconn.PgError](err); !ok || e.Code != "42501" {
			t.Errorf("the owner may make roles: %v", err)
		}
		// The connection stays open: it must not keep the database alive.
		lost, err := pgx.Connect(context.Background(), postgres.Need(t).DSN(name))
		if err != nil {
			t.Fatal(err)
		}
		_ = lost
	})
	admin := connect(t, postgres.Need(t).AdminDSN("postgres"))
	if n := one[int](t, admin, "SELECT count(*) FROM pg_database WHERE datname = $1", name); n != 0 {
		t.Errorf("%s outlived its test", name)
	}
}

func TestNewFrom(t *testing.T) {
	prepared := 0
	prepare := func(dsn string) error {
		prepared++
		c, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			return err
		}
		_, err = c.Exec(t.Context(), "CREATE TABLE words AS SELECT 'hello' AS word")
		return err // the connection is left open on purpose
	}
	key := t.Name() + t.TempDir() // another run must not find it ready
	for range 3 {
		c := connect(t, postgres.NewFrom(t, key, prepare))
		if w := one[string](t, c, "SELECT string_agg(word, ',') FROM words"); w != "hello" {
			t.Errorf("the copy holds %q", w)
		}
		if _, err := c.Exec(t.Context(), "INSERT INTO words VALUES ('mine')"); err != nil {
			t.Error(err)
		}
	}
	if prepared != 1 {
		t.Errorf("prepared %d times", prepared)
	}
}

func TestDatabasesAtTheSameTime(t *testing.T) {
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		seen = map[string]bool{}
	)
	for range 8 {
		wg.Go(func() {
			dsn := postgres.NewDatabase(t)
			mu.Lock()
			defer mu.Unlock()
			if seen[dsn] {
				t.Errorf("%s was given twice", dsn)
			}
			seen[dsn] = true
		})
	}
	wg.Wait()
}

// TestPort is also what TestIsShared runs as another test program.
func TestPort(t *testing.T) {
	c := connect(t, postgres.NewDatabase(t))
	t.Logf("PORT %s", one[string](t, c, "SELECT setting FROM pg_settings WHERE name = 'port'"))
}

func TestIsShared(t *testing.T) {
	c := connect(t, postgres.NewDatabase(t))
	mine := one[string](t, c, "SELECT setting FROM pg_settings WHERE name = 'port'")

	peer := exec.Command(os.Args[0], "-test.run=^TestPort$", "-test.v")
	out, err := peer.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PORT "+mine+"\n") {
		t.Errorf("the peer did not use port %s: %v\n%s", mine, err, out)
	}
}

// A missing server fails the tests, unless a developer chose to go without.
func TestMissing(t *testing.T) {
	tests := []struct {
		name, skip, require string
		want                string
	}{
		{"fails", "", "", "FAIL"},
		{"is skipped by a developer", "1", "", "PASS"},
		{"fails in the run of record", "1", "1", "FAIL"},
	}
	if os.Getenv("MISSING_TEST_PEER") != "" {
		testenv.Missing(t, "Nothing", "nothing", errors.New("never there"))
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			peer := exec.Command(os.Args[0], "-test.run=^TestMissing$", "-test.v")
			peer.Env = append(os.Environ(), "MISSING_TEST_PEER=1",
				testenv.SkipVariable+"="+tt.skip, testenv.RequireVariable+"="+tt.require)
			out, err := peer.CombinedOutput()
			last := strings.TrimSpace(string(out))
			last = last[strings.LastIndex(last, "\n")+1:]
			if last != tt.want || (err == nil) != (tt.want == "PASS") {
				t.Errorf("want %s: %v\n%s", tt.want, err, out)
			}
		})
	}
}
