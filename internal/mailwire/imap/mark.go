package imap

import (
	"context"
	"errors"

	goimap "github.com/emersion/go-imap/v2"
)

// MarkSeen marks a message read.
func (c *Client) MarkSeen(ctx context.Context, uid UID) error {
	return c.flag(ctx, uid, goimap.FlagSeen)
}

// SetAside flags a message that could not be handled, so that people see it (MIN-060).
func (c *Client) SetAside(ctx context.Context, uid UID) error {
	return c.flag(ctx, uid, goimap.FlagFlagged)
}

func (c *Client) flag(ctx context.Context, uid UID, flag goimap.Flag) error {
	return c.answered(c.do(ctx, func() error {
		return c.c.Store(set(uid), &goimap.StoreFlags{Op: goimap.StoreFlagsAdd, Silent: true, Flags: []goimap.Flag{flag}}, nil).Close()
	}))
}

func set(uid UID) goimap.UIDSet { return goimap.UIDSetNum(goimap.UID(uid)) }

// Delete removes a message for good.
func (c *Client) Delete(ctx context.Context, uid UID) error {
	if err := c.flag(ctx, uid, goimap.FlagDeleted); err != nil {
		return err
	}
	return c.answered(c.do(ctx, func() error {
		if c.c.Caps().Has(goimap.CapUIDPlus) {
			return c.c.UIDExpunge(set(uid)).Close()
		}
		return c.c.Expunge().Close()
	}))
}

// Move puts a message into another folder, which is made if it is not there (MIN-054).
func (c *Client) Move(ctx context.Context, uid UID, folder string) error {
	folder = folderName(folder)
	err := c.move(ctx, uid, folder)
	if said, ok := errors.AsType[*goimap.Error](err); ok && mayBeMissing(said.Code) {
		if err := c.create(ctx, folder); err != nil {
			return err
		}
		err = c.move(ctx, uid, folder)
	}
	return c.answered(err)
}

// mayBeMissing reports an answer that a new folder may mend. Servers differ in
// what they say, and some say nothing.
func mayBeMissing(code goimap.ResponseCode) bool {
	return code == goimap.ResponseCodeTryCreate || code == goimap.ResponseCodeNonExistent || code == ""
}

// move moves, or copies and then deletes on a server that cannot. go-imap's own
// substitute does not wait for the copy before it deletes, which loses the
// message when the copy is refused.
func (c *Client) move(ctx context.Context, uid UID, folder string) error {
	canMove := false
	if err := c.do(ctx, func() error { canMove = c.c.Caps().Has(goimap.CapMove); return nil }); err != nil {
		return err
	}
	if canMove {
		return c.do(ctx, func() error { _, err := c.c.Move(set(uid), folder).Wait(); return err })
	}
	if err := c.do(ctx, func() error { _, err := c.c.Copy(set(uid), folder).Wait(); return err }); err != nil {
		return err
	}
	return c.Delete(ctx, uid)
}
