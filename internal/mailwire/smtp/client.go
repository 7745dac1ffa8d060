// Package smtp hands prepared mails to a mail server and says of each what
// became of it: taken, to be tried again, or refused for good.
package smtp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"strings"
	"time"

	gosmtp "github.com/wneessen/go-mail/smtp"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

// Client is a connection ready to take mails. It is used by one goroutine at a time.
type Client struct {
	server mailwire.Server
	conn   net.Conn
	c      *gosmtp.Client
}

// Open connects, encrypts and signs in (unless the account is None). helo is
// the name this machine gives itself, "" its own.
func Open(ctx context.Context, server mailwire.Server, account mailwire.Account, helo string) (*Client, error) {
	conn, err := server.Dial(ctx)
	if err != nil {
		return nil, err
	}
	c := &Client{server: server, conn: conn}
	if err := c.begin(ctx, account, heloName(helo)); err != nil {
		conn.Close()
		return nil, err
	}
	return c, nil
}

func heloName(name string) string {
	if name == "" {
		name, _ = os.Hostname()
	}
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return "localhost"
	}
	return name
}

func (c *Client) begin(ctx context.Context, account mailwire.Account, helo string) error {
	err := c.do(ctx, func() (err error) {
		if c.c, err = gosmtp.NewClient(c.conn, c.server.Host); err != nil {
			return err
		}
		if c.server.Debug != nil {
			c.c.SetLogger(logger{c.server.Debug})
			c.c.SetDebugLog(true)
		}
		return c.c.Hello(helo)
	})
	if err != nil {
		return err
	}
	if c.server.Security == mailwire.StartTLS {
		if err := c.startTLS(ctx); err != nil {
			return err
		}
	}
	if account.None() {
		return nil
	}
	return c.signIn(ctx, account)
}

// startTLS encrypts, or sends nothing at all (SMT-008).
func (c *Client) startTLS(ctx context.Context) error {
	if offered, _ := c.c.Extension("STARTTLS"); !offered {
		return mailwire.StartTLSMissing()
	}
	if err := c.do(ctx, func() error { return c.c.StartTLS(c.server.TLSConfig()) }); err != nil {
		return err
	}
	if state, ok := c.c.TLSConnectionState(); ok {
		c.server.DidTLS(state)
	}
	return nil
}

func (c *Client) signIn(ctx context.Context, account mailwire.Account) error {
	_, offered := c.c.Extension("AUTH")
	method := c.method(account, strings.Fields(strings.ToUpper(offered)))
	if method == nil {
		return fault.New(fault.Unavailable, mailwire.KeySignInMissing, c.server.Host)
	}
	err := c.do(ctx, func() error { return c.c.Auth(method) })
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		return mailwire.SignInRefused(c.server.Host, said.Error(), err)
	}
	if err != nil {
		return err
	}
	c.server.Did(mailwire.StepSignIn, account.User)
	return nil
}

// method chooses how to sign in. Without encryption the password goes over the
// wire as it is: that is what the administrator chose.
func (c *Client) method(account mailwire.Account, offered []string) gosmtp.Auth {
	has := func(name string) bool {
		for _, o := range offered {
			if o == name {
				return true
			}
		}
		return false
	}
	switch {
	case account.Token != "" && has("XOAUTH2"):
		return gosmtp.XOAuth2Auth(account.User, account.Token)
	case account.Token != "":
		return nil
	case has("PLAIN"):
		return gosmtp.PlainAuth("", account.User, account.Password, c.server.Host, true)
	case has("LOGIN"):
		return gosmtp.LoginAuth(account.User, account.Password, c.server.Host, true)
	case has("CRAM-MD5"):
		return gosmtp.CRAMMD5Auth(account.User, account.Password)
	}
	return nil
}

// Close says goodbye and ends the connection.
func (c *Client) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = c.do(ctx, c.c.Quit) // the connection ends either way
	_ = c.conn.Close()
}

// do runs one exchange, for as long as the server's patience and ctx allow.
func (c *Client) do(ctx context.Context, exchange func() error) error {
	return c.within(ctx, c.server.Patience(), exchange)
}

func (c *Client) within(ctx context.Context, patience time.Duration, exchange func() error) error {
	if err := c.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return c.server.Fault(err)
	}
	stop := context.AfterFunc(ctx, func() { c.conn.Close() })
	defer stop()
	err := exchange()
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		return said // the caller knows what the answer means
	}
	return c.server.Fault(err)
}

func (c *Client) did(step, format string, args ...any) {
	c.server.Did(step, fmt.Sprintf(format, args...))
}
