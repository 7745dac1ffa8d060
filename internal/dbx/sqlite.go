package dbx

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"runtime"
	"sync"
	"time"

	_ "modernc.org/sqlite" // registers the driver
)

// OpenSQLite opens or creates the database file at path: one connection that
// writes, a few that read. The file belongs to this process alone.
func OpenSQLite(ctx context.Context, path string) (*DB, error) {
	w, err := sql.Open("sqlite", dsn(path, "_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	w.SetMaxOpenConns(1)
	if err := w.PingContext(ctx); err != nil {
		w.Close()
		return nil, fmt.Errorf("opening %s: %w", path, plain(err))
	}
	r, err := sql.Open("sqlite", dsn(path, "_pragma=query_only(1)"))
	if err != nil {
		w.Close()
		return nil, err
	}
	readers := max(4, 2*runtime.NumCPU())
	r.SetMaxOpenConns(readers)
	r.SetMaxIdleConns(readers)
	p := &litePool{write: w, read: r, stop: make(chan struct{})}
	go p.checkpoint()
	return &DB{pool: p, dialect: SQLite, Now: time.Now}, nil
}

// Everything acknowledged survives a power cut: synchronous FULL. Checkpoints
// are made beside the writers (checkpoint), so the automatic one is only a bound.
func dsn(path, extra string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + extra +
		"&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)" +
		"&_pragma=cache_size(-16384)&_pragma=wal_autocheckpoint(16000)&_pragma=temp_store(2)"
}

type litePool struct {
	write, read *sql.DB
	stmts       sync.Map // *sql.DB + text -> *sql.Stmt
	stop        chan struct{}
}

type stmtKey struct {
	db *sql.DB
	q  string
}

func (p *litePool) begin(ctx context.Context, write bool) (conn, error) {
	db := p.read
	if write {
		db = p.write
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &liteConn{p: p, db: db, tx: tx}, nil
}

func (p *litePool) close() {
	close(p.stop)
	p.read.Close()
	p.write.Close()
}

const checkpointEvery = 5 * time.Second

// checkpoint moves the log into the file while nobody waits for it.
func (p *litePool) checkpoint() {
	t := time.NewTicker(checkpointEvery)
	defer t.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-t.C:
			p.write.Exec("PRAGMA wal_checkpoint(PASSIVE)") // best effort: the next one does it
		}
	}
}

type liteConn struct {
	p      *litePool
	db     *sql.DB
	tx     *sql.Tx
	missed []string // texts that were not prepared yet
}

// stmt is q prepared once per pool; database/sql keeps it open on each connection.
func (c *liteConn) stmt(ctx context.Context, q string) (*sql.Stmt, error) {
	key := stmtKey{c.db, q}
	if s, ok := c.p.stmts.Load(key); ok {
		return c.tx.StmtContext(ctx, s.(*sql.Stmt)), nil
	}
	if c.db == c.p.write { // its one connection is busy with this transaction: keep it for the next
		c.missed = append(c.missed, q)
		return c.tx.PrepareContext(ctx, q)
	}
	s, err := c.db.PrepareContext(ctx, q)
	if err != nil {
		return nil, err
	}
	if other, loaded := c.p.stmts.LoadOrStore(key, s); loaded {
		s.Close()
		s = other.(*sql.Stmt)
	}
	return c.tx.StmtContext(ctx, s), nil
}

func (c *liteConn) query(ctx context.Context, q string, args []any) (rows, error) {
	s, err := c.stmt(ctx, q)
	if err != nil {
		return nil, err
	}
	rs, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	return liteRows{rs}, nil
}

func (c *liteConn) exec(ctx context.Context, q string, args []any) (int64, error) {
	s, err := c.stmt(ctx, q)
	if err != nil {
		return 0, err
	}
	res, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (c *liteConn) commit(context.Context) error {
	if err := c.tx.Commit(); err != nil {
		return err
	}
	for _, q := range c.missed {
		c.keep(q)
	}
	return nil
}

func (c *liteConn) rollback() { c.tx.Rollback() }

func (c *liteConn) keep(q string) {
	key := stmtKey{c.db, q}
	if _, ok := c.p.stmts.Load(key); ok {
		return
	}
	s, err := c.db.Prepare(q)
	if err != nil {
		return // it is prepared again where it is used, and reported there
	}
	if _, loaded := c.p.stmts.LoadOrStore(key, s); loaded {
		s.Close()
	}
}

type liteRows struct{ *sql.Rows }

func (r liteRows) Close() { r.Rows.Close() }
