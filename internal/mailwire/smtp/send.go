package smtp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"strings"
	"time"

	gosmtp "github.com/wneessen/go-mail/smtp"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

// Verdict is what became of a mail or of one recipient (SMT-003).
type Verdict uint8

const (
	Sent      Verdict = iota + 1
	Temporary         // worth another try later
	Permanent         // refused for good
)

func (v Verdict) String() string { return [...]string{"", "sent", "temporary", "permanent"}[v] }

// Result is the fate of one mail.
type Result struct {
	Verdict Verdict // Sent when at least one recipient will get it
	Answer  string  // what the server said last
	Err     error   // a fault that says why it was not sent, nil when it was

	// Refused are the recipients who will not get it although others do.
	Refused []Refusal
	// Alive reports that the connection can take another mail.
	Alive bool
}

// Refusal is the server's answer to one recipient.
type Refusal struct {
	Address string
	Verdict Verdict
	Answer  string
}

// Mail is a prepared message with its envelope. An empty From asks that no
// failure be reported (for answers to machines).
type Mail struct {
	From string
	To   []string
	Raw  []byte
}

// bytesPerSecond is the slowest line on which a mail is still sent.
const bytesPerSecond = 20_000

// Send hands over one mail.
func (c *Client) Send(ctx context.Context, m Mail) Result {
	from, to, err := m.envelope()
	if err != nil {
		return Result{Verdict: Permanent, Err: err, Alive: true}
	}
	c.c.SkipSMTPUTF8(isASCII(from) && isASCII(strings.Join(to, "")))
	if err := c.do(ctx, func() error { return c.c.Mail(from) }); err != nil {
		return c.failed(ctx, err)
	}
	c.did(mailwire.StepSender, "%s", from)
	refused, last, err := c.recipients(ctx, to)
	if err != nil {
		return c.failed(ctx, err)
	}
	if len(refused) == len(to) {
		result := c.failed(ctx, last)
		result.Refused, result.Verdict = refused, worthRetrying(refused)
		return result
	}
	answer, err := c.data(ctx, m.Raw)
	if err != nil {
		return c.failed(ctx, err)
	}
	c.did(mailwire.StepMessage, "%s", answer)
	return Result{Verdict: Sent, Answer: answer, Refused: refused, Alive: true}
}

// envelope is the sender and the recipients as SMTP wants them.
func (m Mail) envelope() (from string, to []string, err error) {
	from = "<>"
	if m.From != "" {
		if from, err = bracketed(m.From); err != nil {
			return "", nil, err
		}
	}
	for _, address := range m.To {
		recipient, err := bracketed(address)
		if err != nil {
			return "", nil, err
		}
		to = append(to, recipient)
	}
	if len(to) == 0 {
		return "", nil, fault.New(fault.Invalid, mailwire.KeyAddress, "")
	}
	return from, to, nil
}

func bracketed(address string) (string, error) {
	wire, err := mailwire.WireAddress(address)
	return "<" + wire + ">", err
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 126 }) < 0
}

// recipients names each recipient. One who is refused does not stop the others;
// last is the answer to the last of those.
func (c *Client) recipients(ctx context.Context, to []string) (refused []Refusal, last, err error) {
	for _, recipient := range to {
		err := c.do(ctx, func() error { return c.c.Rcpt(recipient) })
		if said, ok := errors.AsType[*textproto.Error](err); ok && said.Code != 421 {
			refused = append(refused, Refusal{strings.Trim(recipient, "<>"), verdictOf(said.Code), said.Error()})
			last = err
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		c.did(mailwire.StepRecipient, "%s", recipient)
	}
	return refused, last, nil
}

// worthRetrying is Temporary when a later try may reach at least one recipient.
func worthRetrying(refused []Refusal) Verdict {
	for _, r := range refused {
		if r.Verdict == Temporary {
			return Temporary
		}
	}
	return Permanent
}

// data sends the message itself. Line ends are made CRLF and leading dots are
// doubled on the way.
func (c *Client) data(ctx context.Context, raw []byte) (answer string, err error) {
	patience := c.server.Patience() + time.Duration(len(raw)/bytesPerSecond)*time.Second
	err = c.within(ctx, patience, func() error {
		w, err := c.c.Data()
		if err != nil {
			return err
		}
		if _, err := bytes.NewReader(raw).WriteTo(w); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if closer, ok := w.(*gosmtp.DataCloser); ok {
			answer = closer.ServerResponse()
		}
		return nil
	})
	return answer, err
}

// failed says what an error means for the mail, and readies the connection for
// the next one.
func (c *Client) failed(ctx context.Context, err error) Result {
	said, ok := errors.AsType[*textproto.Error](err)
	if !ok {
		return Result{Verdict: Temporary, Err: err}
	}
	alive := said.Code != 421 && c.do(ctx, c.c.Reset) == nil
	return Result{Verdict: verdictOf(said.Code), Answer: said.Error(), Err: mailwire.Answered(c.server.Host, said.Error(), err), Alive: alive}
}

// verdictOf reads an answer of SMTP: 5xx is for good (RFC 5321 §4.2.1), but for
// answers about our sign-in, which an administrator can mend.
func verdictOf(code int) Verdict {
	if code >= 500 && code != 530 && code != 535 && code != 538 {
		return Permanent
	}
	return Temporary
}

// String is for logs.
func (r Result) String() string {
	if r.Err != nil {
		return fmt.Sprintf("%s: %v", r.Verdict, r.Err)
	}
	return fmt.Sprintf("%s: %s", r.Verdict, r.Answer)
}
