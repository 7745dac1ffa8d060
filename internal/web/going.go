package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"renfort/internal/fault"
	"renfort/internal/web/ui"
)

// Redirect leads on to a page of ours (303).
func Redirect(w http.ResponseWriter, r *http.Request, to string) error {
	redirect(w, r, to)
	return nil
}

// Done leads on to a page of ours, which tells once that it was done: the text
// of key.
func Done(w http.ResponseWriter, r *http.Request, to, key string, args ...any) error {
	Tell(w, r, ui.Message{Tone: ui.Green, Text: ui.T(r.Context(), key, args...)})
	return Redirect(w, r, to)
}

func redirect(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, Local(to), http.StatusSeeOther)
}

// Local is to if it is an address on this server, else "/". Every redirect goes
// through it, so that no link can lead people away (GEN-030).
func Local(to string) string {
	u, err := url.Parse(to)
	clean := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && u.Opaque == ""
	// Browsers read a backslash as a slash, and drop control characters.
	if !clean || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") ||
		strings.ContainsFunc(to, func(c rune) bool { return c == '\\' || c < ' ' || c == 0x7f }) {
		return "/"
	}
	return to
}

// toSignIn leads a visitor to the sign-in page and from there to where he wanted (GEN-030).
func toSignIn(w http.ResponseWriter, r *http.Request) {
	login := "/login?" + url.Values{"next": {wanted(r)}}.Encode()
	if fromScript(r) {
		w.Header().Set("HX-Redirect", login)
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	redirect(w, r, login)
}

// wanted is the page a visitor was on or asked for. What was to be posted
// cannot be asked for again, but the page with the form can.
func wanted(r *http.Request) string {
	switch {
	case fromScript(r):
		return ours(r, r.Header.Get("HX-Current-URL"))
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		return Local(r.URL.RequestURI())
	}
	return ours(r, r.Referer())
}

// referer is the page of ours that led here, or nothing.
func referer(r *http.Request) string {
	if r.Referer() == "" {
		return ""
	}
	return ours(r, r.Referer())
}

// ours is the path of a whole address if it is on this server, else "/".
func ours(r *http.Request, address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != r.Host {
		return "/"
	}
	return Local(u.RequestURI())
}

// PathID reads an id in the path. What is no id is not found.
func PathID[T ~int64](r *http.Request, name string) (T, error) {
	n, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.New(fault.NotFound, "web.not_found")
	}
	return T(n), nil
}
