package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"bytes"
	"log/slog"

	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

// GEN-030 … GEN-037: each kind of failure has its status and its text, as a
// page and as a line for script.
func TestEveryKindOfFault(t *testing.T) {
	tests := []struct {
		err    error
		status int
		text   string
	}{
		{fault.New(fault.Invalid, "web.end_before_start"), 422, "The end must be after the start."},
		{fault.New(fault.Unreadable, "web.unreadable"), 400, "could not be read"},
		{fault.New(fault.NotFound, "web.not_found"), 404, "does not exist or you cannot see it"},
		{fault.New(fault.Forbidden, "web.forbidden"), 403, "You do not have the right"},
		{fault.New(fault.Conflict, "web.conflict"), 409, "changed this in the meantime"},
		{fault.New(fault.TooLarge, "web.too_large_for", ui.Bytes(10<<20)), 413, "the limit is 10 MB"},
		{fault.New(fault.TooMany, "web.too_many"), 429, "Too many attempts"},
		{fault.New(fault.Unavailable, "web.unavailable"), 503, "not available"},
		{fault.Errors{fault.New(fault.Invalid, "web.end_before_start"), fault.New(fault.Invalid, "web.invalid")}, 422, "after the start. What was sent is not valid."},
		{context.DeadlineExceeded, 503, "took too long"},
		{errDatabase, 500, "Something went wrong on the server"},
		{fault.New(fault.Internal, "web.offline").Because(errDatabase), 500, "Something went wrong on the server"},
	}
	for _, tt := range tests {
		h := newHouse(t)
		h.Page("GET /fails", web.SignedIn, func(http.ResponseWriter, *http.Request) error { return tt.err })
		page := h.get("/fails", signedIn)
		page.want(t, tt.status, tt.text, "<html", "<h1")
		page.wantNot(t, "db1")
		part := h.get("/fails", signedIn, script)
		part.want(t, tt.status, tt.text)
		part.wantNot(t, "<")
		part.wantNot(t, "db1")
		if retry := page.Header.Get("Retry-After") != ""; retry != (tt.status == 503 || tt.status == 429) {
			t.Errorf("%d: Retry-After %t", tt.status, retry)
		}
	}
}

// GEN-035
func TestServerFailuresHaveAReference(t *testing.T) {
	h := newHouse(t)
	var log bytes.Buffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	h.Page("GET /fails", web.SignedIn, func(http.ResponseWriter, *http.Request) error { return errDatabase })
	h.Page("GET /panics", web.SignedIn, func(http.ResponseWriter, *http.Request) error { panic("no such thing as " + "luck") })
	for path, cause := range map[string]string{"/fails": "the disk of host db1 is on fire", "/panics": "no such thing as luck"} {
		log.Reset()
		a := h.get(path, signedIn)
		a.want(t, 500)
		a.wantNot(t, cause)
		m := regexp.MustCompile(`<code>([A-Z2-7]{8})</code>`).FindStringSubmatch(a.text)
		if m == nil {
			t.Fatalf("%s: no reference in\n%s", path, a.text)
		}
		if text := log.String(); strings.Count(text, m[1]) != 1 || !strings.Contains(text, cause) {
			t.Errorf("%s: the log has not %s with %q once:\n%s", path, m[1], cause, text)
		}
	}
}

// GEN-032: what is not there and what may not be seen get the same answer.
func TestNotFoundSaysTheSameEverywhere(t *testing.T) {
	h := newHouse(t)
	h.Page("GET /tickets/{number}", web.SignedIn, func(w http.ResponseWriter, r *http.Request) error {
		_, err := web.PathID[int64](r, "number")
		if err == nil {
			err = fault.New(fault.NotFound, "web.not_found")
		}
		return err
	})
	missing := h.get("/tickets/4806", signedIn)
	for _, path := range []string{"/tickets/abc", "/tickets/-1", "/tickets/99999999999999999999", "/nowhere", "/todo/x"} {
		a := h.get(path, signedIn)
		a.want(t, 404)
		if a.text != missing.text {
			t.Errorf("%s answers differently", path)
		}
	}
}

// GEN-001: a failure is told in the language of who asks, outside the frame to a visitor.
func TestFailuresSpeakTheVisitorsLanguage(t *testing.T) {
	h := newHouse(t)
	for _, lang := range i18n.Langs {
		a := h.get("/nowhere", header("Accept-Language", string(lang)))
		want := i18n.T(lang, "web.not_found")
		a.want(t, 404, strings.ReplaceAll(want, "'", "&#39;"), `lang="`+string(lang)+`"`)
		a.wantNot(t, "To do list")
	}
}

// GEN-036, OPS-020
func TestLongBodiesAreNotRead(t *testing.T) {
	h := newHouse(t)
	long := url.Values{"subject": {strings.Repeat("x", 2000)}}
	a := h.post("/form", long, signedIn)
	a.want(t, 413, "the limit is 1,000 B")
	body := &counting{left: 1 << 20}
	r := httptest.NewRequest("POST", "http://"+host+"/form", body)
	r.ContentLength = -1 // as a browser sends that does not know the length
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Test-User", "ann")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 413 || body.read > 64<<10 {
		t.Errorf("status %d after %d bytes", w.Code, body.read)
	}
	roomy := newHouse(t)
	roomy.Page("POST /upload", web.SignedIn, submit, web.Body(func() int64 { return 1 << 20 }))
	roomy.post("/upload", long, signedIn).want(t, 422)
}

type counting struct{ left, read int }

func (c *counting) Read(p []byte) (int, error) {
	n := min(len(p), c.left)
	for i := range n {
		p[i] = 'x'
	}
	c.left, c.read = c.left-n, c.read+n
	return n, nil
}

// GEN-033
func TestUnreadableForms(t *testing.T) {
	h := newHouse(t)
	h.ask("POST", "/form", "subject=%zz", signedIn, header("Content-Type", "application/x-www-form-urlencoded")).want(t, 400)
	h.ask("POST", "/form", "no parts", signedIn, header("Content-Type", "multipart/form-data; boundary=x")).want(t, 400)
	h.ask("POST", "/form", "no parts", signedIn, header("Content-Type", "multipart/form-data")).want(t, 400)
}

// GEN-052
func TestEveryAnswerIsGuarded(t *testing.T) {
	h := newHouse(t)
	for _, a := range []answer{h.get("/open"), h.get("/todo"), h.get("/nowhere"), h.get("/admin", signedIn), h.get("/todo", signedIn, script), h.get("/assets/nothing.js"), h.get("/a/../todo")} {
		policy := a.Header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%d: no %s in %q", a.StatusCode, part, policy)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("policy %q", policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY", "Server": "", "Strict-Transport-Security": ""} {
			if got := a.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	}
	if got := h.get("/todo", signedIn).Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page may be kept: %q", got)
	}
	secure, err := web.New(web.Config{Gate: h, HTTPS: true})
	if err != nil {
		t.Fatal(err)
	}
	h.Mux = secure
	if got := h.get("/nowhere").Header.Get("Strict-Transport-Security"); got == "" {
		t.Error("no HSTS over https")
	}
}
