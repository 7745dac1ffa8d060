package imap

import (
	"context"
	"time"

	goimap "github.com/emersion/go-imap/v2"

	"renfort/internal/mailwire"
)

const (
	// reissue is how often a waiting connection says that it lives: well below
	// the 29 minutes of RFC 2177, because routers forget sooner.
	reissue = 9 * time.Minute
	// poll is how often a server without IDLE is asked.
	poll = 30 * time.Second
)

// Wait returns true as soon as the server tells that the opened folder changed,
// false after the given time. It costs the server nothing meanwhile.
func (c *Client) Wait(ctx context.Context, longest time.Duration) (changed bool, err error) {
	until := time.Now().Add(longest)
	for {
		left := time.Until(until)
		if left <= 0 {
			return false, nil
		}
		changed, err := c.waitOnce(ctx, left)
		if changed || err != nil {
			return changed, err
		}
	}
}

func (c *Client) waitOnce(ctx context.Context, left time.Duration) (bool, error) {
	idles := false
	if err := c.do(ctx, func() error { idles = c.c.Caps().Has(goimap.CapIdle); return nil }); err != nil {
		return false, err
	}
	if !idles {
		changed, err := c.sleep(ctx, min(left, poll))
		if changed || err != nil {
			return changed, err
		}
		return false, c.answered(c.do(ctx, func() error { return c.c.Noop().Wait() }))
	}
	return c.idle(ctx, min(left, reissue))
}

// idle waits with the server's help and ends the waiting in order, so that the
// connection can be used again.
func (c *Client) idle(ctx context.Context, left time.Duration) (bool, error) {
	var waiting interface {
		Close() error
		Wait() error
	}
	err := c.do(ctx, func() error {
		command, err := c.c.Idle()
		waiting = command
		return err
	})
	if err != nil {
		return false, c.answered(err)
	}
	changed, failed := c.sleep(ctx, left)
	if c.gone() {
		return false, mailwire.Lost(c.server.Address(), failed)
	}
	err = c.do(ctx, func() error {
		if err := waiting.Close(); err != nil {
			return err
		}
		return waiting.Wait()
	})
	if failed == nil {
		failed = c.answered(err)
	}
	return changed && failed == nil, failed
}

// sleep waits for news, for the end of the connection, or for some time.
func (c *Client) sleep(ctx context.Context, left time.Duration) (bool, error) {
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-c.news:
		return true, nil
	case <-timer.C:
		return false, nil
	case <-c.c.Closed():
		return false, mailwire.Lost(c.server.Address(), nil)
	case <-ctx.Done():
		return false, c.server.Fault(ctx.Err())
	}
}
