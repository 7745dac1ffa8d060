package web

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"renfort/internal/fault"
	"renfort/internal/web/ui"
)

// Show answers with a page. Script that takes one region out of it gets it
// without its frame.
func Show(w http.ResponseWriter, r *http.Request, p ui.Page, body templ.Component) error {
	return ShowStatus(w, r, http.StatusOK, p, body)
}

// Refuse shows a page again whose form cannot be taken, filled as it was sent
// (GEN-020); of a conflict with 409 (GEN-023).
func Refuse(w http.ResponseWriter, r *http.Request, f *ui.Form, p ui.Page, body templ.Component) error {
	return ShowStatus(w, r, statuses[fault.KindOf(f.Err())], p, body)
}

// ShowStatus is Show with another status than 200.
func ShowStatus(w http.ResponseWriter, r *http.Request, status int, p ui.Page, body templ.Component) error {
	if partial(r) {
		return write(w, r, status, ui.Part(p, body))
	}
	v := visitOf(r.Context())
	p.Bare = p.Bare || !v.actor.Known() || v.mux.config.Framer == nil
	var frame ui.Frame
	if !p.Bare {
		var err error
		if frame, err = v.mux.config.Framer.Frame(r.Context(), v.actor); err != nil {
			return err
		}
	}
	messages := v.mux.takeMessages(w, r)
	return write(w, r, status, ui.Document(p, frame, messages, body))
}

// Fragment answers script with a piece of HTML: rows, options, uploaded files.
func Fragment(w http.ResponseWriter, r *http.Request, body templ.Component) error {
	return write(w, r, http.StatusOK, body)
}

// write draws first and answers then, so that a failure while drawing is still answered as one.
func write(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "HX-Request, HX-Target, Cookie")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	if err != nil {
		return nil // the browser left; the log line has the status
	}
	return nil
}

// showCounters answers with the parts of the frame that change.
func showCounters(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if v.mux.config.Framer == nil {
		return nothingHere(w, r)
	}
	frame, err := v.mux.config.Framer.Frame(r.Context(), v.actor)
	if err != nil {
		return err
	}
	return Fragment(w, r, ui.Counters(ui.Page{Menu: r.URL.Query().Get("menu")}, frame))
}

// fromScript reports whether the page's script asks, not a person's browser.
func fromScript(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }

// partial reports whether script will use a region of the answer alone.
func partial(r *http.Request) bool {
	target := r.Header.Get("HX-Target")
	whole := target == "body" || strings.HasPrefix(target, "body#")
	return fromScript(r) && r.Header.Get("HX-Boosted") == "" && r.Header.Get("HX-History-Restore-Request") == "" && !whole
}

// Background reports whether the page asks by itself, with nobody having done
// anything: such a request does not keep a session alive.
func Background(r *http.Request) bool {
	return r.URL.Path == ui.EventsPath || r.URL.Path == ui.FramePath || r.Header.Get("X-Background") != ""
}
