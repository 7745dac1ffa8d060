// Package web is the kit that every feature's pages are made with. It knows who
// asks and whether he may, turns failures into answers, reads forms, draws the
// frame around pages and tells open pages of changes. It knows no feature.
//
// A page is a function that parses, calls a service and shows; what it returns
// as an error, the kit answers. See Mux.Page.
package web

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"renfort/internal/assets"
	"renfort/internal/authz"
	"renfort/internal/i18n"
	"renfort/internal/web/ui"
)

//go:embed locales/*.po
var locales embed.FS

var _ = i18n.Register("web", locales)

// Gate knows who asks. The sign-in feature fills it.
type Gate interface {
	// Who is who made r, and how he wants pages. Without a session it is the zero
	// Actor and a Viewer with the house's defaults. An error is answered instead
	// of the page; one of kind Unavailable (maintenance) and a Detour spare the
	// pages open to Anyone.
	Who(r *http.Request) (authz.Actor, ui.Viewer, error)
}

// Framer makes the frame around the pages of a signed-in person.
type Framer interface {
	Frame(ctx context.Context, who authz.Actor) (ui.Frame, error)
}

// Keeper keeps how a signed-in person wants pages. Fields that he did not choose
// just now are empty.
type Keeper interface {
	KeepLook(ctx context.Context, who authz.Actor, look ui.Look) error
}

// Config is what the composition gives the kit.
type Config struct {
	Gate   Gate
	Framer Framer
	Keeper Keeper
	Secret []byte       // signs what browsers keep for us; the same on every node
	HTTPS  bool         // people reach the server by https, perhaps through a proxy
	Body   func() int64 // limit of a request body in bytes, of pages that name none
}

// Handler is a page or a part of one. What it returns as an error is answered.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Mux leads requests to pages. All pages are behind the same checks in the same
// order: who asks, whether the request comes from our own pages, whether he is
// signed in, whether he has the right.
type Mux struct {
	config   Config
	mux      *http.ServeMux
	outer    http.Handler
	origin   *http.CrossOriginProtection
	routes   []Route
	patience time.Duration // how long a page may take
}

// patience is how long a page may take. What takes longer is a job.
const patience = 30 * time.Second

// New is a Mux without pages but for the kit's own.
func New(c Config) (*Mux, error) {
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024))
	if err != nil {
		return nil, fmt.Errorf("web: compression: %w", err)
	}
	m := &Mux{config: c, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection(), patience: patience}
	m.outer = compress(m.mux)
	m.routes = append(m.routes, Route{"GET " + assets.Path, Anyone})
	m.mux.Handle("GET "+assets.Path, assets.Handler()) // no need to ask who asks
	m.Page("POST "+ui.LookPath, Anyone, chooseLook)
	m.Page("GET "+ui.FramePath, SignedIn, showCounters)
	m.Page("/", Anyone, nothingHere)
	return m, nil
}

// Route is one mounted page, for the tests that walk all of them.
type Route struct {
	Pattern string
	Access  Access
}

// Routes are all that is mounted, in order of mounting.
func (m *Mux) Routes() []Route { return m.routes }

// Option changes how one page is served.
type Option func(*page)

// Body sets the limit of the page's request body in bytes.
func Body(limit func() int64) Option { return func(p *page) { p.body = limit } }

// FromElsewhere lets a page be posted to from other sites. Only the return from
// an identity provider is; it proves itself by what it carries.
func FromElsewhere() Option { return func(p *page) { p.fromElsewhere = true } }

// Endless lets a page take as long as it likes: downloads, exports.
func Endless() Option { return func(p *page) { p.endless = true } }

// page is one mounted page.
type page struct {
	mux           *Mux
	access        Access
	handler       Handler
	body          func() int64
	fromElsewhere bool
	endless       bool
}

// Page mounts h at a pattern of http.ServeMux, for those whom access admits.
func (m *Mux) Page(pattern string, access Access, h Handler, options ...Option) {
	p := &page{mux: m, access: access, handler: h, body: m.config.Body}
	for _, o := range options {
		o(p)
	}
	m.routes = append(m.routes, Route{pattern, access})
	m.mux.Handle(pattern, p)
}

// Raw mounts a handler of another kind behind the same checks.
func (m *Mux) Raw(pattern string, access Access, h http.Handler, options ...Option) {
	m.Page(pattern, access, func(w http.ResponseWriter, r *http.Request) error {
		h.ServeHTTP(w, r)
		return nil
	}, options...)
}

// ServeHTTP answers r.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.secure(w.Header())
	m.outer.ServeHTTP(w, r)
}
