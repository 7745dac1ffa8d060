package mailin

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

func tooLarge(err error) bool { return fault.Is(err, mailwire.KeyTooLarge) }

// Watch reads the active mailboxes as soon as something comes in, and every
// interval where the server does not tell; a mailbox that fails is tried again
// then. It returns when ctx ends. A mailbox added later is read by Fetch.
func (s *Intake) Watch(ctx context.Context, interval time.Duration) error {
	boxes, err := s.Mailboxes(ctx, postman)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	for _, b := range boxes {
		if b.Active {
			wg.Go(func() { s.watch(ctx, b, interval) })
		}
	}
	wg.Wait()
	return ctx.Err()
}

func (s *Intake) watch(ctx context.Context, b Mailbox, interval time.Duration) {
	for ctx.Err() == nil {
		err := s.listen(ctx, b, interval)
		if ctx.Err() != nil {
			return
		}
		slog.Warn("a mailbox could not be read", "mailbox", b.Address, "error", err)
		if err := s.noteRun(ctx, b, err); err != nil {
			slog.Error("a mailbox's state could not be kept", "mailbox", b.Address, "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(interval):
		}
	}
}

// listen drains the mailbox again and again over one connection, until that ends.
func (s *Intake) listen(ctx context.Context, b Mailbox, interval time.Duration) error {
	c, validity, err := s.connect(ctx, b)
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		limited, cancel := context.WithTimeout(ctx, runLimit)
		err := s.drain(limited, c, validity, &Report{Mailbox: b})
		cancel()
		if err != nil {
			return err
		}
		if _, err := c.Wait(ctx, interval); err != nil {
			return err
		}
	}
}
