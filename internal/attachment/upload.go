package attachment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/gabriel-vasile/mimetype"

	"renfort/internal/authz"
	"renfort/internal/blob"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

// Uploaded is the fact that a file came in.
type Uploaded struct {
	File ids.File `json:"file"`
	Name string   `json:"name"`
	Size int64    `json:"size"`
}

func (e Uploaded) Kind() string                         { return "attachment.uploaded" }
func (e Uploaded) Subject() (string, int64, ids.Entity) { return "attachment", int64(e.File), 0 }

// sniffed is how much of a file tells its type.
const sniffed = 3072

// Store checks a file and keeps its content. Nothing of a refused file remains.
// The row comes with Add, in the transaction of what the file belongs to.
func (s *Files) Store(ctx context.Context, name string, content io.Reader) (File, error) {
	if !s.settings.Allowed() {
		return File{}, fault.New(fault.Forbidden, "attachment.disabled").On("files")
	}
	name = clean(name)
	head := make([]byte, sniffed)
	n, err := io.ReadFull(content, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return File{}, err
	}
	if n == 0 {
		return File{}, fault.New(fault.Invalid, "attachment.empty", name).On("files")
	}
	head = head[:n]
	if ext := s.blocked(name, head); ext != "" {
		return File{}, fault.New(fault.Invalid, "attachment.blocked", ext).On("files")
	}
	ref, size, err := s.store.Put(ctx, io.MultiReader(bytes.NewReader(head), content), s.settings.MaxBytes())
	if errors.Is(err, blob.ErrTooLarge) {
		return File{}, fault.New(fault.Invalid, "attachment.too_large", name, s.settings.MaxBytes()>>20).On("files")
	}
	if err != nil {
		return File{}, fmt.Errorf("keeping %q: %w", name, err)
	}
	return File{Name: name, Size: size, Type: mimetype.Detect(head).String(), Ref: ref}, nil
}

var here = dbx.Select(`SELECT count(*), COALESCE(max(CASE WHEN f.sha256 = $2 THEN f.id ELSE 0 END), 0) FROM @attachments AS f WHERE f.ticket_id = $1 AND (NOT f.inline OR f.sha256 = $2)`)

// Add makes a stored file an attachment of a ticket's entry, in the caller's
// transaction. The same content is kept once per ticket (ATT-016); more than the
// limit is refused (ATT-002). An inline image does not count.
func (s *Files) Add(ctx context.Context, tx *dbx.Tx, p authz.Proof, f File) (File, error) {
	var n, same int64
	_, err := dbx.One(ctx, tx, here.As(keeper), func(r dbx.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&n, &same)
	}, int64(f.Ticket), string(f.Ref))
	if err != nil {
		return f, err
	}
	if same != 0 {
		f.ID = ids.File(same)
		return f, nil
	}
	if !f.Inline && n >= int64(s.settings.MaxFiles()) {
		return f, fault.New(fault.Invalid, "attachment.too_many", s.settings.MaxFiles()).On("files")
	}
	f.ID, err = s.row(ctx, tx, p, f)
	return f, err
}

var keeper = authz.System("files")

func (s *Files) row(ctx context.Context, tx *dbx.Tx, p authz.Proof, f File) (ids.File, error) {
	return dbx.Insert[ids.File](ctx, tx, insert, p, int64(f.Ticket), int64(f.Entry), f.Name, f.Size, f.Type, string(f.Ref),
		f.Inline, f.Hidden, int64(f.Uploader), tx.Now.UnixMicro())
}

// Image keeps an image pasted into a text that is not sent yet; whoever pasted
// it sees it until its form is sent (TKT-087).
func (s *Files) Image(ctx context.Context, tx *dbx.Tx, who authz.Actor, f File) (ids.File, error) {
	g, err := authz.GrantOwn(who)
	if err != nil {
		return 0, err
	}
	f.Inline, f.Uploader = true, who.User
	return s.row(ctx, tx, g, f)
}

// Claim gives the images of a text that is now sent to its entry.
func (s *Files) Claim(ctx context.Context, tx *dbx.Tx, p authz.Proof, who authz.Actor, files []ids.File, t ids.Ticket, e ids.Entry, hidden bool) error {
	for _, id := range files {
		f, err := dbx.One(ctx, tx, byID.As(who), scan, int64(id))
		if errors.Is(err, dbx.ErrNone) || err == nil && f.Ticket != 0 {
			continue // of somebody else, or sent before: it stays what it is
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, claim, p, int64(t), int64(e), hidden, int64(id)); err != nil {
			return err
		}
	}
	return nil
}
