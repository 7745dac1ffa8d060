package web

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"renfort/internal/fault"
	"renfort/internal/web/ui"
)

// statuses is the one table from kinds of failure to HTTP (GEN-030 … GEN-037).
var statuses = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.Unreadable:  http.StatusBadRequest,
	fault.NotFound:    http.StatusNotFound,
	fault.Forbidden:   http.StatusForbidden,
	fault.Expired:     http.StatusForbidden,
	fault.Conflict:    http.StatusConflict,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.TooMany:     http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.SignedOut:   http.StatusUnauthorized,
}

// failureTime is how long the page of a failure may take.
const failureTime = 5 * time.Second

// fail answers err: a sign-in page, a page that says what happened, or a line of
// text for script that asked for a part of a page.
func (p *page) fail(w *recorder, r *http.Request, err error) {
	if gone(r) {
		w.status = 499 // the browser left; nobody reads an answer
		return
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(r.Context()), failureTime) // the page's own time may be over
	defer stop()
	r = r.WithContext(ctx)
	err = known(err)
	reference := logged(r.Context(), err)
	if w.status != 0 {
		return // the answer had begun
	}
	if d, ok := errors.AsType[Detour](err); ok {
		redirect(w, r, d.To)
		return
	}
	kind := fault.KindOf(err)
	if kind == fault.SignedOut {
		toSignIn(w, r)
		return
	}
	retryAfter(w.Header(), kind, err)
	if kind == fault.TooLarge {
		w.Header().Set("Connection", "close") // the rest of the body stays unread
	}
	text := textOf(r.Context(), err)
	if inPlace(r, statuses[kind]) {
		sayPlainly(w, statuses[kind], text, reference)
		return
	}
	failure := ui.Failure{Kind: kind, Text: text, Reference: reference, Back: templ.SafeURL(referer(r))}
	if kind == fault.Expired {
		failure.Typed = typed(r)
	}
	p.showFailure(w, r, failure)
}

// inPlace reports whether the page that asked stays on screen and tells the
// failure itself: what was typed there must not vanish.
func inPlace(r *http.Request, status int) bool {
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	return partial(r) || fromScript(r) && (status >= 500 || !reading)
}

// gone reports whether the browser closed the connection.
func gone(r *http.Request) bool {
	return errors.Is(context.Cause(r.Context()), context.Canceled)
}

// known turns the few errors that are no faults but mean one into it.
func known(err error) error {
	if big, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge(big.Limit)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fault.New(fault.Unavailable, "web.too_slow").Because(err)
	}
	return err
}

// logged writes what only the log may say, and returns the reference under
// which it stands there (GEN-035). Other failures need none.
func logged(ctx context.Context, err error) string {
	if _, ok := errors.AsType[Detour](err); ok {
		return ""
	}
	switch fault.KindOf(err) {
	case fault.Internal:
		reference := rand.Text()[:8]
		slog.ErrorContext(ctx, "request failed", "reference", reference, "err", err)
		return reference
	case fault.Unavailable:
		slog.WarnContext(ctx, "request not served", "err", err)
	}
	return ""
}

func textOf(ctx context.Context, err error) string {
	lang := ui.ViewerOf(ctx).Lang
	faults := fault.All(err)
	if len(faults) == 0 {
		return ui.FaultText(lang, fault.New(fault.Internal, ""))
	}
	var texts []string
	for _, f := range faults {
		texts = append(texts, ui.FaultText(lang, f))
	}
	return strings.Join(texts, " ")
}

// retryAfter says when to come again: what the cause knows, else a guess (GEN-036, GEN-037).
func retryAfter(h http.Header, kind fault.Kind, err error) {
	if kind != fault.Unavailable && kind != fault.TooMany {
		return
	}
	wait := time.Minute
	if known, ok := errors.AsType[interface {
		error
		RetryAfter() time.Duration
	}](err); ok {
		wait = known.RetryAfter()
	}
	h.Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(wait.Seconds())))))
}

func sayPlainly(w http.ResponseWriter, status int, text, reference string) {
	if reference != "" {
		text += " (" + reference + ")"
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("HX-Reswap", "none")
	w.WriteHeader(status)
	w.Write([]byte(text))
}

// showFailure shows the page of f, within the frame if there can be one.
func (p *page) showFailure(w *recorder, r *http.Request, f ui.Failure) {
	about := ui.Page{Title: f, Bare: f.Kind == fault.Unavailable}
	err := ShowStatus(w, r, statuses[f.Kind], about, ui.Failed(f))
	if err != nil && w.status == 0 {
		logged(r.Context(), err)
		about.Bare = true
		err = ShowStatus(w, r, statuses[f.Kind], about, ui.Failed(f))
	}
	if err != nil {
		slog.ErrorContext(r.Context(), "a page of failure failed", "err", err)
		sayPlainly(w, statuses[f.Kind], f.Text, f.Reference)
	}
}

// nothingHere answers every address that no page has (GEN-032).
func nothingHere(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.NotFound, "web.not_found")
}

// typed is the form of r as it was typed, so that it is not lost (GEN-034).
func typed(r *http.Request) []ui.Typed {
	f, err := Form(r)
	if err != nil {
		return nil
	}
	var kept []ui.Typed
	for _, t := range f.Typed() {
		if t.Name != ui.KeyField && t.Value != "" {
			kept = append(kept, t)
		}
	}
	return kept
}
