package imap

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-sasl"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

// startTLS asks for encryption before go-imap speaks: go-imap would send the
// command whether or not it is offered, and its error would not say which.
func (c *Client) startTLS(ctx context.Context, conn net.Conn) (*tls.Conn, error) {
	deadline := time.Now().Add(c.server.Patience())
	if until, ok := ctx.Deadline(); ok && until.Before(deadline) {
		deadline = until
	}
	conn.SetDeadline(deadline)
	defer conn.SetDeadline(time.Time{})

	r := bufio.NewReader(io.LimitReader(conn, maxOpening))
	greeting, err := r.ReadString('\n')
	if err != nil {
		return nil, c.server.Fault(err)
	}
	if !strings.HasPrefix(greeting, "* OK") { // a signed-in greeting must not be trusted in clear
		return nil, mailwire.Answered(c.server.Host, greeting, nil)
	}
	offered, _, err := c.ask(conn, r, "CAPABILITY")
	if err != nil {
		return nil, err
	}
	if !strings.Contains(strings.ToUpper(offered), "STARTTLS") {
		return nil, mailwire.StartTLSMissing()
	}
	_, answer, err := c.ask(conn, r, "STARTTLS")
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(answer, "OK") {
		return nil, mailwire.Answered(c.server.Host, answer, nil)
	}
	if r.Buffered() > 0 { // somebody put words in before the encryption began
		return nil, fault.New(fault.Unavailable, mailwire.KeyTLS, c.server.Address(), "unexpected data").Because(errors.New("data after STARTTLS"))
	}
	return c.server.Encrypt(ctx, conn)
}

// maxOpening bounds, in bytes, what a server says before the encryption.
const maxOpening = 64 << 10

// ask sends a command and returns the untagged lines and the tagged one.
func (c *Client) ask(conn net.Conn, r *bufio.Reader, command string) (untagged, answer string, err error) {
	if _, err := io.WriteString(conn, "S "+command+"\r\n"); err != nil {
		return "", "", c.server.Fault(err)
	}
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return "", "", c.server.Fault(err)
		}
		if answer, found := strings.CutPrefix(line, "S "); found {
			return untagged, answer, nil
		}
		untagged += line
	}
}

// greeted gives go-imap the greeting that it expects: the server does not
// repeat it after STARTTLS.
type greeted struct {
	net.Conn
	said bool
}

func (g *greeted) Read(p []byte) (int, error) {
	if !g.said {
		g.said = true
		return copy(p, "* OK encrypted\r\n"), nil
	}
	return g.Conn.Read(p)
}

func plain(user, password string) sasl.Client { return sasl.NewPlainClient("", user, password) }

// xoauth2 is the sign-in of Google and Microsoft 365 with a bearer token.
type xoauth2 struct{ user, token string }

func (x *xoauth2) Start() (mechanism string, initial []byte, err error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers the details of a refusal with nothing, upon which the server says no.
func (x *xoauth2) Next([]byte) ([]byte, error) { return nil, nil }

// debugWriter cuts the dialogue into lines, without those that may hold a secret.
func debugWriter(debug func(string)) io.Writer {
	if debug == nil {
		return nil
	}
	return &lineWriter{debug: debug}
}

// lineWriter is written to by whoever speaks and by whoever listens.
type lineWriter struct {
	mu     sync.Mutex
	debug  func(string)
	hidden bool // the sign-in goes on
}

// maxDebugLine bounds, in bytes, a line of the log: bodies are not for it.
const maxDebugLine = 200

func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for line := range strings.SplitSeq(strings.TrimRight(string(p), "\r\n"), "\n") {
		upper := strings.ToUpper(line)
		if strings.Contains(upper, " AUTHENTICATE ") || strings.Contains(upper, " LOGIN ") {
			w.hidden = true
			line, _, _ = strings.Cut(line, " ")
			w.debug(line + " (sign-in)")
			continue
		}
		if tagged := strings.HasPrefix(line, "T"); w.hidden && !tagged && !strings.HasPrefix(line, "*") {
			continue
		} else if tagged {
			w.hidden = false
		}
		w.debug(strings.TrimRight(line[:min(len(line), maxDebugLine)], "\r"))
	}
	return len(p), nil
}
