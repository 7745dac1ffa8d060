// Package imap reads mailboxes over IMAP. It wraps go-imap so that every
// exchange has a time limit, every failure a name, and no message is loaded
// whose size was not agreed to before.
package imap

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	goimap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

// Client is a signed-in connection. It is used by one goroutine at a time.
type Client struct {
	server mailwire.Server
	conn   *watched
	c      *imapclient.Client
	news   chan struct{} // has an element when the server told of something new
}

// Open connects and signs in. It is closed by Close.
func Open(ctx context.Context, server mailwire.Server, account mailwire.Account) (*Client, error) {
	conn, err := server.Dial(ctx)
	if err != nil {
		return nil, err
	}
	client := &Client{server: server, news: make(chan struct{}, 1)}
	if err := client.greet(ctx, conn); err != nil {
		conn.Close()
		return nil, err
	}
	if err := client.signIn(ctx, account); err != nil {
		client.Close()
		return nil, err
	}
	server.Did(mailwire.StepSignIn, account.User)
	return client, nil
}

// greet begins the dialogue, with STARTTLS when it is asked for.
func (c *Client) greet(ctx context.Context, conn net.Conn) error {
	if c.server.Security == mailwire.StartTLS {
		secure, err := c.startTLS(ctx, conn)
		if err != nil {
			return err
		}
		conn = &greeted{Conn: secure}
	}
	c.conn = &watched{Conn: conn, patience: c.server.Patience()}
	c.c = imapclient.New(c.conn, &imapclient.Options{
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: c.told},
		DebugWriter:           debugWriter(c.server.Debug),
	})
	return c.do(ctx, c.c.WaitGreeting)
}

// told is called by go-imap for what the server says unasked.
func (c *Client) told(data *imapclient.UnilateralDataMailbox) {
	if data.NumMessages == nil {
		return
	}
	select {
	case c.news <- struct{}{}:
	default:
	}
}

func (c *Client) signIn(ctx context.Context, account mailwire.Account) error {
	err := c.do(ctx, func() error {
		caps := c.c.Caps()
		switch {
		case account.Token != "":
			return c.c.Authenticate(&xoauth2{account.User, account.Token})
		case caps.Has(goimap.AuthCap("PLAIN")):
			return c.c.Authenticate(plain(account.User, account.Password))
		case caps.Has(goimap.CapLoginDisabled):
			return fault.New(fault.Unavailable, mailwire.KeySignInMissing, c.server.Host)
		}
		return c.c.Login(account.User, account.Password).Wait()
	})
	if said, ok := errors.AsType[*goimap.Error](err); ok {
		return mailwire.SignInRefused(c.server.Host, said.Text, err)
	}
	return err
}

// logoutPatience is short: whoever closes has all he wanted.
const logoutPatience = 2 * time.Second

// Close says goodbye and ends the connection.
func (c *Client) Close() {
	if c.c == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), logoutPatience)
	defer cancel()
	if !c.gone() {
		_ = c.do(ctx, func() error { return c.c.Logout().Wait() }) // the connection ends either way
	}
	_ = c.c.Close()
}

// gone reports that the connection has ended.
func (c *Client) gone() bool {
	select {
	case <-c.c.Closed():
		return true
	default:
		return false
	}
}

// do runs one exchange and ends the connection when ctx ends or the server is
// silent for longer than agreed. What comes back is a fault.
func (c *Client) do(ctx context.Context, exchange func() error) error {
	stop := context.AfterFunc(ctx, c.conn.abandon)
	defer stop()
	c.conn.watch()
	err := exchange()
	silent := c.conn.rest()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return c.server.Fault(ctx.Err())
	case silent:
		return c.server.Fault(context.DeadlineExceeded)
	}
	return c.named(err)
}

// named gives an error of go-imap its name. What is no answer of the server is
// the end of the connection.
func (c *Client) named(err error) error {
	if _, known := errors.AsType[*fault.Error](err); known {
		return err
	}
	if _, said := errors.AsType[*goimap.Error](err); said {
		return err // the caller knows what the answer means
	}
	return mailwire.Lost(c.server.Address(), err)
}

// answered is the fault of a command that the server refused.
func (c *Client) answered(err error) error {
	if said, ok := errors.AsType[*goimap.Error](err); ok {
		return mailwire.Answered(c.server.Host, said.Text, err)
	}
	return err
}

// watched is a connection that is closed when it is silent for too long while
// somebody waits for an answer.
type watched struct {
	net.Conn
	patience time.Duration

	mu     sync.Mutex
	timer  *time.Timer
	silent bool
}

func (w *watched) watch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer = time.AfterFunc(w.patience, func() {
		w.mu.Lock()
		w.silent = true
		w.mu.Unlock()
		w.abandon()
	})
}

// rest ends the watch and reports whether the connection was closed by it.
func (w *watched) rest() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
		w.timer = nil
	}
	return w.silent
}

func (w *watched) abandon() { w.Conn.Close() }

// Read counts as a sign of life.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	if n > 0 {
		w.mu.Lock()
		if w.timer != nil {
			w.timer.Reset(w.patience)
		}
		w.mu.Unlock()
	}
	return n, err
}
