package web_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"renfort/internal/authz"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

const host = "desk.example.test"

// house is a small application on the kit: who is signed in is a header.
type house struct {
	*web.Mux
	kept    []ui.Look
	gateErr error
}

func (h *house) Who(r *http.Request) (authz.Actor, ui.Viewer, error) {
	v := ui.Viewer{Look: ui.Look{Lang: i18n.DE}, Company: "ACME", Messages: 4 * time.Second}
	if r.Header.Get("Test-User") == "" {
		return authz.Actor{}, v, h.gateErr
	}
	v.Lang = i18n.EN
	return authz.NewActor(7, "Ann Lee", ids.Root, true, []ids.Entity{ids.Root}, authz.Set{"ticket_close": true}), v, h.gateErr
}

func (h *house) Frame(context.Context, authz.Actor) (ui.Frame, error) {
	return ui.Frame{
		Sections: []ui.Section{{Items: []ui.Item{{ID: "todo", Label: "To do list", Href: "/todo", Icon: "list-check"}}}},
		Account:  ui.Account{Look: true, Theme: true, SignOut: "/logout"},
	}, nil
}

func (h *house) KeepLook(_ context.Context, _ authz.Actor, look ui.Look) error {
	h.kept = append(h.kept, look)
	return nil
}

var subject = ui.Field{Name: "subject", Label: ui.Named("Subject"), Required: true, Max: 20}
var words = ui.Field{Name: "words", Label: ui.Named("Words"), Max: 500}
var since = ui.Field{Name: "since", Label: ui.Named("Since")}

func newHouse(t *testing.T) *house {
	t.Helper()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	h := &house{}
	m, err := web.New(web.Config{Gate: h, Framer: h, Keeper: h, Secret: []byte("test"), Body: func() int64 { return 1000 }})
	if err != nil {
		t.Fatal(err)
	}
	h.Mux = m
	m.Page("GET /open", web.Anyone, showing("open to all"))
	m.Page("GET /login", web.Anyone, showing("sign in"))
	m.Page("GET /todo", web.SignedIn, showing("the list"))
	m.Page("GET /closing", web.With("ticket_close", "admin"), showing("may close"))
	m.Page("GET /admin", web.With("admin"), showing("secret numbers"))
	m.Page("GET /form", web.SignedIn, func(w http.ResponseWriter, r *http.Request) error {
		return web.Show(w, r, ui.Page{}, theForm(web.NewForm(r)))
	})
	m.Page("POST /form", web.SignedIn, submit)
	return h
}

func showing(text string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return web.Show(w, r, ui.Page{Title: ui.Named(text), Menu: "todo"}, ui.Head(text, ""))
	}
}

func theForm(f *ui.Form) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		fields := templ.Join(ui.Text(f, subject), ui.Textarea(f, words, 3), ui.DateField(f, since))
		return ui.Formed(f, "/form", nil).Render(templ.WithChildren(ctx, fields), w)
	})
}

// submit opens nothing for the subject "taken", and says who was faster.
func submit(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(r)
	if err != nil {
		return err
	}
	title := f.Text(subject)
	f.Lines(words)
	f.Date(since)
	if f.OK() {
		if title != "taken" {
			return web.Done(w, r, "/todo", "web.copied")
		}
		f.Take(fault.New(fault.Conflict, "web.conflict"))
	}
	return web.Refuse(w, r, f, ui.Page{}, theForm(f))
}

// answer is what a request got.
type answer struct {
	*http.Response
	text string
}

type with func(*http.Request)

func header(name, value string) with { return func(r *http.Request) { r.Header.Set(name, value) } }

var signedIn = header("Test-User", "ann")

func script(r *http.Request) {
	r.Header.Set("HX-Request", "true")
	r.Header.Set("HX-Target", "div#list")
	r.Header.Set("HX-Current-URL", "http://"+host+"/todo?state=2")
}

func (h *house) get(path string, changes ...with) answer { return h.ask("GET", path, "", changes...) }

func (h *house) post(path string, form url.Values, changes ...with) answer {
	return h.ask("POST", path, form.Encode(), append([]with{header("Content-Type", "application/x-www-form-urlencoded")}, changes...)...)
}

func (h *house) ask(method, path, body string, changes ...with) answer {
	r := httptest.NewRequest(method, "http://"+host+path, strings.NewReader(body))
	for _, change := range changes {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answer{w.Result(), w.Body.String()}
}

func (a answer) want(t *testing.T, status int, texts ...string) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("status %d, want %d", a.StatusCode, status)
	}
	for _, text := range texts {
		if !strings.Contains(a.text, text) {
			t.Errorf("no %q in\n%s", text, a.text)
		}
	}
}

func (a answer) wantNot(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(a.text, text) {
		t.Errorf("%q stands in\n%s", text, a.text)
	}
}

var errDatabase = errors.New("sql: the disk of host db1 is on fire")

// brokenComponent fails after it has drawn something.
var brokenComponent = templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
	io.WriteString(w, "half a page")
	return errDatabase
})
