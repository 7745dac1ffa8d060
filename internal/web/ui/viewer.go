// Package ui is what pages are drawn with: the frame, the fields of forms, and
// the other components. It draws typed values and decides nothing.
package ui

import (
	"context"
	"time"

	"renfort/internal/fault"
	"renfort/internal/i18n"
)

// Words are something that can be said in any of the languages: a catalogue key
// (i18n.Key), labels kept as data (i18n.Text), or a name (i18n.Same).
type Words = i18n.Localized

// Look is how a person wants pages to be.
type Look struct {
	Lang    i18n.Lang
	Theme   string // one of Themes
	Mode    string // one of Modes
	Density string // one of Densities
}

// The looks there are; the first of each is the default (GEN-004).
var (
	Themes    = []string{"blue", "black", "pink", "grey"}
	Modes     = []string{"auto", "light", "dark"}
	Densities = []string{"compact", "comfortable"}
)

// Viewer is who looks at a page, as far as drawing needs to know.
type Viewer struct {
	Look
	SignedIn bool
	Name     string
	Zone     *time.Location
	Now      time.Time     // the instant of the request
	Company  string        // shown in the header and on the sign-in page (GEN-006)
	Logo     string        // address of the company's logo; "" shows the product's sign
	Messages time.Duration // how long a message of success stays (GEN-005)
	Lines    int           // rows per page of a list (GEN-041)
	NoKeys   bool          // single-key shortcuts are switched off
}

type viewerKey struct{}

// WithViewer is ctx with the viewer of the page that is drawn in it.
func WithViewer(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// ViewerOf is the viewer in ctx. Without one it is an English visitor in UTC.
func ViewerOf(ctx context.Context) Viewer {
	v, ok := ctx.Value(viewerKey{}).(Viewer)
	if !ok {
		v.Lang = i18n.EN
	}
	if v.Zone == nil {
		v.Zone = time.UTC
	}
	if v.Now.IsZero() {
		v.Now = time.Now()
	}
	return v
}

// T is the text of key in the viewer's language.
func T(ctx context.Context, key string, args ...any) string {
	return i18n.T(ViewerOf(ctx).Lang, key, args...)
}

// N is the text of key in the plural form for n, in the viewer's language.
func N(ctx context.Context, key string, n int, args ...any) string {
	return i18n.N(ViewerOf(ctx).Lang, key, n, args...)
}

// Say is w in the viewer's language; of nil it is nothing.
func Say(ctx context.Context, w Words) string {
	if w == nil {
		return ""
	}
	return w.In(ViewerOf(ctx).Lang)
}

// kindKeys are the texts of faults that bring no text of their own.
var kindKeys = map[fault.Kind]string{
	fault.Internal:    "web.internal",
	fault.Invalid:     "web.invalid",
	fault.Unreadable:  "web.unreadable",
	fault.NotFound:    "web.not_found",
	fault.Forbidden:   "web.forbidden",
	fault.Expired:     "web.expired",
	fault.Conflict:    "web.conflict",
	fault.TooLarge:    "web.too_large",
	fault.TooMany:     "web.too_many",
	fault.Unavailable: "web.unavailable",
	fault.SignedOut:   "web.signed_out",
}

// FaultText is what a person is told of f. Arguments that are themselves keys
// are translated. Of the server's own failures nothing is told (GEN-035).
func FaultText(lang i18n.Lang, f *fault.Error) string {
	if f.Kind == fault.Internal || !i18n.Has(f.Key) {
		return i18n.T(lang, kindKeys[f.Kind])
	}
	args := make([]any, len(f.Args))
	for i, arg := range f.Args {
		if key, ok := arg.(string); ok && i18n.Has(key) {
			arg = i18n.Key(key)
		}
		args[i] = arg
	}
	return i18n.T(lang, f.Key, args...)
}

// Named are words that read alike in every language.
func Named(s string) Words { return i18n.Same(s) }
