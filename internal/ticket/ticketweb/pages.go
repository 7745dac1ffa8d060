// Package ticketweb is the pages of tickets: the list, the ticket with its
// thread, and the form that opens one.
package ticketweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"renfort/internal/attachment"
	"renfort/internal/authz"
	"renfort/internal/entity"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/list"
	"renfort/internal/search"
	"renfort/internal/ticket"
	"renfort/internal/user"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

// Services are what the pages show and change.
type Services struct {
	Tickets  *ticket.Tickets
	Users    *user.Users
	Entities *entity.Entities
	Search   *search.Index
	Files    *attachment.Files
	Lists    func(ctx context.Context) (*list.Snapshot, error)
	Clean    func(typed string) (string, error)
	Receive  func(ctx context.Context, who authz.Actor, f attachment.File) (ids.File, error)
}

type pages struct{ Services }

// Mount adds the pages to m.
func Mount(m *web.Mux, s Services) {
	p := pages{s}
	m.Page("GET /tickets", web.SignedIn, p.list)
	m.Page("GET /tickets/rows", web.SignedIn, p.rows)
	m.Page("GET /tickets/new", web.With(authz.SideOpenTicket), p.newTicket)
	m.Page("POST /tickets", web.With(authz.SideOpenTicket), p.open)
	m.Page("GET /tickets/{number}", web.SignedIn, p.show)
	m.Page("POST /tickets/{number}/entries", web.SignedIn, p.reply)
	m.Page("POST /tickets/{number}/closure", web.SignedIn, p.act((*ticket.Tickets).Close))
	m.Page("POST /tickets/{number}/reopen", web.SignedIn, p.act((*ticket.Tickets).Reopen))
	m.Page("POST /tickets/{number}/take", web.SignedIn, p.act(take))
	m.Page("POST /tickets/{number}/state", web.SignedIn, p.setState)
	m.Page("POST /tickets/{number}/assignment", web.SignedIn, p.assign)
	m.Page("POST /tickets/{number}/reading", web.SignedIn, p.markRead)
	m.Page("GET /people", web.With(authz.TicketNewUser, authz.TicketUser), p.people)
	m.Page("GET /files/{file}", web.SignedIn, p.download)
	m.Page("POST /files/images", web.SignedIn, p.image)
}

func take(s *ticket.Tickets, ctx context.Context, who authz.Actor, id ids.Ticket) (*ticket.Ticket, error) {
	return s.Assign(ctx, who, id, who.User, 0)
}

// linesDefault is how many lines a page has where nothing else is set (GEN-041).
const linesDefault = 20

func (p pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, who, v := r.Context(), web.Actor(r.Context()), ui.ViewerOf(r.Context())
	lines := v.Lines
	if lines == 0 {
		lines = linesDefault
	}
	lists, err := p.Lists(ctx)
	if err != nil {
		return err
	}
	c := read(who, r.URL.Query(), lines)
	l := listing{lists: lists, today: today(v), text: c.text, total: -1}
	if l.grid, err = p.grid(ctx, c, lists); err != nil {
		return err
	}
	l.title = title(ctx, c, lists)
	if err := p.fill(ctx, who, c, &l); err != nil {
		return err
	}
	return web.Show(w, r, ui.Page{Title: i18n.Same(l.title), Menu: menuID(c)}, listPage(l))
}

// fill reads the tickets of the page: by words, or by the view.
func (p pages) fill(ctx context.Context, who authz.Actor, c choice, l *listing) error {
	var page ticket.Listing
	var err error
	if c.text != "" {
		var found []ids.Ticket
		if found, err = p.Search.Tickets(ctx, who, c.text, c.page.Before, c.page.Size+1); err != nil {
			return err
		}
		page.Older = len(found) > c.page.Size
		page.Tickets, err = p.Tickets.Some(ctx, who, found[:min(len(found), c.page.Size)])
	} else {
		page, err = p.Tickets.List(ctx, who, ticket.View{Lanes: c.lanes(who), States: c.states(l.lists)}, c.filter, c.page)
	}
	if err != nil {
		return err
	}
	l.tickets = page.Tickets
	if l.names, err = p.names(ctx, page.Tickets...); err != nil {
		return err
	}
	if err := p.total(ctx, who, c, l); err != nil {
		return err
	}
	l.pager = pager(c, page, l.total)
	return nil
}

// total is the counter of the view, where it is that of the list (LST-011).
func (p pages) total(ctx context.Context, who authz.Actor, c choice, l *listing) error {
	lanes := c.lanes(who)
	if c.text != "" || c.filter != (ticket.Filter{}) || len(lanes) != 1 {
		return nil
	}
	counts, err := p.Tickets.Counts(ctx, who)
	if err != nil {
		return err
	}
	l.total = 0
	for _, st := range c.states(l.lists) {
		l.total += counts[lanes[0]][st]
	}
	return nil
}

func (p pages) names(ctx context.Context, ts ...*ticket.Ticket) (map[ids.User]string, error) {
	var people []ids.User
	for _, t := range ts {
		people = append(people, t.Requester, t.Technician, t.Receiver)
	}
	slices.Sort(people)
	return p.Users.Names(ctx, slices.Compact(people))
}

func pager(c choice, page ticket.Listing, total int64) ui.Pager {
	out := ui.Pager{Region: "list", Shown: len(page.Tickets), Total: int(max(total, int64(len(page.Tickets)))), More: total < 0 && page.Older}
	if len(page.Tickets) == 0 {
		return out
	}
	first, last := page.Tickets[0].ID, page.Tickets[len(page.Tickets)-1].ID
	if page.Newer {
		out.First = c.address.URL()
		out.Prev = c.address.With("after", itoa(first)).URL()
	}
	if page.Older {
		out.Next = c.address.With("before", itoa(last)).URL()
	}
	return out
}

// rows answers with the rows that changed, for the list that is open (live updates).
func (p pages) rows(w http.ResponseWriter, r *http.Request) error {
	ctx, who := r.Context(), web.Actor(r.Context())
	var numbers []ids.Ticket
	for s := range strings.SplitSeq(r.URL.Query().Get("ids"), ",") {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(numbers) < 100 {
			numbers = append(numbers, ids.Ticket(n))
		}
	}
	lists, err := p.Lists(ctx)
	if err != nil {
		return err
	}
	l := listing{lists: lists, today: today(ui.ViewerOf(ctx))}
	if l.tickets, err = p.Tickets.Some(ctx, who, numbers); err != nil {
		return err
	}
	if l.names, err = p.names(ctx, l.tickets...); err != nil {
		return err
	}
	return web.Fragment(w, r, rows(l))
}

func ticketOf(r *http.Request) (ids.Ticket, error) {
	n, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil || n < 1 {
		return 0, fault.New(fault.NotFound, "ticket.not_found")
	}
	return ids.Ticket(n), nil
}

func (p pages) act(do func(*ticket.Tickets, context.Context, authz.Actor, ids.Ticket) (*ticket.Ticket, error)) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := ticketOf(r)
		if err != nil {
			return err
		}
		if _, err := do(p.Tickets, r.Context(), web.Actor(r.Context()), id); err != nil {
			return err
		}
		return web.Done(w, r, string(address(id)), "ticketweb.saved")
	}
}

func (p pages) setState(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketOf(r)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(r.PostFormValue("state"), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "ticket.list_gone").On("state")
	}
	if _, err := p.Tickets.SetState(r.Context(), web.Actor(r.Context()), id, ticket.State(n)); err != nil {
		return err
	}
	return web.Done(w, r, string(address(id)), "ticketweb.saved")
}

func (p pages) assign(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketOf(r)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(r.PostFormValue("technician"), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "ticket.list_gone").On("technician")
	}
	if _, err := p.Tickets.Assign(r.Context(), web.Actor(r.Context()), id, ids.User(n), 0); err != nil {
		return err
	}
	return web.Done(w, r, string(address(id)), "ticketweb.saved")
}

func (p pages) markRead(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketOf(r)
	if err != nil {
		return err
	}
	if err := p.Tickets.MarkRead(r.Context(), web.Actor(r.Context()), id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
