package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"time"

	"renfort/internal/authz"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/web/ui"
)

// Detour is a Gate's error for a person who must do something first, such as
// choosing a new password: every page but those open to Anyone leads to To.
type Detour struct{ To string }

func (d Detour) Error() string { return "web: to " + d.To + " first" }

type visitKey struct{}

// visit is what the kit knows of one request.
type visit struct {
	mux   *Mux
	actor authz.Actor
}

func visitOf(ctx context.Context) *visit {
	v, ok := ctx.Value(visitKey{}).(*visit)
	if !ok {
		panic("web: not within a page")
	}
	return v
}

// Actor is who asks; the zero Actor for a visitor.
func Actor(ctx context.Context) authz.Actor {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v.actor
	}
	return authz.Actor{}
}

// ViewerOf is how he who asks wants pages.
func ViewerOf(ctx context.Context) ui.Viewer { return ui.ViewerOf(ctx) }

// ServeHTTP serves the page behind its checks, and answers its failures.
func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := &recorder{ResponseWriter: w}
	began := time.Now()
	defer func() { p.log(rec, r, began) }()
	if !p.endless {
		ctx, stop := context.WithTimeout(r.Context(), p.mux.patience)
		defer stop()
		r = r.WithContext(ctx)
	}
	r, err := p.serve(rec, r)
	if err != nil {
		p.fail(rec, r, err)
	}
}

// serve runs the checks and the page. A panic is a failure like any other.
func (p *page) serve(w http.ResponseWriter, r *http.Request) (entered *http.Request, err error) {
	entered = r
	defer func() {
		switch x := recover(); x {
		case nil:
		case http.ErrAbortHandler:
			panic(x)
		default:
			err = fault.New(fault.Internal, "web.internal").Because(panicked{x, debug.Stack()})
		}
	}()
	if entered, err = p.enter(w, r); err != nil {
		return entered, err
	}
	return entered, p.handler(w, entered)
}

// enter lets the request in, or not. The request it returns knows who asks even
// when it is refused, so that the refusal speaks his language.
func (p *page) enter(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	actor, viewer, gateErr := p.mux.config.Gate.Who(r)
	if !actor.Known() {
		viewer.Look = visitorLook(r, viewer.Look)
	}
	viewer.SignedIn = actor.Known()
	viewer.Name = cmp.Or(viewer.Name, actor.Name)
	if viewer.Now.IsZero() {
		viewer.Now = time.Now()
	}
	v := &visit{mux: p.mux, actor: actor}
	ctx := context.WithValue(ui.WithViewer(r.Context(), viewer), visitKey{}, v)
	r = r.WithContext(ctx)
	if err := p.limit(w, r); err != nil {
		return r, err
	}
	if err := p.mux.origin.Check(r); err != nil && !p.fromElsewhere {
		return r, fault.New(fault.Expired, "web.expired").Because(err)
	}
	if gateErr != nil && !(p.access.open && spared(gateErr)) {
		return r, gateErr
	}
	return r, p.access.admits(actor)
}

// spared reports whether pages open to Anyone are served in spite of err.
func spared(err error) bool {
	_, detour := errors.AsType[Detour](err)
	return detour || fault.KindOf(err) == fault.Unavailable
}

// defaultBody is the limit of a request body where none is configured.
const defaultBody = 4 << 20

// limit bounds the request's body. A longer one that says so is refused unread (OPS-020).
func (p *page) limit(w http.ResponseWriter, r *http.Request) error {
	most := int64(defaultBody)
	if p.body != nil {
		most = p.body()
	}
	if r.ContentLength > most {
		return tooLarge(most)
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	return nil
}

func tooLarge(most int64) error {
	return fault.New(fault.TooLarge, "web.too_large_for", ui.Bytes(most))
}

// visitorLook is how a visitor wants pages: what he chose before, else the
// language of his browser, else the house's (GEN-003).
func visitorLook(r *http.Request, house ui.Look) ui.Look {
	look := house
	if lang, ok := i18n.Parse(cookie(r, "lang")); ok {
		look.Lang = lang
	} else {
		look.Lang = i18n.Match(r.Header.Get("Accept-Language"), cmp.Or(house.Lang, i18n.FR))
	}
	look.Theme = cmp.Or(cookie(r, "theme"), house.Theme)
	look.Mode = cmp.Or(cookie(r, "mode"), house.Mode)
	look.Density = cmp.Or(cookie(r, "density"), house.Density)
	return look
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}
