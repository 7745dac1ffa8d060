package ticketapi_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"renfort/internal/authz"
	"renfort/internal/desktest"
	"renfort/internal/ids"
	"renfort/internal/session"
)

var update = flag.Bool("update", false, "renew openapi.yaml")

type client struct {
	t     *testing.T
	url   string
	token string
}

func (c client) do(method, path, body string, headers ...string) (int, map[string]any, http.Header) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	out := map[string]any{}
	if err := json.Unmarshal(text, &out); err != nil {
		out["list"] = json.RawMessage(text)
	}
	return res.StatusCode, out, res.Header
}

func serve(t *testing.T, d desktest.Desk) string {
	m := http.NewServeMux()
	d.API(m)
	s := httptest.NewServer(m)
	t.Cleanup(s.Close)
	return s.URL
}

func token(t *testing.T, d desktest.Desk, who authz.Actor, until time.Time, scopes ...session.Scope) string {
	t.Helper()
	secret, err := d.Sessions.CreateToken(t.Context(), who, "test", scopes, until)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// API-001, API-002, API-003, API-006, API-007, API-010, API-020
func TestAProgramWorksOnTickets(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		url := serve(t, d)
		tom := d.Person("tom", ids.Root, authz.Technician, true)
		lyon := d.Entity(ids.Root, "Lyon")
		eve := d.Person("eve", lyon, authz.Technician, false)
		c := client{t, url, token(t, d, tom, time.Time{}, session.ScopeRead, session.ScopeWrite)}

		code, body, head := c.do("POST", "/tickets", `{"title":"The printer burns","html":"<p onclick=x()>Help<script>x()</script></p>"}`, "Idempotency-Key", "k1")
		if code != 201 || body["number"] != 1.0 || head.Get("Location") != "/api/v1/tickets/1" {
			t.Fatalf("%d %v", code, body)
		}
		if code, body, _ = c.do("POST", "/tickets", `{"title":"The printer burns"}`, "Idempotency-Key", "k1"); code != 201 || body["number"] != 1.0 {
			t.Errorf("the same key: %d %v", code, body)
		}
		_, body, _ = c.do("GET", "/tickets/1/entries", "")
		if text := fmt.Sprintf("%s", body["list"]); !strings.Contains(text, "Help") || strings.Contains(text, "script") || strings.Contains(text, "onclick") {
			t.Errorf("description %s", text) // GEN-022
		}
		if code, _, _ = c.do("POST", "/tickets/1/take", ""); code != 200 {
			t.Errorf("take: %d", code)
		}
		if code, body, _ = c.do("POST", "/tickets/1/entries", `{"html":"<p>coming</p>"}`); code != 201 || body["side"] != "technician" {
			t.Errorf("reply: %d %v", code, body)
		}
		if code, body, _ = c.do("POST", "/tickets/1/close", ""); code != 200 || body["closed"] != true {
			t.Errorf("close: %d %v", code, body)
		}
		if code, body, _ = c.do("POST", "/tickets/1/close", "", "Accept-Language", "fr"); code != 409 || body["detail"] != "Ce ticket est déjà clos." {
			t.Errorf("close again: %d %v", code, body)
		}
		if code, _, _ = c.do("POST", "/tickets/1/reopen", ""); code != 200 {
			t.Errorf("reopen: %d", code)
		}
		for body, field := range map[string]string{`{"title":" "}`: "title", `{"title":"x","colour":1}`: "colour", `{"title":5}`: "title", `{"title":"x","hoped":"2001-01-01"}`: "hoped"} {
			code, got, head := c.do("POST", "/tickets", body)
			if code != 422 || !strings.Contains(fmt.Sprint(got), field) || head.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: %d %v", body, code, got)
			}
		}
		stranger := client{t, url, token(t, d, eve, time.Time{}, session.ScopeRead, session.ScopeWrite)}
		for _, call := range [][2]string{{"GET", "/tickets/1"}, {"GET", "/tickets/1/entries"}, {"POST", "/tickets/1/close"}, {"POST", "/tickets/1/take"}, {"GET", "/tickets/99"}} {
			if code, _, _ := stranger.do(call[0], call[1], ""); code != 404 { // API-026, TKT-168
				t.Errorf("a stranger's %s %s: %d", call[0], call[1], code)
			}
		}
	})
}

// API-001, API-003, API-023
func TestATokenMayOnlyWhatItWasMadeFor(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		url := serve(t, d)
		tom := d.Person("tom", ids.Root, authz.Technician, true)
		for name, tt := range map[string]struct {
			token        string
			method, path string
			want         int
		}{
			"none":            {"", "GET", "/tickets", 401},
			"wrong":           {"rft_wrong", "GET", "/tickets", 401},
			"expired":         {token(t, d, tom, time.Now().Add(-time.Hour), session.ScopeRead), "GET", "/tickets", 401},
			"reading":         {token(t, d, tom, time.Time{}, session.ScopeRead), "GET", "/tickets", 200},
			"reading, writes": {token(t, d, tom, time.Time{}, session.ScopeRead), "POST", "/tickets/1/close", 403},
			"writing, reads":  {token(t, d, tom, time.Time{}, session.ScopeWrite), "GET", "/tickets", 403},
		} {
			if code, body, _ := (client{t, url, tt.token}).do(tt.method, tt.path, ""); code != tt.want {
				t.Errorf("%s: %d %v, want %d", name, code, body, tt.want)
			}
		}
	})
}

// API-025
func TestTheDocumentIsWhatIsServed(t *testing.T) {
	d := desktest.Over(t, desktest.Embedded(t))
	doc, err := d.API(http.NewServeMux()).OpenAPI().YAML()
	if err != nil {
		t.Fatal(err)
	}
	const file = "../../../docs/openapi.yaml"
	if *update {
		if err := os.WriteFile(file, doc, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil || string(kept) != string(doc) {
		t.Errorf("%s differs from the routes (%v): make golden", file, err)
	}
}
