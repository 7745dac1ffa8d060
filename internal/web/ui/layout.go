package ui

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"
)

// Where the kit itself answers; package web mounts these.
const (
	EventsPath = "/events" // the stream of changes
	FramePath  = "/frame"  // the parts of the frame that change
	LookPath   = "/look"   // takes language and theme
)

// product is what the header says before a company has named itself.
const product = "Renfort"

func company(v Viewer) string { return cmp.Or(v.Company, product) }

// or is value if it is one of those there are, else the first of them.
func or(value string, values []string) string {
	if slices.Contains(values, value) {
		return value
	}
	return values[0]
}

func (p Page) title(ctx context.Context) string {
	name := company(ViewerOf(ctx))
	if title := Say(ctx, p.Title); title != "" {
		return title + " · " + name
	}
	return name
}

func (p Page) marks(i Item) templ.Attributes {
	if !p.current(i) {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func (i Item) hover() string { return cmp.Or(i.Title, i.Label) }

func (f Frame) home() templ.SafeURL { return cmp.Or(f.Home, "/") }

// attrs are what script reads from the body.
func (f Frame) attrs(ctx context.Context, p Page) templ.Attributes {
	a := words(ctx)
	for k, v := range boost() {
		a[k] = v
	}
	if f.Live {
		a["data-live"] = EventsPath
		a["data-frame"] = FramePath + "?menu=" + url.QueryEscape(p.Menu)
	}
	if ViewerOf(ctx).NoKeys {
		a["data-keys"] = "off"
	}
	return a
}

// words are the texts that script shows.
func words(ctx context.Context) templ.Attributes {
	return templ.Attributes{
		"data-text-offline": T(ctx, "web.offline"),
		"data-text-failed":  T(ctx, "web.failed"),
		"data-text-newer":   T(ctx, "web.newer"),
		"data-text-reload":  T(ctx, "web.reload"),
		"data-text-close":   T(ctx, "web.close"),
	}
}

// keys are the shortcuts that work on every page: the kit's own and the frame's.
func (f Frame) keys(ctx context.Context) []Typed {
	keys := []Typed{
		{T(ctx, "web.key_help"), "?"}, {T(ctx, "web.search"), "/"},
		{T(ctx, "web.key_rows"), "j k"}, {T(ctx, "web.key_tick"), "x"}, {T(ctx, "web.key_all"), "*"},
		{T(ctx, "web.key_send"), "Ctrl ⏎"}, {T(ctx, "web.key_new"), "."},
	}
	add := func(i Item) {
		if i.Key != "" {
			keys = append(keys, Typed{i.Label, i.Key})
		}
	}
	if f.New != nil {
		add(*f.New)
	}
	for _, s := range f.Sections {
		for _, i := range s.Items {
			add(i)
		}
	}
	return keys
}
