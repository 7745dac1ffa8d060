package cli

import (
	"context"
	"fmt"
	"time"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/ids"
	"renfort/internal/ticket"
	"renfort/internal/user"
)

// demoPassword opens every account of the demonstration; it is printed at start.
const demoPassword = "demonstration"

// present fills a new desk with an invented company.
func (c Serve) present(ctx context.Context, d *app.Desk) error {
	done, err := d.Installed(ctx)
	if err != nil || done {
		return err
	}
	err = d.SetUp(ctx, app.First{Company: "ACME", Login: "admin", Name: "Ada Admin", Mail: "admin@acme.example", Password: demoPassword, Language: "en"})
	if err != nil {
		return err
	}
	amelie, err := demoPerson(ctx, d, user.User{Login: "amelie", First: "Amélie", Last: "Roussel", Language: "fr"}, authz.Technician)
	if err != nil {
		return err
	}
	paul, err := demoPerson(ctx, d, user.User{Login: "paul", First: "Paul", Last: "Garnier", Language: "fr"}, authz.PowerUser)
	if err != nil {
		return err
	}
	return demoTickets(ctx, d, amelie, paul)
}

func demoPerson(ctx context.Context, d *app.Desk, u user.User, p authz.ProfileCode) (ids.User, error) {
	u.Mail = u.Login + "@acme.example"
	u, err := u.WithPassword(demoPassword, app.PasswordLeast)
	if err != nil {
		return 0, err
	}
	return d.AddPerson(ctx, operator, u, ids.Root, p, true)
}

var demoTitles = []string{"Bourrage papier copieur 2e étage", "VPN : échec d’authentification", "Switch étage 3 injoignable",
	"Droits sur le dossier Paie", "Ligne 4512 sans tonalité", "Wi-Fi lent en salle Vosges", "Écran noir au démarrage", "Second écran à installer"}

// demoTickets opens two hundred tickets of the last months.
func demoTickets(ctx context.Context, d *app.Desk, amelie, paul ids.User) error {
	who := authz.System("demo", authz.SideOpenTicket, authz.TicketState, authz.TicketThreadPost, authz.TicketThreadPostAll)
	who.Via = authz.ViaWeb
	for i := range 200 {
		o := ticket.Opening{Title: demoTitles[i%len(demoTitles)], HTML: fmt.Sprintf("<p>Bonjour, voici le problème n° %d.</p>", i+1),
			Requester: paul, Created: d.DB.Now().Add(-time.Duration(200-i) * 12 * time.Hour), Priority: int64(1 + i*7%6), Criticality: int64(1 + i*5%4)}
		if i%4 != 0 {
			o.Technician = amelie
		}
		if i < 150 {
			o.State = ticket.Resolved
		}
		if _, err := d.Tickets.Open(ctx, who, o); err != nil {
			return err
		}
	}
	return nil
}
