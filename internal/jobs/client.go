package jobs

import (
	"context"
	"database/sql"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"renfort/internal/dbx"
)

// pending are the states of a job that is still to be done.
var pending = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
	rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}

// client is River on either database.
type client interface {
	insert(ctx context.Context, tx *dbx.Tx, args river.JobArgs, opts *river.InsertOpts) error
	start(ctx context.Context) error
	stop(ctx context.Context) error
}

func open(ctx context.Context, db *dbx.DB, cfg *river.Config) (client, error) {
	if pool := db.RawPostgres(); pool != nil {
		driver := riverpgxv5.New(pool)
		m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: cfg.Logger})
		if err != nil {
			return nil, err
		}
		if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return nil, err
		}
		c, err := river.NewClient(driver, cfg)
		return onPostgres{c}, err
	}
	driver := riversqlite.New(db.RawSQLite())
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: cfg.Logger})
	if err != nil {
		return nil, err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, err
	}
	c, err := river.NewClient(driver, cfg)
	return onSQLite{c}, err
}

type onPostgres struct{ *river.Client[pgx.Tx] }

func (c onPostgres) insert(ctx context.Context, tx *dbx.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	_, err := c.InsertTx(ctx, tx.RawPostgres(), args, opts)
	return err
}
func (c onPostgres) start(ctx context.Context) error { return c.Start(ctx) }
func (c onPostgres) stop(ctx context.Context) error  { return halt(ctx, c.Stop, c.StopAndCancel) }

type onSQLite struct{ *river.Client[*sql.Tx] }

func (c onSQLite) insert(ctx context.Context, tx *dbx.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	_, err := c.InsertTx(ctx, tx.RawSQLite(), args, opts)
	return err
}
func (c onSQLite) start(ctx context.Context) error { return c.Start(ctx) }
func (c onSQLite) stop(ctx context.Context) error  { return halt(ctx, c.Stop, c.StopAndCancel) }

func halt(ctx context.Context, gently, hard func(context.Context) error) error {
	if err := gently(ctx); err == nil {
		return nil
	}
	return hard(context.WithoutCancel(ctx))
}

// quiet keeps River's notes about its own housekeeping out of the log.
type quiet struct{ slog.Handler }

func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && q.Handler.Enabled(ctx, l)
}
