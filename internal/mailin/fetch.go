package mailin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/imap"
)

const (
	// runLimit is how long one mailbox may take; the rest follows with the next run (MIN-055).
	runLimit = 10 * time.Minute
	// runMessages is how many messages one run takes from a mailbox.
	runMessages = 500
)

// Report is what one run did with one mailbox (MIN-002).
type Report struct {
	Mailbox     Mailbox
	Read        int // messages
	Opened      []Result
	Replied     int
	Excluded    int
	Quarantined int
	Err         error
}

// Fetch reads every active mailbox, one after the other; one that fails does not
// stop the others (MIN-001, MIN-033). Only a failure of ours is an error.
func (s *Intake) Fetch(ctx context.Context) (out []Report, err error) {
	if err := s.Resume(ctx); err != nil && ctx.Err() != nil {
		return nil, err
	}
	boxes, err := s.Mailboxes(ctx, postman)
	if err != nil {
		return nil, err
	}
	for _, b := range boxes {
		if !b.Active {
			continue
		}
		r := Report{Mailbox: b}
		limited, cancel := context.WithTimeout(ctx, runLimit)
		r.Err = s.fetch(limited, &r)
		cancel()
		if err := s.noteRun(ctx, b, r.Err); err != nil {
			return out, err
		}
		out = append(out, r)
	}
	return out, nil
}

func (s *Intake) fetch(ctx context.Context, r *Report) error {
	c, validity, err := s.connect(ctx, r.Mailbox)
	if err != nil {
		return err
	}
	defer c.Close()
	return s.drain(ctx, c, validity, r)
}

func (s *Intake) connect(ctx context.Context, b Mailbox) (*imap.Client, uint32, error) {
	password, err := s.Secrets.Unseal(sealing, b.sealed)
	if err != nil {
		return nil, 0, err
	}
	server := mailwire.Server{Host: b.Host, Port: b.Port, Security: b.Encryption, Unverified: b.Unverified}
	c, err := imap.Open(ctx, server, mailwire.Account{User: b.Account, Password: password})
	if err != nil {
		return nil, 0, err
	}
	f, err := c.Select(ctx, b.Folder)
	if err != nil {
		c.Close()
		return nil, 0, err
	}
	return c, f.Validity, nil
}

// drain first repeats what an earlier run left undone on the server, then takes
// the unread messages, the oldest first.
func (s *Intake) drain(ctx context.Context, c *imap.Client, validity uint32, r *Report) error {
	b := r.Mailbox
	if err := s.finishEarlier(ctx, c, b, validity); err != nil {
		return err
	}
	list, _, err := c.Unseen(ctx, runMessages)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Flagged {
			continue
		}
		result, err := s.one(ctx, c, b, keyOf(b, validity, m.UID), m)
		if err != nil {
			return err
		}
		r.count(result)
		if err := s.post(ctx, c, b, m.UID, result); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) count(x Result) {
	r.Read++
	switch {
	case x.Status == Excluded:
		r.Excluded++
	case x.Status == Quarantined:
		r.Quarantined++
	case x.Outcome == "opened":
		r.Opened = append(r.Opened, x)
	case x.Outcome == "replied":
		r.Replied++
	}
}

func keyPrefix(b Mailbox, validity uint32) string { return fmt.Sprintf("%d/%d/", b.ID, validity) }

func keyOf(b Mailbox, validity uint32, uid imap.UID) string {
	return keyPrefix(b, validity) + strconv.FormatUint(uint64(uid), 10)
}

// one takes one message in. What is too large is set aside unread.
func (s *Intake) one(ctx context.Context, c *imap.Client, b Mailbox, key string, m imap.Summary) (Result, error) {
	from := Source{Mailbox: b.ID, Entity: b.Entity, Key: key}
	limit := s.Settings.MaxMessage()
	if m.Size <= limit {
		var raw bytes.Buffer
		if _, err := c.Body(ctx, m.UID, &raw, limit); err == nil {
			return s.Take(ctx, &raw, from)
		} else if !tooLarge(err) {
			return Result{}, err
		}
	}
	id, err := s.row(ctx, message{Source: from, Size: m.Size, Result: Result{Status: Quarantined, Reason: "mailin.too_large", Args: []any{limit >> 20}}})
	if err != nil {
		return Result{}, err
	}
	return s.result(ctx, id)
}

var (
	unposted = dbx.Select(`SELECT ` + columns + rows + ` WHERE i.mailbox_id = $1 AND NOT i.post_done AND i.status <> 'stored'`)
	posted   = dbx.Change(`UPDATE incoming SET post_done = TRUE WHERE id = $1`)
)

// finishEarlier does on the server what a run that ended in between did not. A
// message of another UIDVALIDITY cannot be found again, and is left.
func (s *Intake) finishEarlier(ctx context.Context, c *imap.Client, b Mailbox, validity uint32) error {
	var left []message
	err := s.db.Read(ctx, func(tx *dbx.Tx) (err error) {
		left, err = dbx.All(ctx, tx, unposted.As(postman), scan, int64(b.ID))
		return err
	})
	for _, m := range left {
		number, ok := strings.CutPrefix(m.Key, keyPrefix(b, validity))
		uid, bad := strconv.ParseUint(number, 10, 32)
		if !ok || bad != nil {
			continue
		}
		if err := s.post(ctx, c, b, imap.UID(uid), m.Result); err != nil {
			return err
		}
	}
	return err
}

// post marks, deletes or moves a handled message (MIN-007); a quarantined one
// goes to the error folder, or is flagged (MIN-060).
func (s *Intake) post(ctx context.Context, c *imap.Client, b Mailbox, uid imap.UID, r Result) error {
	if err := onServer(ctx, c, b, uid, r.Status); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.Grant(postman, authz.AdminMailRun, authz.House{})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, posted, g, int64(r.ID)); err != nil {
			return err
		}
		return s.log.Record(ctx, tx, postman, Posted{r.ID, b.Entity})
	})
}

func onServer(ctx context.Context, c *imap.Client, b Mailbox, uid imap.UID, st Status) error {
	switch {
	case st == Quarantined && b.ErrorFolder != "":
		return c.Move(ctx, uid, b.ErrorFolder)
	case st == Quarantined:
		return c.SetAside(ctx, uid)
	case b.Post == Delete:
		return c.Delete(ctx, uid)
	case b.Post == Move:
		return errors.Join(c.MarkSeen(ctx, uid), c.Move(ctx, uid, b.PostFolder))
	}
	return c.MarkSeen(ctx, uid)
}
