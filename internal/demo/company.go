package demo

import (
	"context"
	"strings"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/user"
)

const (
	name   = "Aldora"
	domain = "aldora.example"
)

// country is a branch of the tree: who works there, and in what language.
type country struct {
	name        string
	lang        i18n.Lang
	sites       []string
	technicians []string
	requesters  []string
}

var countries = []country{
	{"France", i18n.FR, []string{"Rennes", "Lyon"},
		[]string{"Amélie Roussel", "Yann Le Goff", "Karim Haddad"},
		[]string{"Paul Garnier", "Clara Vasseur", "Hélène Leroy", "Mathieu Perrin", "Aïcha Benali", "Luc Fontaine", "Sophie Marchand", "Nicolas Dupré",
			"Émilie Caradec", "Bruno Tessier", "Inès Lambert", "Gaël Morvan", "Camille Noël", "Thierry Blanchard", "Fatou Diallo", "Julien Arnaud"}},
	{"España", i18n.ES, []string{"Madrid", "Valencia"},
		[]string{"Javier Ibáñez", "Marta Ferrer"},
		[]string{"Lucía Benítez", "Álvaro Castaño", "Nuria Peña", "Diego Ordóñez", "Carmen Soler", "Íñigo Zabala", "Rosa Villalba", "Pablo Quintana",
			"Elena Muñoz", "Sergio Carrasco", "Beatriz Nieto"}},
	{"Deutschland", i18n.DE, []string{"Köln", "Leipzig"},
		[]string{"Jürgen Brandt", "Katrin Weiß"},
		[]string{"Elif Yilmaz", "Matthias Köhler", "Sabine Groß", "Uwe Schäfer", "Jana Pohl", "Stefan Müller", "Birgit Lorenz", "Tobias Krüger",
			"Heike Böhm", "Lars Petersen", "Monika Straub"}},
	{"United Kingdom", i18n.EN, []string{"Leeds", "Bristol"},
		[]string{"Owen Price", "Priya Nair"},
		[]string{"Helen Marsh", "Tom Hargreaves", "Grace Okafor", "Daniel Whitby", "Fiona MacLeod", "Simon Tate", "Aisha Rahman", "George Lindley",
			"Emma Ashworth", "Callum Byrne"}},
}

const supervisor = "Ingrid Sommer"

// person is somebody of the company as tickets name him.
type person struct {
	id   ids.User
	name string
	site ids.Entity
	lang i18n.Lang
}

// company is who may ask and who may solve, country by country.
type company struct {
	requesters  [][]person
	technicians [][]person
}

// found sets up the desk, the tree and the people.
func found(ctx context.Context, d *app.Desk) (c company, err error) {
	err = d.SetUp(ctx, app.First{Company: name, Login: "admin", Name: "Ada Admin", Mail: "admin@" + domain, Password: Password, Language: "en"})
	if err != nil {
		return c, err
	}
	hired, err := user.User{Login: "demo"}.WithPassword(Password, app.PasswordLeast)
	if err != nil {
		return c, err
	}
	h := hiring{d: d, like: hired}
	if _, err = h.hire(ctx, supervisor, person{site: ids.Root, lang: i18n.EN}, authz.Supervisor); err != nil {
		return c, err
	}
	for _, k := range countries {
		requesters, technicians, err := h.settle(ctx, k)
		if err != nil {
			return c, err
		}
		c.requesters, c.technicians = append(c.requesters, requesters), append(c.technicians, technicians)
	}
	return c, nil
}

// hiring adds people who all have the same password, hashed once.
type hiring struct {
	d    *app.Desk
	like user.User
}

// settle adds a country with its sites and people. Technicians look after the
// whole country, Amélie after the whole company.
func (h hiring) settle(ctx context.Context, k country) (requesters, technicians []person, err error) {
	top, err := h.d.Entities.Create(ctx, h.d.Log, founder, ids.Root, k.name)
	if err != nil {
		return nil, nil, err
	}
	var sites []ids.Entity
	for _, s := range k.sites {
		site, err := h.d.Entities.Create(ctx, h.d.Log, founder, top, s)
		if err != nil {
			return nil, nil, err
		}
		sites = append(sites, site)
	}
	for _, name := range k.technicians {
		site := top
		if login(name) == "amelie" {
			site = ids.Root
		}
		p, err := h.hire(ctx, name, person{site: site, lang: k.lang}, authz.Technician)
		if err != nil {
			return nil, nil, err
		}
		technicians = append(technicians, p)
	}
	for i, name := range k.requesters {
		p, err := h.hire(ctx, name, person{site: sites[i%len(sites)], lang: k.lang}, authz.PowerUser)
		if err != nil {
			return nil, nil, err
		}
		requesters = append(requesters, p)
	}
	return requesters, technicians, nil
}

func (h hiring) hire(ctx context.Context, name string, p person, profile authz.ProfileCode) (person, error) {
	u := h.like
	u.First, u.Last, _ = strings.Cut(name, " ")
	u.Login, u.Language = login(name), string(p.lang)
	u.Mail = u.Login + "@" + domain
	err := h.d.DB.Read(ctx, func(tx *dbx.Tx) (err error) {
		u.Login, err = h.d.Users.FreeLogin(ctx, tx, u.Login)
		return err
	})
	if err != nil {
		return p, err
	}
	p.name = u.Name()
	p.id, err = h.d.AddPerson(ctx, founder, u, p.site, profile, profile != authz.PowerUser)
	return p, err
}

// login is a person's first name without accents.
func login(name string) string {
	first, _, _ := strings.Cut(i18n.Fold(name), " ")
	return first
}
