package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// log writes the line of the access log. A path with a secret in it is not written.
func (p *page) log(w *recorder, r *http.Request, began time.Time) {
	path := r.URL.Path
	if strings.Contains(r.Pattern, "{token}") {
		path = r.Pattern
	}
	slog.InfoContext(r.Context(), "request", "method", r.Method, "path", path, "status", w.status, "bytes", w.bytes,
		"ms", float64(time.Since(began).Microseconds())/1000, "user", int64(Actor(r.Context()).User))
}

// panicked is a panic as an error, with where it happened.
type panicked struct {
	value any
	stack []byte
}

func (p panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// policy allows our own files alone: no script or style within pages, no other
// site's anything, no frame around us (GEN-052).
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'; manifest-src 'self'"

// secure sets the headers of every answer. A page may replace the policy by a narrower one.
func (m *Mux) secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if m.config.HTTPS {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}
