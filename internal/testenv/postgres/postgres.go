// Package postgres gives tests a real PostgreSQL server. The first test program
// that asks starts it; all others of the same user share it; it goes away by
// itself a minute after the last of them ended. Its data are made to be lost:
// nothing is synced to disk.
package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"renfort/internal/testenv"
)

const (
	// Role owns the databases that tests get. It has rights on them alone, as the
	// product's own user has (OPS-012).
	Role     = "renfort"
	password = "renfort"
	superman = "postgres"

	// Packages are what Debian calls the server.
	Packages = "postgresql"
)

// Server is the running PostgreSQL, shared with other test programs.
type Server struct {
	Port  int
	admin *pgxpool.Pool
	dir   string
}

var start = sync.OnceValues(func() (*Server, error) { return launch(context.Background()) })

// Start returns the server, started if need be. The lease on it lasts until this
// program ends.
func Start() (*Server, error) { return start() }

// Need is Start for a test that cannot do without.
func Need(t testing.TB) *Server {
	t.Helper()
	s, err := Start()
	if err != nil {
		testenv.Missing(t, "PostgreSQL", Packages, err)
	}
	return s
}

// NewDatabase makes an empty database, dropped at the end of t together with the
// connections that are left, and returns how to reach it as its owner.
func NewDatabase(t testing.TB) (dsn string) {
	t.Helper()
	return Need(t).lend(t, "template0")
}

// NewFrom makes a copy of the template named by key. Prepare fills the template
// the first time any test program asks for that key, so key must name the content
// (a hash of the migrations, for example).
func NewFrom(t testing.TB, key string, prepare func(dsn string) error) (dsn string) {
	t.Helper()
	s := Need(t)
	template, err := s.template(t.Context(), key, prepare)
	if err != nil {
		t.Fatal(err)
	}
	return s.lend(t, template)
}

func (s *Server) lend(t testing.TB, template string) string {
	t.Helper()
	name := "t_" + strings.ToLower(rand.Text())
	if err := s.Create(t.Context(), name, template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := s.Drop(ctx, name); err != nil {
			t.Error(err)
		}
	})
	return s.DSN(name)
}

// DSN reaches database as its owner, who may do nothing elsewhere.
func (s *Server) DSN(database string) string { return s.address(Role, database) }

// AdminDSN reaches database as the superuser, for tests about roles and rights.
func (s *Server) AdminDSN(database string) string { return s.address(superman, database) }

func (s *Server) address(user, database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(user, password),
		Host:     fmt.Sprintf("127.0.0.1:%d", s.Port),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// Create makes a database owned by Role as a copy of template, to which nobody
// may be connected.
func (s *Server) Create(ctx context.Context, name, template string) error {
	return s.do(ctx, "CREATE DATABASE %s OWNER %s TEMPLATE %s STRATEGY file_copy", name, Role, template)
}

// Drop removes a database, and throws out whoever is connected to it.
func (s *Server) Drop(ctx context.Context, name string) error {
	return s.do(ctx, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name)
}

// do runs an administrative statement; names become quoted identifiers.
func (s *Server) do(ctx context.Context, statement string, names ...string) error {
	quoted := make([]any, len(names))
	for i, name := range names {
		quoted[i] = pgx.Identifier{name}.Sanitize()
	}
	q := fmt.Sprintf(statement, quoted...)
	if _, err := s.admin.Exec(ctx, q); err != nil {
		return fmt.Errorf("test server: %s: %w", q, err)
	}
	return nil
}

// template returns the name of the template database of key, made under a lock
// that all test programs respect. A preparation that fails leaves nothing.
func (s *Server) template(ctx context.Context, key string, prepare func(dsn string) error) (string, error) {
	name := templateName(key)
	unlock, err := lock(s.dir + "/template")
	if err != nil {
		return "", err
	}
	defer unlock()

	var ready bool
	err = s.admin.QueryRow(ctx, "SELECT datistemplate FROM pg_database WHERE datname = $1", name).Scan(&ready)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", fmt.Errorf("test server: look for %s: %w", name, err)
	}
	if ready {
		return name, nil
	}
	if err := s.Drop(ctx, name); err != nil {
		return "", err
	}
	if err := s.Create(ctx, name, "template0"); err != nil {
		return "", err
	}
	if err := prepare(s.DSN(name)); err != nil {
		return "", errors.Join(fmt.Errorf("prepare the test database %s: %w", key, err), s.Drop(ctx, name))
	}
	return name, s.seal(ctx, name)
}

// seal marks a database as a template and closes it, so that it can be copied.
func (s *Server) seal(ctx context.Context, name string) error {
	if err := s.do(ctx, "ALTER DATABASE %s ALLOW_CONNECTIONS false", name); err != nil {
		return err
	}
	_, err := s.admin.Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
	if err != nil {
		return fmt.Errorf("test server: close %s: %w", name, err)
	}
	return s.do(ctx, "ALTER DATABASE %s IS_TEMPLATE true", name)
}
