package message

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime/debug"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

// Limits bound what is read. A zero field takes its value from DefaultLimits.
type Limits struct {
	Size   int64 // bytes of the raw message
	Parts  int   // of all levels
	Depth  int   // of multiparts within one another
	Header int   // bytes of one part's header
}

// DefaultLimits are those of a mailbox whose settings nobody touched.
var DefaultLimits = Limits{Size: 25 << 20, Parts: 1000, Depth: 32, Header: 1 << 20}

func (l Limits) filled() Limits {
	if l.Size <= 0 {
		l.Size = DefaultLimits.Size
	}
	if l.Parts <= 0 {
		l.Parts = DefaultLimits.Parts
	}
	if l.Depth <= 0 {
		l.Depth = DefaultLimits.Depth
	}
	if l.Header <= 0 {
		l.Header = DefaultLimits.Header
	}
	return l
}

// Parse reads one message. It stops when ctx ends. Every refusal is a fault that
// says why; nothing a message holds makes it panic.
func Parse(ctx context.Context, r io.Reader, limits Limits) (m *Message, err error) {
	defer func() {
		if p := recover(); p != nil {
			m, err = nil, unreadable(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	limits = limits.filled()
	raw, err := spool(ctx, r, limits.Size)
	if err != nil {
		return nil, err
	}
	root, err := split(ctx, raw, limits)
	if err != nil {
		return nil, err
	}
	m = &Message{}
	m.readHeaders(root.header)
	c := collector{ctx: ctx, m: m, raw: raw}
	if err := c.collect(root); err != nil {
		return nil, err
	}
	return m, nil
}

// spool reads the whole message, one byte more than allowed at most.
func spool(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(&interrupted{ctx, r}, limit+1))
	switch {
	case ctx.Err() != nil:
		return nil, tooSlow(ctx.Err())
	case err != nil:
		return nil, unreadable(err)
	case int64(len(raw)) > limit:
		return nil, fault.New(fault.TooLarge, mailwire.KeyTooLarge, (limit+1<<20-1)>>20)
	}
	raw = withoutBlankStart(withoutEnvelopeLine(raw))
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, fault.New(fault.Unreadable, mailwire.KeyEmpty)
	}
	return raw, nil
}

// withoutEnvelopeLine drops the "From " line of mbox files.
func withoutEnvelopeLine(raw []byte) []byte {
	for bytes.HasPrefix(raw, []byte("From ")) || bytes.HasPrefix(raw, []byte(">From ")) {
		_, rest, found := bytes.Cut(raw, []byte("\n"))
		if !found {
			break
		}
		raw = rest
	}
	return raw
}

// withoutBlankStart drops blank lines before the header.
func withoutBlankStart(raw []byte) []byte {
	rest := bytes.TrimLeft(raw, "\r\n \t")
	line, _ := lineAt(rest, 0)
	if knownField.Match(line) {
		return rest
	}
	return raw
}

// interrupted is a reader that ends with its context.
type interrupted struct {
	ctx context.Context
	r   io.Reader
}

func (i *interrupted) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}

func unreadable(cause error) error {
	return fault.New(fault.Unreadable, mailwire.KeyUnreadable).Because(cause)
}

func tooSlow(cause error) error {
	return fault.New(fault.Unreadable, mailwire.KeyTooSlow).Because(cause)
}
