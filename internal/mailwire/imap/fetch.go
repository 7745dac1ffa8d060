package imap

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	goimap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

// UID names a message in its folder, for good as long as the folder's Validity
// stays the same.
type UID uint32

// Summary is what is known of a message before it is loaded.
type Summary struct {
	UID      UID
	Size     int64 // bytes, as the server says
	Seen     bool
	Flagged  bool // set aside: an earlier run could not handle it (MIN-060)
	Received time.Time
}

// Unseen are the unread messages of the opened folder, the oldest first, at
// most limit of them; total counts all.
func (c *Client) Unseen(ctx context.Context, limit int) (list []Summary, total int, err error) {
	var found *goimap.SearchData
	err = c.do(ctx, func() (err error) {
		found, err = c.c.UIDSearch(&goimap.SearchCriteria{NotFlag: []goimap.Flag{goimap.FlagSeen, goimap.FlagDeleted}}, nil).Wait()
		return err
	})
	if err != nil {
		return nil, 0, c.answered(err)
	}
	uids := found.AllUIDs()
	slices.Sort(uids)
	total = len(uids)
	if list, err = c.summaries(ctx, uids[:min(limit, total)]); err != nil {
		return nil, 0, err
	}
	return list, total, nil
}

// summaries asks for sizes and flags; messages that vanished are left out.
func (c *Client) summaries(ctx context.Context, uids []goimap.UID) ([]Summary, error) {
	if len(uids) == 0 {
		return nil, nil
	}
	var list []Summary
	err := c.do(ctx, func() error {
		fetch := c.c.Fetch(goimap.UIDSetNum(uids...), &goimap.FetchOptions{UID: true, Flags: true, RFC822Size: true, InternalDate: true})
		messages, err := fetch.Collect()
		for _, m := range messages {
			if slices.Contains(uids, m.UID) {
				list = append(list, Summary{
					UID: UID(m.UID), Size: m.RFC822Size, Received: m.InternalDate,
					Seen: slices.Contains(m.Flags, goimap.FlagSeen), Flagged: slices.Contains(m.Flags, goimap.FlagFlagged),
				})
			}
		}
		return err
	})
	slices.SortFunc(list, func(a, b Summary) int { return int(a.UID) - int(b.UID) })
	return list, c.answered(err)
}

// Body writes the raw message to w and leaves it unread. Never more than
// limit+1 bytes are asked for and taken; a longer message is refused as too
// large, whatever size it claimed before.
func (c *Client) Body(ctx context.Context, uid UID, w io.Writer, limit int64) (size int64, err error) {
	found := false
	var failed error // of w
	err = c.do(ctx, func() error {
		section := &goimap.FetchItemBodySection{Peek: true, Partial: &goimap.SectionPartial{Size: limit + 1}}
		fetch := c.c.Fetch(goimap.UIDSetNum(goimap.UID(uid)), &goimap.FetchOptions{UID: true, BodySection: []*goimap.FetchItemBodySection{section}})
		for m := fetch.Next(); m != nil; m = fetch.Next() {
			for item := m.Next(); item != nil; item = m.Next() {
				body, ok := item.(imapclient.FetchItemDataBodySection)
				if !ok || body.Literal == nil {
					continue
				}
				found = true
				out := &sink{w: w, left: limit + 1}
				n, err := io.Copy(out, body.Literal)
				size, failed = n, out.err
				if err != nil || n < body.Literal.Size() {
					// The connection is gone. go-imap must not be asked to go on:
					// it would read the rest while its own reader does.
					return errors.Join(io.ErrUnexpectedEOF, err)
				}
			}
		}
		return fetch.Close()
	})
	switch {
	case err != nil:
		return size, c.answered(err)
	case failed != nil:
		return size, failed
	case !found:
		return 0, fault.New(fault.NotFound, mailwire.KeyGone)
	case size > limit:
		return size, fault.New(fault.TooLarge, mailwire.KeyTooLarge, (limit+1<<20-1)>>20)
	}
	return size, nil
}

// sink keeps reading from the server when w fails or has enough, so that the
// connection stays usable, and remembers the failure.
type sink struct {
	w    io.Writer
	left int64
	err  error
}

func (s *sink) Write(p []byte) (int, error) {
	taken := p[:min(int64(len(p)), s.left)]
	s.left -= int64(len(taken))
	if s.err == nil && len(taken) > 0 {
		_, s.err = s.w.Write(taken)
	}
	return len(p), nil
}
