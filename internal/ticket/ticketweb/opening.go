package ticketweb

import (
	"context"
	"net/http"

	"renfort/internal/authz"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/list"
	"renfort/internal/ticket"
	"renfort/internal/user"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

var (
	titleField       = ui.Field{Name: "title", Label: i18n.Key("ticketweb.title"), Required: true}
	descriptionField = ui.Field{Name: "description", Label: i18n.Key("ticketweb.description"), Max: 1 << 20}
	requesterField   = ui.Field{Name: "requester", Label: i18n.Key("ticketweb.requester")}
	technicianField  = ui.Field{Name: "technician", Label: i18n.Key("ticketweb.technician")}
	priorityField    = ui.Field{Name: "priority", Label: i18n.Key("ticketweb.priority")}
	criticalityField = ui.Field{Name: "criticality", Label: i18n.Key("ticketweb.criticality")}
)

func (p pages) newTicket(w http.ResponseWriter, r *http.Request) error {
	who := web.Actor(r.Context())
	f := web.NewForm(r)
	f.Set(criticalityField, "4")
	f.Set(priorityField, "4")
	if who.Has(authz.TicketNewTech) {
		f.Set(technicianField, itoa(who.User)) // TKT-007
	}
	return p.form(w, r, http.StatusOK, f)
}

func (p pages) form(w http.ResponseWriter, r *http.Request, code int, f *ui.Form) error {
	ctx, who := r.Context(), web.Actor(r.Context())
	o := opening{form: f, requesters: who.Has(authz.TicketNewUser), attach: who.Has(authz.TicketAttachment)}
	lists, err := p.Lists(ctx)
	if err != nil {
		return err
	}
	if who.Has(authz.TicketNewCriticalityDisp) {
		o.criticalities = options(ctx, lists, list.Criticality)
	}
	if who.Has(authz.TicketNewPriorityDisp) {
		o.priorities = options(ctx, lists, list.Priority)
	}
	if who.Has(authz.TicketNewTech) {
		if o.solvers, err = p.solvers(ctx, who.Entity); err != nil {
			return err
		}
	}
	return web.ShowStatus(w, r, code, ui.Page{Title: i18n.Key("ticketweb.new"), Menu: "new"}, openPage(o))
}

func options(ctx context.Context, lists *list.Snapshot, k list.Kind) []ui.Option {
	lang := ui.ViewerOf(ctx).Lang
	var out []ui.Option
	for _, i := range lists.All(k, lang) {
		if !i.Disabled {
			out = append(out, ui.Choose(i.ID, i.Label(lang)))
		}
	}
	return out
}

// open makes the ticket. Fields that the profile may not fill are ignored, even
// if they were sent (RGT-010).
func (p pages) open(w http.ResponseWriter, r *http.Request) error {
	ctx, who := r.Context(), web.Actor(r.Context())
	f, err := web.Form(r)
	if err != nil {
		return err
	}
	o := ticket.Opening{Key: f.Key, Title: f.Text(titleField), Requester: who.User, Source: "web"}
	typed := f.Rich(descriptionField)
	if who.Has(authz.TicketNewUser) {
		if chosen := ui.ID[ids.User](f, requesterField); chosen != 0 {
			o.Requester = chosen
		}
	}
	if who.Has(authz.TicketNewTech) {
		o.Technician = ui.ID[ids.User](f, technicianField)
	}
	if who.Has(authz.TicketNewPriorityDisp) {
		o.Priority = ui.ID[int64](f, priorityField)
	}
	if who.Has(authz.TicketNewCriticalityDisp) {
		o.Criticality = ui.ID[int64](f, criticalityField)
	}
	files, err := p.received(ctx, f)
	f.Take(err)
	o.HTML, err = p.Clean(typed)
	f.Take(err)
	if f.OK() {
		o.Then = p.attach(ctx, who, files, false)
		t, err := p.Tickets.Open(ctx, who, o)
		if err == nil {
			return web.Done(w, r, string(address(t.ID)), "ticketweb.opened", itoa(t.ID))
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.form(w, r, http.StatusUnprocessableEntity, f)
}

// people proposes requesters while somebody types (TKT-030).
func (p pages) people(w http.ResponseWriter, r *http.Request) error {
	ctx, who := r.Context(), web.Actor(r.Context())
	var out []ui.Option
	err := p.Users.Propose(ctx, who, r.URL.Query().Get("q"), func(u user.User) {
		out = append(out, ui.Choose(u.ID, u.Name()))
	})
	if err != nil {
		return err
	}
	return web.Fragment(w, r, people(out))
}
