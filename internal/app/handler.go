package app

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"renfort/internal/assets"
	"renfort/internal/attachment"
	"renfort/internal/authz"
	"renfort/internal/config"
	"renfort/internal/dbx"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/list"
	"renfort/internal/mailwire/clean"
	"renfort/internal/session"
	"renfort/internal/session/sessionweb"
	"renfort/internal/ticket"
	"renfort/internal/ticket/ticketweb"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

// Handler answers every request. code is the wizard's, empty once it is finished.
func (d *Desk) Handler(cfg config.Config, code string) (http.Handler, error) {
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return nil, err
	}
	view := func(s session.Session) ui.Viewer { return viewer(s, zone) }
	pages, err := web.New(web.Config{
		Gate: sessionweb.Gate{Sessions: d.Sessions, View: view}, Framer: framer{d}, Keeper: keeper{d},
		Secret: d.Secrets.Key("web"), Body: func() int64 { return int64(cfg.UploadMax) << 20 },
	})
	if err != nil {
		return nil, err
	}
	d.pages(pages, code)
	m := http.NewServeMux()
	d.health(m)
	d.API(m)
	m.Handle("/", pages)
	return m, nil
}

// pages mounts every feature's pages.
func (d *Desk) pages(m *web.Mux, code string) {
	m.Page("GET /{$}", web.SignedIn, func(w http.ResponseWriter, r *http.Request) error {
		return web.Redirect(w, r, "/tickets?view=mine&state=open") // LST-001
	})
	sessionweb.Mount(m, sessionweb.Services{Sessions: d.Sessions, Code: code, Done: d.Installed,
		SetUp: func(ctx context.Context, f sessionweb.First) error { return d.SetUp(ctx, First(f)) }})
	ticketweb.Mount(m, ticketweb.Services{Tickets: d.Tickets, Users: d.Users, Entities: d.Entities, Search: d.Search,
		Files: d.Attached, Lists: d.Lists, Receive: d.receive,
		Clean: func(typed string) (string, error) { return clean.HTML(typed, clean.Options{Own: true}) }})
	m.Live(d.hub)
}

// Routes are the pages that are mounted, for the tests that walk them.
func (d *Desk) Routes() ([]web.Route, error) {
	m, err := web.New(web.Config{Gate: sessionweb.Gate{}, Secret: []byte("routes")})
	if err != nil {
		return nil, err
	}
	d.pages(m, "")
	return m.Routes(), nil
}

// CloseStreams ends live updates, so that the server can stop.
func (d *Desk) CloseStreams() { d.hub.Close() }

// listen tells open pages of tickets that changed on any node.
func (d *Desk) listen() {
	d.hub = web.NewHub(func(ctx context.Context, who authz.Actor, e web.Event) bool {
		_, err := d.Tickets.Get(ctx, who, ids.Ticket(e.ID))
		return err == nil
	})
	d.DB.Listen(ticket.Changed, func(n dbx.Note) {
		if id, err := strconv.ParseInt(n.Key, 10, 64); err == nil {
			d.hub.Publish(web.Event{Topic: string(ticket.Changed), ID: id})
		}
	})
}

var builtin = list.Collect(list.Builtin())

// Lists are the values that can be chosen.
func (d *Desk) Lists(context.Context) (*list.Snapshot, error) { return builtin, nil }

func (d *Desk) receive(ctx context.Context, who authz.Actor, f attachment.File) (id ids.File, err error) {
	err = d.DB.Write(ctx, func(tx *dbx.Tx) error {
		if id, err = d.Attached.Image(ctx, tx, who, f); err != nil {
			return err
		}
		return d.Log.Record(ctx, tx, who, attachment.Uploaded{File: id, Name: f.Name, Size: f.Size})
	})
	return id, err
}

// messageLife is how long a message of success stays (GEN-005).
const messageLife = 3 * time.Second

func viewer(s session.Session, zone *time.Location) ui.Viewer {
	u := s.User
	if own, err := time.LoadLocation(u.TimeZone); err == nil && u.TimeZone != "" {
		zone = own
	}
	lang, ok := i18n.Parse(u.Language)
	if !ok {
		lang = i18n.FR
	}
	return ui.Viewer{Look: ui.Look{Lang: lang, Theme: u.Theme, Mode: u.Mode, Density: u.Density}, Name: u.Name(),
		Zone: zone, Lines: cmp.Or(u.Lines, 20), Messages: messageLife}
}

// health answers without any data: whether the process lives, whether it can
// serve, and whether the style sheets were built (OPS-023).
func (d *Desk) health(m *http.ServeMux) {
	answer := func(w http.ResponseWriter, ok bool) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if !ok {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		json.NewEncoder(w).Encode(map[string]bool{"ok": ok, "assets": assets.Built()})
	}
	m.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { answer(w, true) })
	m.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		_, err := d.Installed(r.Context())
		answer(w, err == nil)
	})
}
