package arch

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"renfort/internal/authz"
	"renfort/internal/config"
	"renfort/internal/desktest"
	"renfort/internal/ids"
	"renfort/internal/session"
	"renfort/internal/session/sessionweb"
	"renfort/internal/ticket"
)

// openRoutes are the pages that admit visitors. The list should only shrink.
var openRoutes = []string{
	"/", "GET /assets/", "GET /install", "GET /login", "GET /password",
	"POST /install", "POST /login", "POST /look", "POST /password",
}

func handler(t *testing.T, d desktest.Desk) http.Handler {
	t.Helper()
	c, err := config.Load(t.TempDir(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	h, err := d.Handler(c, "")
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// request is a plausible one for a pattern: ids in the path are those of another's ticket.
func request(pattern string) *http.Request {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		method, path = "GET", pattern
	}
	path = strings.NewReplacer("{$}", "", "{number}", "1", "{file}", "1").Replace(path)
	r := httptest.NewRequest(method, "http://desk.test"+path, strings.NewReader("title=x&text=x&state=5&technician=0"))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// RGT-008, GEN-030, GEN-031
func TestStrangersAreRefused(t *testing.T) {
	d := desktest.Over(t, desktest.Embedded(t))
	routes, err := d.Routes()
	if err != nil {
		t.Fatal(err)
	}
	h := handler(t, d)
	var open []string
	for _, route := range routes {
		if route.Access.Open() {
			open = append(open, route.Pattern)
			continue
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request(route.Pattern))
		if to := w.Header().Get("Location"); w.Code < 400 && !(w.Code == 303 && strings.HasPrefix(to, "/login?")) {
			t.Errorf("%s answers a stranger %d %s", route.Pattern, w.Code, to)
		}
	}
	slices.Sort(open)
	if !slices.Equal(open, openRoutes) {
		t.Errorf("open to anyone:\n%v\nwant\n%v", open, openRoutes)
	}
}

// Every page on a ticket of a foreign entity answers 404, or 403 where the right
// is missing altogether, whatever profile asks.
// TKT-168, GEN-032, RGT-008
func TestForeignTicketsAreNotThere(t *testing.T) {
	d := desktest.Over(t, desktest.Embedded(t))
	lyon := d.Entity(ids.Root, "Lyon")
	owner := d.Person("owner", ids.Root, authz.Technician, true)
	if _, err := d.Tickets.Open(t.Context(), owner, ticket.Opening{Title: "secret plans", Requester: owner.User}); err != nil {
		t.Fatal(err)
	}
	routes, err := d.Routes()
	if err != nil {
		t.Fatal(err)
	}
	h := handler(t, d)
	for _, p := range authz.Profiles {
		login := "in-lyon-" + string(p.Code)
		who := d.Person(login, lyon, p.Code, true)
		secret, err := d.Sessions.SignIn(t.Context(), login, desktest.Password, "192.0.2.1", "")
		if err != nil {
			t.Fatal(err)
		}
		for _, route := range routes {
			if !strings.Contains(route.Pattern, "{") || strings.Contains(route.Pattern, "{$}") {
				continue
			}
			r := request(route.Pattern)
			r.AddCookie(&http.Cookie{Name: sessionweb.Cookie, Value: secret})
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != 404 && w.Code != 403 && w.Code != 422 || strings.Contains(w.Body.String(), "secret plans") {
				t.Errorf("%s answers %s %d", route.Pattern, p.Code, w.Code)
			}
		}
		apiIsShut(t, d, who)
	}
	got, err := d.Tickets.Get(t.Context(), owner, 1)
	if err != nil || got.Version != 2 {
		t.Errorf("the ticket was changed: version %d, %v", got.Version, err)
	}
}

// apiIsShut asks the same through the REST interface.
func apiIsShut(t *testing.T, d desktest.Desk, who authz.Actor) {
	t.Helper()
	if !who.Has(authz.UserProfilToken) {
		return
	}
	token, err := d.Sessions.CreateToken(t.Context(), who, "net", []session.Scope{session.ScopeRead, session.ScopeWrite}, d.DB.Now().AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	m := http.NewServeMux()
	for path, item := range d.API(m).OpenAPI().Paths {
		if !strings.Contains(path, "{number}") {
			continue
		}
		method := "POST"
		if item.Post == nil {
			method = "GET"
		}
		r := httptest.NewRequest(method, "/api/v1"+strings.ReplaceAll(path, "{number}", "1"), strings.NewReader(`{"html":"x"}`))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		m.ServeHTTP(w, r)
		if w.Code != 404 && w.Code != 403 {
			t.Errorf("%s %s answers %s %d %s", method, path, who.Name, w.Code, w.Body)
		}
	}
}
