package attachment_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"renfort/internal/attachment"
	"renfort/internal/authz"
	"renfort/internal/blob"
	"renfort/internal/dbx"
	"renfort/internal/desktest"
	"renfort/internal/fault"
	"renfort/internal/ids"
	"renfort/internal/ticket"
)

type limits struct{}

func (limits) MaxFiles() int     { return 2 }
func (limits) MaxBytes() int64   { return 1 << 20 }
func (limits) Blocked() []string { return attachment.BlockedByDefault }
func (limits) Allowed() bool     { return true }

// ATT-003, ATT-004, ATT-005, ATT-006, ATT-007, ATT-015
func TestWhatIsTaken(t *testing.T) {
	store, err := blob.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	files := attachment.New(nil, store, limits{})
	for _, tt := range []struct {
		name, content, key, kept string
	}{
		{"note.txt", "hello", "", "note.txt"},
		{"archive.zip", "PK\x03\x04 and more", "", "archive.zip"},
		{"../../etc/passwd", "root", "", "passwd"},
		{`C:\Users\me\report.pdf`, "%PDF-1.4", "", "report.pdf"},
		{"exact.bin", strings.Repeat("x", 1<<20), "", "exact.bin"},
		{"more.bin", strings.Repeat("x", 1<<20+1), "attachment.too_large", ""},
		{"nothing.txt", "", "attachment.empty", ""},
		{"photo.jpg.php", "x", "attachment.blocked", ""},
		{"photo.php.jpg", "x", "attachment.blocked", ""},
		{"TOOL.EXE. .", "x", "attachment.blocked", ""},
		{"invoice\u202efdp.exe", "x", "attachment.blocked", ""},
		{"renamed.txt", "MZ\x90\x00", "attachment.blocked", ""},
		{"page.txt", "  <?PHP echo 1;", "attachment.blocked", ""},
		{strings.Repeat("a", 300) + ".pdf", "%PDF-1.4", "", strings.Repeat("a", 196) + ".pdf"},
	} {
		f, err := files.Store(t.Context(), tt.name, strings.NewReader(tt.content))
		if tt.key != "" && !fault.Is(err, tt.key) {
			t.Errorf("%q: %v, want %s", tt.name, err, tt.key)
		}
		if tt.key == "" && (err != nil || f.Name != tt.kept) {
			t.Errorf("%q was kept as %q, %v", tt.name, f.Name, err)
		}
	}
}

// ATT-002, ATT-008, ATT-012, ATT-016, TKT-168
func TestWhoMayFetch(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx := t.Context()
		rita, tom := d.Person("rita", ids.Root, authz.PowerUser, false), d.Person("tom", ids.Root, authz.Technician, true)
		eve := d.Person("eve", ids.Root, authz.PowerUser, false)
		files := attachment.New(d.DB, d.Files, limits{})
		add := func(hidden bool, contents ...string) func(*dbx.Tx, authz.Granted[*ticket.Ticket], ticket.Entry) error {
			return func(tx *dbx.Tx, g authz.Granted[*ticket.Ticket], e ticket.Entry) error {
				for _, c := range contents {
					f, err := files.Store(ctx, "a.txt", strings.NewReader(c))
					if err != nil {
						return err
					}
					f.Ticket, f.Entry, f.Hidden = g.Object().ID, e.ID, hidden
					if _, err := files.Add(ctx, tx, g, f); err != nil {
						return err
					}
				}
				return nil
			}
		}
		tk, err := d.Tickets.Open(ctx, rita, ticket.Opening{Title: "x", Requester: rita.User, Then: add(false, "one", "one")})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Tickets.Reply(ctx, tom, tk.ID, ticket.Reply{HTML: "note", Hidden: true, Then: add(true, "two")}); err != nil {
			t.Fatal(err)
		}
		_, err = d.Tickets.Reply(ctx, tom, tk.ID, ticket.Reply{HTML: "third", Then: add(false, "three")})
		if !fault.Is(err, "attachment.too_many") {
			t.Errorf("a third file: %v", err)
		}
		for who, wanted := range map[*authz.Actor]int{&tom: 2, &rita: 1, &eve: 0, {}: 0} {
			got, err := files.Of(ctx, *who, tk.ID)
			if err != nil || len(got) != wanted {
				t.Errorf("%s sees %d files (%v), want %d", who.Name, len(got), err, wanted)
			}
		}
		all, err := files.Of(ctx, tom, tk.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			_, content, err := files.Open(ctx, tom, f.ID)
			if err != nil {
				t.Fatal(err)
			}
			if b, _ := io.ReadAll(content); !bytes.Equal(b, []byte("one")) && !bytes.Equal(b, []byte("two")) {
				t.Errorf("content %q", b)
			}
			content.Close()
			if _, _, err := files.Open(ctx, eve, f.ID); fault.KindOf(err) != fault.NotFound {
				t.Errorf("eve fetches %s: %v", f.Name, err)
			}
		}
		if _, _, err := files.Open(ctx, rita, all[1].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the requester fetches the note's file: %v", err)
		}
	})
}
