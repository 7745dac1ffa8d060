// Package stories shows every component of the kit in its states, without data
// and without a database: for people at work on them, and for the tests that
// take pictures and look for what a screen reader would stumble over.
package stories

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"renfort/internal/authz"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

// Now is the instant at which all stories play.
var Now = time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC)

// Path is where the list of stories stands; each story is below it.
const Path = "/dev/stories"

// story is one page of components.
type story struct {
	name string
	page ui.Page
	show func(r *http.Request) templ.Component
}

// New is a server of stories. The parameters lang, theme, mode and density of an
// address show a story in another look.
func New() (*web.Mux, error) {
	m, err := web.New(web.Config{Gate: gate{}, Framer: framer{}, Secret: []byte("stories")})
	if err != nil {
		return nil, err
	}
	m.Page("GET "+Path, web.Anyone, func(w http.ResponseWriter, r *http.Request) error {
		return web.Show(w, r, ui.Page{Title: ui.Named("Stories")}, index())
	})
	for _, s := range all {
		m.Page("GET "+Path+"/"+s.name, web.Anyone, func(w http.ResponseWriter, r *http.Request) error {
			page := s.page
			page.Title = ui.Named(s.name)
			return web.Show(w, r, page, s.show(r))
		})
	}
	for name, err := range failures {
		m.Page("GET "+Path+"/fault-"+name, web.Anyone, func(http.ResponseWriter, *http.Request) error { return err })
	}
	m.Page("POST "+Path+"/refused", web.Anyone, refuse)
	m.Page("GET "+Path+"/options", web.Anyone, options)
	m.Page("GET "+Path+"/rows", web.Anyone, rows)
	m.Page("POST "+Path+"/files", web.Anyone, upload)
	m.Page("POST "+Path+"/images", web.Anyone, picture)
	m.Page("POST "+Path+"/draft", web.Anyone, keepDraft)
	hub := web.NewHub(func(context.Context, authz.Actor, web.Event) bool { return true })
	m.Page("POST "+Path+"/change", web.Anyone, func(http.ResponseWriter, *http.Request) error {
		hub.Publish(web.Event{Topic: "ticket", ID: 4824}, web.Event{Topic: "ticket", ID: 9999, Made: true})
		return nil
	})
	m.Live(hub)
	return m, nil
}

// Names are the names of all stories, in order.
func Names() []string {
	var names []string
	for _, s := range all {
		names = append(names, s.name)
	}
	var faults []string
	for name := range failures {
		faults = append(faults, "fault-"+name)
	}
	slices.Sort(faults)
	return append(names, faults...)
}

// gate lets everybody in as the same person.
type gate struct{}

func (gate) Who(r *http.Request) (authz.Actor, ui.Viewer, error) {
	q := r.URL.Query()
	lang, ok := i18n.Parse(q.Get("lang"))
	if !ok {
		lang = i18n.FR
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return authz.Actor{}, ui.Viewer{}, err
	}
	v := ui.Viewer{
		Look: ui.Look{Lang: lang, Theme: q.Get("theme"), Mode: q.Get("mode"), Density: q.Get("density")},
		Name: "Amélie Roussel", Zone: paris, Now: Now, Company: "Assistance ACME", Messages: 3 * time.Second, Lines: 20,
	}
	if q.Get("visitor") != "" {
		return authz.Actor{}, v, nil
	}
	return authz.NewActor(7, v.Name, ids.Root, true, []ids.Entity{ids.Root}, authz.Set{"ticket_close": true}), v, nil
}

type framer struct{}

func (framer) Frame(context.Context, authz.Actor) (ui.Frame, error) { return frame, nil }

var frame = ui.Frame{
	Home:   Path,
	Search: Path,
	New:    &ui.Item{Label: "Nouveau ticket", Icon: "plus", Href: Path + "/fields", Key: "c"},
	Sections: []ui.Section{
		{Label: "Vos tickets", Items: []ui.Item{
			{ID: "mine", Label: "À traiter", Icon: "user-check", Href: Path + "/list", Count: "37", Hot: true, Key: "g t"},
			{ID: "mine-pickup", Label: "En attente de prise en charge", Tone: ui.Amber, Href: Path + "/list-empty", Count: "17"},
			{ID: "mine-progress", Label: "En cours", Tone: ui.Blue, Href: Path + "/list", Count: "20"},
		}},
		{Label: "Tous les tickets", Items: []ui.Item{
			{ID: "todo", Label: "À traiter", Icon: "list-check", Href: Path + "/list", Count: "205"},
			{ID: "unassigned", Label: "Non attribué", Tone: ui.Red, Href: Path + "/list", Count: "31"},
			{ID: "resolved", Label: "Résolu", Tone: ui.Green, Href: Path + "/list", Count: "182"},
		}},
		{Label: "Outils", Items: []ui.Item{
			{ID: "assets", Label: "Équipements", Icon: "device-laptop", Href: Path + "/badges", Key: "g e"},
			{ID: "stats", Label: "Statistiques", Icon: "chart-line", Href: Path + "/surfaces", Key: "g s"},
			{ID: "admin", Label: "Administration", Icon: "settings", Href: Path + "/fields", Key: "g a"},
		}},
	},
	Bar: []ui.Item{
		{Label: "Activité", Count: "14", Href: Path, Title: "Tickets modifiés aujourd’hui"},
		{ID: "todo-bar", Label: "À traiter", Count: "37", Href: Path, Title: "Vos tickets à traiter"},
		{Label: "Charge", Count: "11 h", Href: Path, Title: "Temps estimé de vos tickets ouverts"},
	},
	Bell: &ui.Item{Label: "Notifications", Count: "3", Href: Path, Title: "Notifications"},
	Tabs: []ui.Item{
		{ID: "todo", Label: "À traiter", Icon: "list-check", Href: Path + "/list"},
		{ID: "new", Label: "Nouveau", Icon: "plus", Href: Path + "/fields"},
		{ID: "kb", Label: "Procédures", Icon: "book-2", Href: Path},
	},
	Account: ui.Account{
		Detail:  "Technicienne · Siège",
		Links:   []ui.Item{{Label: "Mon profil", Icon: "user", Href: Path}},
		Look:    true,
		Theme:   true,
		SignOut: "/logout",
	},
	Notices: []ui.Notice{{Tone: ui.Amber, Icon: "tool", Text: "Maintenance ce soir de 19:00 à 21:00 : enregistrez votre travail avant."}},
	Live:    true,
}

// index leads to every story.
func index() templ.Component {
	var links []templ.Component
	for _, name := range Names() {
		links = append(links, ui.Button(ui.Btn{Label: name, Href: templ.SafeURL(Path + "/" + name)}))
	}
	return page("Stories", row(links...))
}
