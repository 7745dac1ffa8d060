package web_test

import (
	"net/http"
	"strings"
	"testing"

	"renfort/internal/web"
	"renfort/internal/web/ui"
)

// One address answers with the whole page, or with the page alone to script
// that takes a region out of it.
func TestPagesWithAndWithoutTheirFrame(t *testing.T) {
	h := newHouse(t)
	whole := h.get("/todo", signedIn)
	whole.want(t, 200, "<!doctype html>", `aria-current="page"`, "<main", "the list · ACME</title>", "To do list")
	part := h.get("/todo", signedIn, script)
	part.want(t, 200, "the list · ACME</title>", "<h1")
	part.wantNot(t, "To do list")
	for name, change := range map[string]with{
		"a boosted link":  header("HX-Boosted", "true"),
		"the back button": header("HX-History-Restore-Request", "true"),
		"the whole body":  header("HX-Target", "body"),
	} {
		if a := h.get("/todo", signedIn, script, change); !strings.Contains(a.text, "<main") {
			t.Errorf("%s gets no whole page", name)
		}
	}
	if vary := whole.Header.Values("Vary"); !strings.Contains(strings.Join(vary, ","), "HX-Request") {
		t.Errorf("Vary %q", vary)
	}
}

// GEN-006
func TestVisitorsSeeNoFrame(t *testing.T) {
	h := newHouse(t)
	a := h.get("/login")
	a.want(t, 200, "ACME", "sign in", `name="lang" value="es"`)
	a.wantNot(t, "To do list")
	a.wantNot(t, `action="/logout"`)
}

func TestCountersAreAnsweredAlone(t *testing.T) {
	h := newHouse(t)
	a := h.get("/frame?menu=todo", signedIn)
	a.want(t, 200, `hx-target="#side"`, "To do list", `aria-current="page"`)
	a.wantNot(t, "<html")
}

// GEN-035: a page that fails while it is drawn is a failure, not half a page.
func TestHalfDrawnPagesAreNotSent(t *testing.T) {
	h := newHouse(t)
	h.Page("GET /broken", web.SignedIn, func(w http.ResponseWriter, r *http.Request) error {
		return web.Show(w, r, ui.Page{}, brokenComponent)
	})
	a := h.get("/broken", signedIn)
	a.want(t, 500, "Something went wrong")
	a.wantNot(t, "half a page")
}

func TestBackgroundRequestsAreKnown(t *testing.T) {
	h := newHouse(t)
	h.Page("GET /asked", web.Anyone, func(w http.ResponseWriter, r *http.Request) error {
		if web.Background(r) {
			w.Write([]byte("by itself"))
		}
		return nil
	})
	h.get("/asked", header("X-Background", "1")).want(t, 200, "by itself")
	h.get("/asked").wantNot(t, "by itself")
}

func TestLongPagesAreCompressed(t *testing.T) {
	h := newHouse(t)
	for _, coding := range []string{"gzip", "zstd"} {
		if got := h.get("/todo", signedIn, header("Accept-Encoding", coding)).Header.Get("Content-Encoding"); got != coding {
			t.Errorf("%s: %q", coding, got)
		}
	}
}
