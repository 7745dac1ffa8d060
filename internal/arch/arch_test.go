// Package arch holds the house rules that a machine can check.
package arch

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const module = "renfort/internal/"

// floors lists the house from the ground up. A package imports only what stands
// below it; a folder's sub-packages stand on its floor unless they are named
// themselves, and may import one another.
var floors = [][]string{
	{"ids", "fault", "i18n", "schema"},
	{"authz", "config", "address"},
	{"dbx", "blob", "secret"},
	{"event", "jobs", "assets", "mailwire", "cache"},
	{"web", "api"},
	{"entity", "setting", "list"},
	{"profile", "user"},
	{"session", "attachment", "maintenance"},
	{"ticket"},
	{"search", "mailin", "mailout"},
	{"ticket/ticketweb", "ticket/ticketapi", "session/sessionweb", "mailin/mailweb"},
	{"app"},
	{"demo", "bench"},
	{"cli"},
}

// support is test support and house rules; nothing of the product imports it.
var support = []string{"arch", "testenv", "dbtest", "desktest", "e2e", "i18n/i18ntest"}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) (out []pkg) {
	t.Helper()
	text, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(text))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
}

// place finds the floor of a package, and the folder that it was found by.
func place(name string) (floor int, folder string) {
	for folder = name; ; {
		for n, ps := range floors {
			for _, p := range ps {
				if p == folder {
					return n, folder
				}
			}
		}
		i := strings.LastIndex(folder, "/")
		if i < 0 {
			return -1, ""
		}
		folder = folder[:i]
	}
}

func isSupport(name string) bool {
	for _, s := range support {
		if name == s || strings.HasPrefix(name, s+"/") {
			return true
		}
	}
	return false
}

func TestImportsGoDown(t *testing.T) {
	for _, p := range packages(t) {
		me := strings.TrimPrefix(p.ImportPath, module)
		if isSupport(me) {
			continue
		}
		floor, folder := place(me)
		if floor < 0 {
			t.Errorf("%s stands on no floor", me)
			continue
		}
		for _, imp := range p.Imports {
			to, ok := strings.CutPrefix(imp, module)
			if !ok {
				continue
			}
			below, other := place(to)
			if other == folder && !isSupport(to) {
				continue
			}
			if isSupport(to) || below >= floor {
				t.Errorf("%s (floor %d) imports %s (floor %d)", me, floor, to, below)
			}
		}
	}
}

// doors says who alone may import what.
var doors = map[string][]string{
	"database/sql":                   {"dbx", "jobs"},
	"modernc.org/sqlite":             {"dbx"},
	"github.com/jackc/pgx/v5":        {"dbx", "jobs"},
	"github.com/riverqueue/river":    {"jobs"},
	"github.com/a-h/templ":           {"web", "ticket/ticketweb", "session/sessionweb", "mailin/mailweb", "app"},
	"net/http":                       {"web", "api", "assets", "ticket/ticketweb", "ticket/ticketapi", "session/sessionweb", "mailin/mailweb", "app", "cli", "bench"},
	"github.com/emersion/go-imap/v2": {"mailwire"},
	"github.com/wneessen/go-mail":    {"mailwire"},
	"github.com/minio/minio-go/v7":   {"blob"},
}

func TestOnlyTheDoorsGoOutside(t *testing.T) {
	for _, p := range packages(t) {
		me := strings.TrimPrefix(p.ImportPath, module)
		if isSupport(me) {
			continue
		}
		for _, imp := range p.Imports {
			for outside, allowed := range doors {
				if imp != outside && !strings.HasPrefix(imp, outside+"/") || imp == "net/http/httptest" {
					continue
				}
				if !within(me, allowed) {
					t.Errorf("%s imports %s, which is for %s", me, imp, strings.Join(allowed, ", "))
				}
			}
		}
	}
}

func within(name string, folders []string) bool {
	for _, f := range folders {
		if name == f || strings.HasPrefix(name, f+"/") {
			return true
		}
	}
	return false
}
