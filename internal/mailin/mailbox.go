package mailin

import (
	"context"
	"errors"
	"strings"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
	"renfort/internal/mailwire"
)

// Post is what happens to a message on the server once it was handled (MIN-007).
type Post string

const (
	MarkRead Post = "read"
	Delete   Post = "delete"
	Move     Post = "move"
)

// Mailbox is one account that mails are read from.
type Mailbox struct {
	ID          ids.Mailbox
	Name        string
	Address     string
	Host        string
	Port        int
	Encryption  mailwire.Security
	Unverified  bool // any certificate is taken
	Account     string
	Folder      string
	Post        Post
	PostFolder  string
	ErrorFolder string
	Department  int64
	Category    int64
	Entity      ids.Entity
	Active      bool
	LastError   string
	Failures    int // in a row
	sealed      string
}

const boxColumns = `b.id, b.name, b.address, b.host, b.port, b.encryption, b.any_certificate, b.account, b.folder, b.post_action, b.post_folder,
	b.error_folder, b.department_id, b.category_id, b.entity_id, b.active, b.last_error, b.failures, b.secret`

var (
	boxes  = dbx.Select(`SELECT ` + boxColumns + ` FROM @mailboxes AS b ORDER BY b.id`)
	addBox = dbx.Change(`
		INSERT INTO mailboxes (name, address, address_fold, host, port, encryption, any_certificate, account, secret, folder, post_action,
			post_folder, error_folder, department_id, category_id, entity_id, active)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id`)
	ran = dbx.Change(`UPDATE mailboxes SET last_run = $2, last_error = $3, failures = CASE WHEN $3 = '' THEN 0 ELSE failures + 1 END WHERE id = $1`)
)

func scanBox(r dbx.Row) (b Mailbox, err error) {
	err = r.Scan((*int64)(&b.ID), &b.Name, &b.Address, &b.Host, &b.Port, (*string)(&b.Encryption), &b.Unverified, &b.Account, &b.Folder, (*string)(&b.Post), &b.PostFolder,
		&b.ErrorFolder, &b.Department, &b.Category, (*int64)(&b.Entity), &b.Active, &b.LastError, &b.Failures, &b.sealed)
	return b, err
}

// Mailboxes are all that who may see, active or not.
func (s *Intake) Mailboxes(ctx context.Context, who authz.Actor) (out []Mailbox, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		out, err = dbx.All(ctx, tx, boxes.As(who), scanBox)
		return err
	})
	return out, err
}

// Added is the fact that a mailbox was set up.
type Added struct {
	Mailbox ids.Mailbox `json:"mailbox"`
	Entity  ids.Entity  `json:"entity"`
	Address string      `json:"address"`
}

func (e Added) Kind() string                         { return "mailin.mailbox_added" }
func (e Added) Subject() (string, int64, ids.Entity) { return "mailbox", int64(e.Mailbox), e.Entity }

// sealing ties a mailbox's password to its place.
const sealing = "mailbox"

// AddMailbox sets up a mailbox; the same address twice is refused (MIN-030, MIN-034).
func (s *Intake) AddMailbox(ctx context.Context, who authz.Actor, b Mailbox, password string) (id ids.Mailbox, err error) {
	if _, err := mailwire.WireAddress(b.Address); err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.Grant(who, authz.AdminConnectors, authz.House{})
		if err != nil {
			return err
		}
		id, err = dbx.Insert[ids.Mailbox](ctx, tx, addBox, g, b.Name, b.Address, strings.ToLower(b.Address), b.Host, int64(b.Port), string(b.Encryption), b.Unverified,
			b.Account, s.Secrets.Seal(sealing, password), b.Folder, string(b.Post), b.PostFolder, b.ErrorFolder, b.Department, b.Category,
			int64(max(b.Entity, ids.Root)), b.Active)
		if errors.Is(err, dbx.ErrTaken) {
			return fault.New(fault.Invalid, "mailin.mailbox_taken").On("address")
		}
		if err != nil {
			return err
		}
		return s.log.Record(ctx, tx, who, Added{id, max(b.Entity, ids.Root), b.Address})
	})
	return id, err
}

// noteRun keeps when a mailbox was read and, if it was not, why.
func (s *Intake) noteRun(ctx context.Context, b Mailbox, failed error) error {
	why := ""
	if failed != nil {
		why = clip(failed.Error(), 500)
	}
	return s.db.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.Grant(postman, authz.AdminMailRun, authz.House{})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, ran, g, int64(b.ID), tx.Now.UnixMicro(), why); err != nil {
			return err
		}
		return s.log.Record(ctx, tx, postman, Fetched{b.ID, b.Entity, why})
	})
}
