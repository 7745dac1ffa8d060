// Package sessionweb is the pages before the desk itself: sign-in, signing out,
// choosing a new password, and setting up a new installation.
package sessionweb

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"

	"renfort/internal/authz"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/session"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

// First are the answers of the wizard (OPS-002).
type First struct{ Company, Login, Name, Mail, Password, Language string }

// Services are what the pages need.
type Services struct {
	Sessions *session.Sessions
	HTTPS    bool
	// Code is the wizard's one-time code, empty once it is finished.
	Code  string
	SetUp func(ctx context.Context, f First) error
	Done  func(ctx context.Context) (bool, error)
}

type pages struct{ Services }

// Cookie holds the session's secret.
const Cookie = "session"

var (
	loginField    = ui.Field{Name: "login", Label: i18n.Key("sessionweb.login"), Required: true, Max: 100, Complete: "username"}
	passwordField = ui.Field{Name: "password", Label: i18n.Key("sessionweb.password"), Required: true, Max: 1024, Complete: "current-password"}
	oldField      = ui.Field{Name: "old_password", Label: i18n.Key("sessionweb.old_password"), Required: true, Max: 1024, Complete: "current-password"}
	newField      = ui.Field{Name: "password", Label: i18n.Key("sessionweb.new_password"), Required: true, Max: 1024, Complete: "new-password"}
	againField    = ui.Field{Name: "again", Label: i18n.Key("sessionweb.again"), Required: true, Max: 1024, Complete: "new-password"}
	nextField     = ui.Field{Name: "next"}
	codeField     = ui.Field{Name: "code", Label: i18n.Key("sessionweb.code"), Hint: i18n.Key("sessionweb.code_hint"), Required: true, Max: 40}
	companyField  = ui.Field{Name: "company", Label: i18n.Key("sessionweb.company"), Required: true, Max: 80}
	personField   = ui.Field{Name: "person", Label: i18n.Key("sessionweb.your_name"), Required: true, Max: 100, Complete: "name"}
	mailField     = ui.Field{Name: "mail", Label: i18n.Key("sessionweb.mail"), Max: 254, Complete: "email", Input: "email"}
)

// Mount adds the pages to m.
func Mount(m *web.Mux, s Services) {
	p := pages{s}
	m.Page("GET /login", web.Anyone, p.showLogin)
	m.Page("POST /login", web.Anyone, p.signIn)
	m.Page("POST /logout", web.SignedIn, p.signOut)
	m.Page("GET /password", web.Anyone, p.showPassword)
	m.Page("POST /password", web.Anyone, p.changePassword)
	m.Page("GET /install", web.Anyone, p.showWizard)
	m.Page("POST /install", web.Anyone, p.setUp)
}

func (p pages) showLogin(w http.ResponseWriter, r *http.Request) error {
	if done, err := p.Done(r.Context()); err != nil || !done {
		if err != nil {
			return err
		}
		return web.Redirect(w, r, "/install")
	}
	if web.Actor(r.Context()).Known() {
		return web.Redirect(w, r, web.Local(r.URL.Query().Get("next")))
	}
	f := web.NewForm(r).Set(nextField, r.URL.Query().Get("next"))
	return web.Show(w, r, loginSheet, loginPage(f))
}

var loginSheet = ui.Page{Title: i18n.Key("sessionweb.sign_in"), Bare: true}

// signIn opens a session and leads to the page that was asked for (AUT-002, AUT-055).
func (p pages) signIn(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(r)
	if err != nil {
		return err
	}
	login, password := f.Text(loginField), f.Secret(passwordField)
	if f.OK() {
		var secret string
		secret, err = p.Sessions.SignIn(r.Context(), login, password, address(r), r.UserAgent())
		if err == nil {
			p.remember(w, secret)
			return web.Redirect(w, r, web.Local(f.Value(nextField)))
		}
		if k := fault.KindOf(err); k != fault.Invalid && k != fault.TooMany && k != fault.Forbidden {
			return err
		}
		for _, e := range fault.All(err) {
			f.Refuse(passwordField, e.Key, e.Args...)
		}
	}
	f.Set(passwordField, "")
	code := http.StatusUnprocessableEntity
	if fault.KindOf(err) == fault.TooMany {
		code = http.StatusTooManyRequests
	}
	return web.ShowStatus(w, r, code, loginSheet, loginPage(f))
}

func (p pages) remember(w http.ResponseWriter, secret string) {
	http.SetCookie(w, &http.Cookie{Name: Cookie, Value: secret, Path: "/", HttpOnly: true, Secure: p.HTTPS, SameSite: http.SameSiteLaxMode})
}

// address is who connects. Behind a proxy it is the proxy's until it is trusted (AUT-032).
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// current is the session of a request's cookie.
func (p pages) current(r *http.Request) (session.Session, error) {
	c, err := r.Cookie(Cookie)
	if err != nil {
		return session.Session{}, fault.New(fault.SignedOut, "session.none")
	}
	return p.Sessions.Of(r.Context(), c.Value, address(r), !web.Background(r))
}

func (p pages) signOut(w http.ResponseWriter, r *http.Request) error {
	s, err := p.current(r)
	if err != nil {
		return err
	}
	if err := p.Sessions.SignOut(r.Context(), s); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: Cookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: p.HTTPS, SameSite: http.SameSiteLaxMode})
	return web.Redirect(w, r, "/login")
}

func (p pages) showPassword(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.current(r); err != nil {
		return web.Redirect(w, r, "/login?next=/password")
	}
	return web.Show(w, r, passwordSheet, passwordPage(web.NewForm(r)))
}

var passwordSheet = ui.Page{Title: i18n.Key("sessionweb.change_password"), Bare: true}

// changePassword is reachable also for whoever must change it first (AUT-025).
func (p pages) changePassword(w http.ResponseWriter, r *http.Request) error {
	s, err := p.current(r)
	if err != nil {
		return err
	}
	f, err := web.Form(r)
	if err != nil {
		return err
	}
	old, new := f.Secret(oldField), p.twice(f)
	if f.OK() {
		err = p.Sessions.ChangePassword(r.Context(), s, old, new)
		if err == nil {
			return web.Done(w, r, "/", "sessionweb.password_changed")
		}
		if !f.Take(err) {
			return err
		}
	}
	f.Set(oldField, "").Set(newField, "").Set(againField, "")
	return web.Refuse(w, r, f, passwordSheet, passwordPage(f))
}

func (p pages) twice(f *ui.Form) string {
	password, again := f.Secret(newField), f.Secret(againField)
	if password != again {
		f.Refuse(againField, "sessionweb.not_the_same")
	}
	return password
}

var wizardSheet = ui.Page{Title: i18n.Key("sessionweb.set_up"), Bare: true, Wide: true}

// open is nil while the wizard waits; afterwards it is gone for good (OPS-004).
func (p pages) open(ctx context.Context) error {
	done, err := p.Done(ctx)
	if err == nil && done {
		err = fault.New(fault.NotFound, "web.not_found")
	}
	return err
}

func (p pages) showWizard(w http.ResponseWriter, r *http.Request) error {
	if err := p.open(r.Context()); err != nil {
		return err
	}
	return web.Show(w, r, wizardSheet, wizardPage(web.NewForm(r).Set(loginField, "admin")))
}

// setUp takes the wizard's answers, with the code that only who reads the
// console knows (OPS-002, OPS-003).
func (p pages) setUp(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.open(ctx); err != nil {
		return err
	}
	f, err := web.Form(r)
	if err != nil {
		return err
	}
	code := f.Text(codeField)
	a := First{Company: f.Text(companyField), Login: f.Text(loginField), Name: f.Text(personField), Mail: f.Text(mailField),
		Password: p.twice(f), Language: string(ui.ViewerOf(ctx).Lang)}
	if subtle.ConstantTimeCompare([]byte(code), []byte(p.Code)) != 1 || p.Code == "" {
		f.Refuse(codeField, "sessionweb.code_wrong")
	}
	if f.OK() {
		if err = p.SetUp(ctx, a); err == nil {
			return web.Done(w, r, "/login", "sessionweb.is_set_up")
		}
		if !f.Take(err) {
			return err
		}
	}
	f.Set(newField, "").Set(againField, "")
	return web.Refuse(w, r, f, wizardSheet, wizardPage(f))
}

// Gate is who made a request, by its cookie.
type Gate struct {
	Sessions *session.Sessions
	View     func(s session.Session) ui.Viewer
}

// Who finds the person; whoever must change his password is led there first.
func (g Gate) Who(r *http.Request) (authz.Actor, ui.Viewer, error) {
	p := pages{Services{Sessions: g.Sessions}}
	s, err := p.current(r)
	v := g.View(s)
	if fault.KindOf(err) == fault.SignedOut {
		return authz.Actor{}, v, nil
	}
	if err == nil && s.User.MustChange {
		return s.Actor, v, web.Detour{To: "/password"}
	}
	return s.Actor, v, err
}
