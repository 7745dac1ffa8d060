package app

import (
	"context"
	"time"

	"renfort/internal/dbx"
	"renfort/internal/jobs"
)

// tidy is the hourly job that forgets what has served its time.
type tidy struct{}

// Kind names the job in the queue.
func (tidy) Kind() string { return "tidy" }

// keysLive is how long a form or an API key, sent again, finds what it made (API-006).
const keysLive = 24 * time.Hour

var (
	oldKeys   = dbx.Unscoped(`DELETE FROM form_keys WHERE at < $1`)
	oldDrafts = dbx.Unscoped(`DELETE FROM drafts WHERE saved_at < $1`)
)

// draftsLive is how long a text that was not sent is kept (TKT-020).
const draftsLive = 7 * 24 * time.Hour

func (d *Desk) addJobs() {
	jobs.Add(d.workers, func(ctx context.Context, _ tidy) error {
		return d.DB.Write(ctx, func(tx *dbx.Tx) error {
			if _, err := tx.Do(ctx, oldKeys, tx.Now.Add(-keysLive).UnixMicro()); err != nil {
				return err
			}
			_, err := tx.Do(ctx, oldDrafts, tx.Now.Add(-draftsLive).UnixMicro())
			return err
		})
	})
	jobs.Every(d.workers, time.Hour, tidy{})
}
