package app

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/i18n"
	"renfort/internal/list"
	"renfort/internal/ticket"
	"renfort/internal/ticket/ticketweb"
	"renfort/internal/user"
	"renfort/internal/web/ui"
)

// framer draws the left menu with its counters, and the bar at the top.
type framer struct{ d *Desk }

// Frame is the frame around the pages of who.
func (f framer) Frame(ctx context.Context, who authz.Actor) (ui.Frame, error) {
	counts, err := f.d.Tickets.Counts(ctx, who)
	if err != nil {
		return ui.Frame{}, err
	}
	tree, err := f.d.Entities.Tree(ctx)
	if err != nil {
		return ui.Frame{}, err
	}
	mine := sum(counts, ticketweb.Mine(who))
	out := ui.Frame{Home: "/", Search: "/tickets", Live: true}
	if who.Has(authz.SideOpenTicket) {
		out.New = &ui.Item{ID: "new", Label: ui.T(ctx, "ticketweb.new"), Href: "/tickets/new", Icon: "plus", Key: "c"}
	}
	out.Sections = append(out.Sections, section(ctx, "mine", mine))
	if who.Has(authz.SideAll) {
		out.Sections = append(out.Sections, section(ctx, "all", sum(counts, []ticket.Lane{ticket.Entity(who.Entity, who.Recursive)})))
	}
	if who.Has(authz.UserBar) {
		out.Bar = []ui.Item{
			{Label: ui.T(ctx, "ticketweb.state_todo"), Href: "/tickets?state=todo&view=mine", Count: number(ctx, mine[ticket.AwaitingPickup]+mine[ticket.InProgress])},
			{Label: builtin.Label(list.State, int64(ticket.Resolved), ui.ViewerOf(ctx).Lang), Href: "/tickets?state=5&view=mine", Count: number(ctx, mine[ticket.Resolved])},
		}
	}
	out.Tabs = []ui.Item{{ID: "mineopen", Label: ui.T(ctx, "ticketweb.view_mine"), Href: "/tickets?state=open&view=mine", Icon: ui.Glyph("list-check")}}
	if out.New != nil {
		out.Tabs = append(out.Tabs, *out.New)
	}
	out.Account = ui.Account{Look: true, Theme: true, SignOut: "/logout"}
	if tree.Len() > 1 { // ENT-001
		out.Account.Detail = tree.Label(who.Entity)
	}
	return out, nil
}

// sum adds up the counters of some lanes.
func sum(counts map[ticket.Lane]map[ticket.State]int64, lanes []ticket.Lane) map[ticket.State]int64 {
	out := map[ticket.State]int64{}
	for _, l := range lanes {
		for st, n := range counts[l] {
			out[st] += n
		}
	}
	return out
}

// section lists to do and every state with its counter (LST-004, LST-005).
func section(ctx context.Context, view string, n map[ticket.State]int64) ui.Section {
	lang := ui.ViewerOf(ctx).Lang
	s := ui.Section{Label: ui.T(ctx, "ticketweb.view_"+view)}
	var todo int64
	for _, i := range builtin.All(list.State, lang) {
		if i.Todo {
			todo += n[ticket.State(i.ID)]
		}
	}
	s.Items = append(s.Items, ui.Item{ID: view + "todo", Label: ui.T(ctx, "ticketweb.state_todo"), Icon: ui.Glyph("list-check"),
		Href: to(view, "todo"), Count: number(ctx, todo), Hot: view == "mine" && todo > 0})
	for _, i := range builtin.All(list.State, lang) {
		id := strconv.FormatInt(i.ID, 10)
		s.Items = append(s.Items, ui.Item{ID: view + id, Label: i.Label(lang), Tone: ui.Tone(i.Tone),
			Href: to(view, id), Count: number(ctx, n[ticket.State(i.ID)])})
	}
	s.Items = append(s.Items, ui.Item{ID: view, Label: ui.T(ctx, "ticketweb.every_state"), Icon: ui.Glyph("stack-2"), Href: to(view, "")})
	return s
}

func to(view, state string) templ.SafeURL {
	return ui.Address{Path: "/tickets"}.With("view", view, "state", state).URL()
}

func number(ctx context.Context, n int64) string { return i18n.Number(ui.ViewerOf(ctx).Lang, n) }

// keeper keeps how a person wants pages.
type keeper struct{ d *Desk }

// KeepLook saves what the person chose just now (GEN-002, GEN-004).
func (k keeper) KeepLook(ctx context.Context, who authz.Actor, look ui.Look) error {
	return k.d.DB.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.GrantOwn(who)
		if err != nil {
			return err
		}
		e := user.LookChosen{User: who.User, Language: string(look.Lang), Theme: look.Theme, Mode: look.Mode, Density: look.Density}
		if err := k.d.Users.SaveLook(ctx, tx, g, e); err != nil {
			return err
		}
		return k.d.Log.Record(ctx, tx, who, e)
	})
}
