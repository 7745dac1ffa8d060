package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"renfort/internal/fault"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

// GEN-030
func TestVisitorsAreLedToSignIn(t *testing.T) {
	h := newHouse(t)
	tests := []struct {
		name     string
		answer   answer
		status   int
		header   string
		location string
	}{
		{"a page", h.get("/todo?state=2&q=a+b"), 303, "Location", "/login?next=" + url.QueryEscape("/todo?state=2&q=a+b")},
		{"script", h.get("/todo", script), 401, "HX-Redirect", "/login?next=" + url.QueryEscape("/todo?state=2")},
		{"a form", h.post("/form", nil, header("Referer", "http://"+host+"/form?x=1")), 303, "Location", "/login?next=" + url.QueryEscape("/form?x=1")},
		{"a form from who knows where", h.post("/form", nil, header("Referer", "http://evil.test/form")), 303, "Location", "/login?next=%2F"},
		{"script on another site's page", h.get("/todo", script, header("HX-Current-URL", "http://evil.test/")), 401, "HX-Redirect", "/login?next=%2F"},
	}
	for _, tt := range tests {
		if tt.answer.StatusCode != tt.status || tt.answer.Header.Get(tt.header) != tt.location {
			t.Errorf("%s: %d %s, want %d %s", tt.name, tt.answer.StatusCode, tt.answer.Header.Get(tt.header), tt.status, tt.location)
		}
		tt.answer.wantNot(t, "the list")
	}
	h.get("/open").want(t, 200, "open to all")
	h.get("/todo", signedIn).want(t, 200, "the list", "To do list")
}

// GEN-031
func TestRightsAreAskedForInOnePlace(t *testing.T) {
	h := newHouse(t)
	h.get("/closing", signedIn).want(t, 200, "may close")
	refused := h.get("/admin", signedIn)
	refused.want(t, 403, "<h1", "To do list")
	refused.wantNot(t, "secret numbers")
	part := h.get("/admin", signedIn, script)
	part.want(t, 403)
	part.wantNot(t, "<html")
	for name, want := range map[string]string{"Content-Type": "text/plain; charset=utf-8", "HX-Reswap": "none"} {
		if got := part.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := h.get("/admin").Header.Get("Location"); got != "/login?next=%2Fadmin" {
		t.Errorf("a visitor goes to %q", got)
	}
}

// Every route can be listed with whom it admits, for the tests that walk all of them.
func TestRoutesTellTheirAccess(t *testing.T) {
	got := map[string]string{}
	for _, r := range newHouse(t).Routes() {
		got[r.Pattern] = r.Access.String()
	}
	for pattern, want := range map[string]string{
		"GET /open": "anyone", "GET /todo": "signed in", "GET /closing": "ticket_close or admin",
		"GET /frame": "signed in", "POST /look": "anyone", "GET /assets/": "anyone", "/": "anyone",
	} {
		if got[pattern] != want {
			t.Errorf("%s admits %q, want %q", pattern, got[pattern], want)
		}
	}
}

// GEN-034
func TestFormsFromElsewhereKeepTheirText(t *testing.T) {
	h := newHouse(t)
	form := url.Values{"subject": {"Printer <jam>"}, "new_password": {"hunter2"}, "form_key": {"abc"}}
	for _, foreign := range []with{header("Sec-Fetch-Site", "cross-site"), header("Sec-Fetch-Site", "same-site"), header("Origin", "http://evil.test")} {
		a := h.post("/form", form, signedIn, foreign)
		a.want(t, 403, "Your form has expired. Check your text and send it again.", "Printer &lt;jam&gt;")
		a.wantNot(t, "hunter2")
		a.wantNot(t, `method="post" action="/form"`)
	}
	own := h.post("/form", form, signedIn, header("Sec-Fetch-Site", "same-origin"))
	own.want(t, 303)
	h.get("/todo", signedIn, header("Sec-Fetch-Site", "cross-site")).want(t, 200)
	part := h.post("/form", form, signedIn, script, header("Sec-Fetch-Site", "cross-site"))
	part.want(t, 403, "Your form has expired")
	part.wantNot(t, "<")
}

// GEN-030
func TestNoRedirectLeadsAway(t *testing.T) {
	for _, to := range []string{
		"https://evil.test", "//evil.test", "/\\evil.test", "\\\\evil.test", "/\t/evil.test", "javascript:alert(1)",
		"", "evil.test", "http:/evil.test", "/a\nb", "///evil.test", "mailto:a@b.c", "?next=//evil.test",
	} {
		if got := web.Local(to); got != "/" {
			t.Errorf("%q leads to %q", to, got)
		}
	}
	for _, to := range []string{"/", "/tickets?state=2&q=a+b#m3", "/a//b", "/a?next=//evil.test"} {
		if got := web.Local(to); got != to {
			t.Errorf("%q leads to %q", to, got)
		}
	}
	h := newHouse(t)
	h.Page("GET /leave", web.Anyone, func(w http.ResponseWriter, r *http.Request) error {
		return web.Redirect(w, r, r.URL.Query().Get("to"))
	})
	if got := h.get("/leave?to=//evil.test").Header.Get("Location"); got != "/" {
		t.Errorf("leads to %q", got)
	}
}

// until is a maintenance that knows its end.
type until struct{ wait time.Duration }

func (until) Error() string               { return "maintenance" }
func (u until) RetryAfter() time.Duration { return u.wait }

// GEN-037: a maintenance closes every page but the open ones.
func TestGateMayCloseTheHouse(t *testing.T) {
	h := newHouse(t)
	h.gateErr = fault.New(fault.Unavailable, "web.unavailable").Because(until{90 * time.Second})
	a := h.get("/todo", signedIn)
	a.want(t, 503, "not available at the moment")
	a.wantNot(t, "To do list")
	if got := a.Header.Get("Retry-After"); got != "90" {
		t.Errorf("Retry-After %q", got)
	}
	h.get("/login").want(t, 200, "sign in")
	h.gateErr = errDatabase
	h.get("/login").want(t, 500)
}

// A person who must do something first is led there from everywhere.
func TestGateMayLeadAstray(t *testing.T) {
	h := newHouse(t)
	h.gateErr = web.Detour{To: "/open"}
	if a := h.get("/todo", signedIn); a.StatusCode != 303 || a.Header.Get("Location") != "/open" {
		t.Errorf("%d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	h.get("/open", signedIn).want(t, 200)
}

// GEN-003
func TestVisitorsLanguage(t *testing.T) {
	h := newHouse(t)
	tests := []struct {
		name    string
		changes []with
		lang    string
	}{
		{"the house's", nil, "de"},
		{"the browser's first that we speak", []with{header("Accept-Language", "it, es-MX;q=0.8, en;q=0.5")}, "es"},
		{"chosen before", []with{header("Accept-Language", "es"), header("Cookie", "lang=fr")}, "fr"},
		{"chosen, but there is no such", []with{header("Cookie", "lang=xx")}, "de"},
		{"a signed-in person's own", []with{signedIn, header("Accept-Language", "es"), header("Cookie", "lang=fr")}, "en"},
	}
	for _, tt := range tests {
		h.get("/open", tt.changes...).want(t, 200, `<html lang="`+tt.lang+`"`)
	}
}

// GEN-003, GEN-004
func TestLookIsKept(t *testing.T) {
	h := newHouse(t)
	visitor := h.post("/look", url.Values{"lang": {"es"}, "theme": {"javascript"}}, header("Referer", "http://"+host+"/login?x=1"))
	if visitor.StatusCode != 303 || visitor.Header.Get("Location") != "/login?x=1" {
		t.Errorf("%d to %q", visitor.StatusCode, visitor.Header.Get("Location"))
	}
	if cookies := visitor.Cookies(); len(cookies) != 1 || cookies[0].Name != "lang" || cookies[0].Value != "es" || !cookies[0].HttpOnly {
		t.Errorf("cookies %v", cookies)
	}
	if len(h.kept) != 0 {
		t.Errorf("a visitor's look was kept with a person: %v", h.kept)
	}
	h.post("/look", url.Values{"theme": {"pink"}, "mode": {"dark"}, "density": {"compact"}}, signedIn)
	if want := (ui.Look{Theme: "pink", Mode: "dark", Density: "compact"}); len(h.kept) != 1 || h.kept[0] != want {
		t.Errorf("kept %v", h.kept)
	}
}
