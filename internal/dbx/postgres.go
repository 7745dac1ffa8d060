package dbx

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// OpenPostgres opens a pool on the database that url names.
func OpenPostgres(ctx context.Context, url string) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("reading the database address: %w", err)
	}
	cfg.ConnConfig.StatementCacheCapacity = 2000
	// Many small joins: planning by the written order costs a fiftieth of searching the best one.
	cfg.ConnConfig.RuntimeParams["join_collapse_limit"] = "1"
	cfg.ConnConfig.RuntimeParams["application_name"] = "renfort"
	p, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if err := p.Ping(ctx); err != nil {
		p.Close()
		return nil, fmt.Errorf("connecting to PostgreSQL: %w", err)
	}
	return &DB{pool: pgPool{p}, dialect: Postgres, Now: time.Now}, nil
}

type pgPool struct{ *pgxpool.Pool }

func (p pgPool) begin(ctx context.Context, write bool) (conn, error) {
	opts := pgx.TxOptions{}
	if !write {
		opts = pgx.TxOptions{AccessMode: pgx.ReadOnly, IsoLevel: pgx.RepeatableRead}
	}
	tx, err := p.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return pgConn{tx}, nil
}

func (p pgPool) close() { p.Pool.Close() }

type pgConn struct{ tx pgx.Tx }

func (c pgConn) query(ctx context.Context, q string, args []any) (rows, error) {
	rs, err := c.tx.Query(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	return rs, nil
}

func (c pgConn) exec(ctx context.Context, q string, args []any) (int64, error) {
	tag, err := c.tx.Exec(ctx, q, args...)
	return tag.RowsAffected(), err
}

func (c pgConn) commit(ctx context.Context) error { return c.tx.Commit(ctx) }

func (c pgConn) rollback() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) // also when the caller's ended
	defer cancel()
	c.tx.Rollback(ctx)
}
