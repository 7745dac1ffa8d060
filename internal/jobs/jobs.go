// Package jobs does what is left to be done after a transaction: durable rows
// written in that same transaction, worked off with retries, on one node at a
// time. River does the work (docs/adr/0003); nobody else sees it.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"renfort/internal/dbx"
)

// Args are the arguments of one kind of job: plain data, kept as JSON.
type Args interface{ Kind() string }

// Workers is what the program can do, filled while it is put together.
type Workers struct {
	river    *river.Workers
	periodic []*river.PeriodicJob
}

// NewWorkers is an empty set.
func NewWorkers() *Workers { return &Workers{river: river.NewWorkers()} }

// attemptLimit is how long one attempt of a job may take.
const attemptLimit = 10 * time.Minute

type worker[A Args] struct {
	river.WorkerDefaults[A]
	work func(context.Context, A) error
}

func (w worker[A]) Work(ctx context.Context, job *river.Job[A]) error { return w.work(ctx, job.Args) }
func (w worker[A]) Timeout(*river.Job[A]) time.Duration               { return attemptLimit }

// Add registers the work of one kind. Work may be done more than once for the
// same arguments, so it looks first whether it was done already.
func Add[A Args](w *Workers, work func(context.Context, A) error) {
	river.AddWorker(w.river, worker[A]{work: work})
}

// Every enqueues args each period, and once at start. Two are never queued at the same time.
func Every(w *Workers, period time.Duration, args Args) {
	w.periodic = append(w.periodic, river.NewPeriodicJob(river.PeriodicInterval(period),
		func() (river.JobArgs, *river.InsertOpts) { return args, once() },
		&river.PeriodicJobOpts{RunOnStart: true}))
}

// Queue enqueues jobs, and works them off once started.
type Queue struct {
	db     *dbx.DB
	client client
}

// New readies a queue; its own tables are brought up to date first.
func New(ctx context.Context, db *dbx.DB, w *Workers) (*Queue, error) {
	c, err := open(ctx, db, &river.Config{
		Workers:                     w.river,
		PeriodicJobs:                w.periodic,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}},
		PollOnly:                    db.RawSQLite() != nil,
		FetchPollInterval:           500 * time.Millisecond,
		CompletedJobRetentionPeriod: 24 * time.Hour,
		Logger:                      slog.New(quiet{slog.Default().Handler()}),
	})
	if err != nil {
		return nil, fmt.Errorf("opening the job queue: %w", err)
	}
	return &Queue{db, c}, nil
}

// Enqueue leaves a job to be done once tx stands.
func (q *Queue) Enqueue(ctx context.Context, tx *dbx.Tx, args Args) error {
	return q.client.insert(ctx, tx, args, nil)
}

// EnqueueAt leaves a job to be done at the given time or soon after.
func (q *Queue) EnqueueAt(ctx context.Context, tx *dbx.Tx, at time.Time, args Args) error {
	return q.client.insert(ctx, tx, args, &river.InsertOpts{ScheduledAt: at})
}

// Start begins to work off jobs.
func (q *Queue) Start(ctx context.Context) error { return q.client.start(ctx) }

// Stop lets running jobs end until ctx is done, then cancels them.
func (q *Queue) Stop(ctx context.Context) error { return q.client.stop(ctx) }

func once() *river.InsertOpts {
	return &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: pending}}
}
