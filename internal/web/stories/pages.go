package stories

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"renfort/internal/assets"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

var all = []story{
	{name: "buttons", show: buttons},
	{name: "badges", page: ui.Page{Menu: "assets"}, show: badges},
	{name: "surfaces", page: ui.Page{Menu: "stats"}, show: surfaces},
	{name: "fields", page: ui.Page{Menu: "admin"}, show: func(r *http.Request) templ.Component { return form(web.NewForm(r)) }},
	{name: "refused", page: ui.Page{Menu: "admin"}, show: func(r *http.Request) templ.Component { return form(refused(r)) }},
	{name: "list", page: ui.Page{Menu: "todo"}, show: list},
	{name: "list-empty", page: ui.Page{Menu: "mine-pickup"}, show: emptyList},
	{name: "sign-in", page: ui.Page{Bare: true}, show: signIn},
}

func buttons(*http.Request) templ.Component {
	danger := ui.Asked{
		To: Path, Button: ui.Btn{Label: "Supprimer…", Icon: "trash", Kind: ui.Danger},
		Question: "Supprimer la procédure « VPN » ?", Detail: "Ses 3 pièces jointes disparaissent avec elle.", Yes: "Supprimer",
	}
	menu := with(ui.Menu("dots", "Plus d’actions"),
		ui.Button(ui.Btn{Label: "Dupliquer", Icon: "copy", Still: true}), ui.Button(ui.Btn{Label: "Imprimer", Icon: "printer", Href: Path}))
	return page("Boutons",
		card("Rangs", ui.Button(ui.Btn{Label: "Résoudre", Icon: "circle-check", Kind: ui.Primary}), ui.Button(ui.Btn{Label: "Me l’attribuer", Key: "i"}),
			ui.Button(ui.Btn{Label: "Exporter", Icon: "download", Kind: ui.Ghost}), ui.Confirm(danger)),
		card("Tailles", ui.Button(ui.Btn{Label: "Petit", Small: true}), ui.Button(ui.Btn{Label: "Normal"}), ui.Button(ui.Btn{Label: "Grand", Large: true, Kind: ui.Primary})),
		card("Envoi en cours", ui.Button(ui.Btn{Label: "Envoyer à Paul", Icon: "send", Kind: ui.Primary, Attrs: templ.Attributes{"aria-busy": "true"}})),
		card("Icônes", ui.IconButton(ui.Btn{Label: "Poser un rappel", Icon: "alarm", Still: true}), ui.IconButton(ui.Btn{Label: "Retour", Icon: "arrow-left", Href: Path}), ui.Copy("4806", "Copier le numéro"), menu),
	)
}

func badges(*http.Request) templ.Component {
	var pills, tags []templ.Component
	for i, t := range ui.Tones {
		shape := []ui.Shape{ui.Full, ui.Half, ui.Hollow, ui.Square}[i%4]
		pills = append(pills, ui.Pill(t, shape, string(t)))
		tags = append(tags, ui.ToneTag(t, "", string(t)))
	}
	return page("Repères",
		card("États", pills...),
		card("Étiquettes", append(tags, ui.Tag("neutre"), ui.ToneTag(ui.Amber, "lock", "Note interne"))...),
		card("Priorités", ui.Ink(ui.Red, "flame", "Urgent"), ui.Ink(ui.Orange, "chevrons-up", "Très haute"), ui.Ink(ui.Amber, "chevron-up", "Haute"), ui.Ink(ui.Slate, "equal", "Moyenne")),
		card("Signes", ui.Sign("calendar-plus", ui.Red, "Ouvert aujourd’hui"), ui.Sign("clock-exclamation", ui.Red, "En retard"), ui.Sign("alert-triangle", ui.Amber, "Sans échéance"), ui.Sign("paperclip", ui.Slate, "Pièce jointe")),
		card("Personnes", ui.Avatar("Amélie Roussel", ui.Large), ui.Avatar("Karim Benali", ui.Medium), ui.Avatar("Jean-Pierre O'Neil", ui.Small)),
		card("Instants", ui.When(Now.Add(-time.Hour)), ui.When(Now.AddDate(0, 0, -12)), ui.When(Now.AddDate(-1, 0, 0)), ui.Since(time.Now().Add(-12*time.Minute))),
	)
}

func surfaces(*http.Request) templ.Component {
	tabs := ui.Tabs("Statistiques", ui.Tab{Label: "Tickets", Href: Path, Icon: "ticket", Count: "205", Current: true}, ui.Tab{Label: "Équipements", Href: Path}, ui.Tab{Label: "Disponibilité", Href: Path})
	text := ui.Prose(`<h2>Imprimante</h2><p>Texte <strong>gras</strong>, <a href="#t">n° 4631</a>, <span class="c-red">rouge</span>, <span class="s-large">grand</span>.</p>
<ul><li>vidé puis rechargé le bac 2,</li><li>redémarré.</li></ul><blockquote><p>Le message affiché est <code>J-0512</code>.</p></blockquote><table><tbody><tr><th><p>Poste</p></th><th><p>État</p></th></tr><tr><td><p>PC-1204</p></td><td><p>en panne</p></td></tr></tbody></table><p class="a-right">à droite</p>`)
	return page("Surfaces",
		ui.Crumbs(ui.Crumb{Label: "À traiter", Href: Path}, ui.Crumb{Label: "4806"}),
		tabs,
		ui.Banner(ui.Amber, "tool", "Maintenance ce soir de 19:00 à 21:00", "Enregistrez votre travail avant 19:00."),
		ui.Banner(ui.Red, "barrier-block", "Maintenance en cours jusqu’à 21:00", "La connexion est réservée aux administrateurs."),
		ui.Banner(ui.Blue, "info-circle", "Un fournisseur suit ce ticket", "Il reçoit chaque réponse."),
		with(ui.Card("Texte mis en forme"), text),
		with(ui.Card("Rien ici"), with(ui.Empty("ticket-off", "Aucun ticket ne correspond", "Élargissez la recherche ou ouvrez un ticket."), ui.Button(ui.Btn{Label: "Effacer les filtres", Href: Path}))),
	)
}

// The fields of the story's form.
var (
	title     = ui.Field{Name: "title", Label: ui.Named("Titre"), Required: true, Max: 100, Hint: ui.Named("Ce qui ne va pas, en quelques mots.")}
	requester = ui.Field{Name: "requester", Label: ui.Named("Demandeur"), Required: true}
	category  = ui.Field{Name: "category", Label: ui.Named("Catégorie")}
	priority  = ui.Field{Name: "priority", Label: ui.Named("Priorité"), Required: true}
	due       = ui.Field{Name: "due", Label: ui.Named("Échéance")}
	day       = ui.Field{Name: "day", Label: ui.Named("Date d’achat")}
	minutes   = ui.Field{Name: "minutes", Label: ui.Named("Temps passé (min)"), Least: 0, Most: 9999}
	place     = ui.Field{Name: "place", Label: ui.Named("Lieu"), Locked: true}
	note      = ui.Field{Name: "note", Label: ui.Named("Note"), Max: 2000}
	body      = ui.Field{Name: "body", Label: ui.Named("Description"), Required: true, Max: 100_000, Example: ui.Named("Décrivez la demande…")}
	files     = ui.Field{Name: "files", Label: ui.Named("Pièces jointes")}
	mail      = ui.Field{Name: "mail", Label: ui.Named("Prévenir le demandeur par e-mail")}
	kind      = ui.Field{Name: "kind", Label: ui.Named("Type")}
	password  = ui.Field{Name: "password", Label: ui.Named("Mot de passe"), Required: true, Complete: "current-password"}
	login     = ui.Field{Name: "login", Label: ui.Named("Identifiant ou adresse e-mail"), Required: true, Complete: "username"}
)

var people = []ui.Option{
	{Value: "1", Label: "Amélie Roussel", Detail: "Comptabilité"}, {Value: "2", Label: "Karim Benali", Detail: "Quai"},
	{Value: "3", Label: "Paul Garnier", Detail: "Production"}, {Value: "4", Label: "Isabelle Roy", Detail: "Rennes"},
}

func form(f *ui.Form) templ.Component {
	if f.OK() && !f.Has(title) {
		f.Set(priority, "3").Set(place, "Rennes")
	}
	fields := []templ.Component{
		ui.Text(f, title),
		ui.Combo(f, requester, people[:1], Path+"/options"),
		ui.Combo(f, category, []ui.Option{{Value: "1", Label: "Impression"}, {Value: "2", Label: "Réseau"}, {Value: "3", Label: "Téléphonie"}}, ""),
		ui.Select(f, priority, []ui.Option{{Value: "1", Label: "Urgent", Group: "Hautes"}, {Value: "2", Label: "Haute", Group: "Hautes"}, {Value: "3", Label: "Moyenne", Group: "Autres"}}),
		ui.RichText(f, body, 6, Path+"/images"),
		ui.FileDrop(f, files, ui.Upload{To: Path + "/files", Count: 5, Bytes: 10 << 20}),
		box("columns", ui.Instant(f, due), ui.DateField(f, day), ui.Whole(f, minutes), ui.Text(f, place)),
		ui.Radios(f, kind, []ui.Option{{Value: "1", Label: "Incident", Detail: "Quelque chose ne marche plus."}, {Value: "2", Label: "Demande"}}),
		with(ui.Draft(Path+"/draft"), ui.Textarea(f, note, 3)),
		ui.Checkbox(f, mail),
		ui.Password(f, password),
		with(ui.SaveBar(), ui.Button(ui.Btn{Label: "Ouvrir le ticket", Kind: ui.Primary}), ui.Button(ui.Btn{Label: "Annuler", Href: Path})),
	}
	return page("Nouveau ticket", with(ui.Formed(f, Path+"/refused", nil), fields...))
}

// refused is the form as it comes back.
func refused(r *http.Request) *ui.Form {
	f := web.NewForm(r)
	f.Set(title, "Bourrage papier").Set(due, "31/02/2026").Set(note, "Ligne 1\nLigne 2").SetRich(body, "<p>Le <strong>copieur</strong> se bloque.</p>")
	check(f)
	f.Refuse(title, "web.too_long", "Titre", 100, 137)
	return f
}

func check(f *ui.Form) {
	f.Text(title)
	ui.ID[int64](f, requester)
	f.Choice(priority, "1", "2", "3")
	f.Instant(due)
	f.Rich(body)
	f.Int(minutes)
	f.Secret(password)
}

func refuse(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(r)
	if err != nil {
		return err
	}
	check(f)
	if f.OK() {
		return web.Done(w, r, Path+"/fields", "web.draft_saved")
	}
	return web.Refuse(w, r, f, ui.Page{Title: ui.Named("refused"), Menu: "admin"}, form(f))
}

func options(w http.ResponseWriter, r *http.Request) error {
	var found []ui.Option
	for _, o := range people {
		if q := i18n.Fold(r.URL.Query().Get("q")); q == "" || len(q) <= len(o.Label) && i18n.Fold(o.Label)[:len(q)] == q {
			found = append(found, o)
		}
	}
	return web.Fragment(w, r, ui.Options(found))
}

func signIn(r *http.Request) templ.Component {
	f := web.NewForm(r)
	f.Refuse(password, "web.too_many")
	f.Set(login, "a.roussel")
	return box("bare-card stack",
		ui.Head("Se connecter", ""),
		with(ui.Formed(f, Path, nil), ui.Text(f, login), ui.Password(f, password), ui.Button(ui.Btn{Label: "Se connecter", Kind: ui.Primary, Large: true})))
}

// upload keeps nothing; it answers as a page does that kept the file.
func upload(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(r)
	if err != nil {
		return err
	}
	for _, file := range f.Files(ui.Field{Name: "file"}) {
		return web.Fragment(w, r, ui.Uploaded(files, 41, file.Filename, file.Size))
	}
	return fault.New(fault.Unreadable, "web.unreadable")
}

// picture answers with the address of a picture, as for one pasted into a text.
func picture(w http.ResponseWriter, r *http.Request) error {
	_, err := w.Write([]byte(assets.URL("icon.svg")))
	return err
}

// keepDraft answers as a page does that kept a draft.
func keepDraft(w http.ResponseWriter, r *http.Request) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// rows answers with the rows that changed.
func rows(w http.ResponseWriter, r *http.Request) error {
	var changed []templ.Component
	for s := range strings.SplitSeq(r.URL.Query().Get("ids"), ",") {
		number, err := strconv.Atoi(s)
		if err != nil {
			return fault.New(fault.NotFound, "web.not_found")
		}
		changed = append(changed, with(ui.Morph("#t"+s), ticketRow(number, 3)))
	}
	return web.Fragment(w, r, templ.Join(changed...))
}

var failures = map[string]error{
	"not-found":   fault.New(fault.NotFound, "web.not_found"),
	"forbidden":   fault.New(fault.Forbidden, "web.forbidden"),
	"conflict":    fault.New(fault.Conflict, "web.conflict"),
	"internal":    fmt.Errorf("a story's failure"),
	"unavailable": fault.New(fault.Unavailable, "web.unavailable"),
	"too-many":    fault.New(fault.TooMany, "web.too_many"),
	"too-large":   fault.New(fault.TooLarge, "web.too_large_for", ui.Bytes(10<<20)),
}

func grid(r *http.Request) ui.Grid {
	states := []ui.Option{{Value: "1", Label: "Non attribué"}, {Value: "2", Label: "En cours"}, {Value: "3", Label: "Résolu"}}
	view := ui.Address{Path: r.URL.Path, Query: url.Values{}}
	for name, values := range r.URL.Query() {
		view.Query[name] = values
	}
	return ui.Grid{
		Region: "list", Label: "À traiter", View: view, Sort: "-created", Select: true, Cards: true, Topic: "ticket", RowsAt: Path + "/rows",
		Columns: []ui.Column{
			{Name: "num", Label: "N°", Sorts: true, Typed: true}, {Name: "title", Label: "Titre", Sorts: true, Typed: true},
			{Name: "req", Label: "Demandeur", Sorts: true, Typed: true}, {Name: "created", Label: "Créé", Sorts: true},
			{Name: "prio", Label: "Priorité", Sorts: true, Options: []ui.Option{{Value: "1", Label: "Urgent"}}}, {Name: "state", Label: "État", Sorts: true, Options: states},
		},
	}
}

func list(r *http.Request) templ.Component {
	g := grid(r)
	var rows []templ.Component
	for i := range 25 {
		rows = append(rows, ticketRow(4831-i*7, i))
	}
	next := templ.SafeURL(g.View.With("after", "x").URL())
	return listPage(g, "205", rows, nil, ui.Pager{Region: "list", From: 1, Shown: 25, Total: 205, Next: next, Last: next})
}

func emptyList(r *http.Request) templ.Component {
	empty := with(ui.Empty("ticket-off", "Aucun ticket ne correspond", "Élargissez la recherche ou ouvrez un ticket."), ui.Button(ui.Btn{Label: "Nouveau ticket", Icon: "plus", Kind: ui.Primary, Href: Path}))
	return listPage(grid(r), strconv.Itoa(0), nil, empty, ui.Pager{Region: "list"})
}

// sample are the titles that the rows of the list repeat.
var sample = []string{"Bourrage papier copieur 2e étage", "Droits sur le dossier Compta", "Écran noir au démarrage", "VPN : connexion refusée depuis ce matin", "Demande d’un second écran pour le poste d’accueil"}
