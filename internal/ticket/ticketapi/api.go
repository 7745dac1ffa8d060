// Package ticketapi is the REST operations of tickets and their threads.
package ticketapi

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"renfort/internal/api"
	"renfort/internal/ids"
	"renfort/internal/ticket"
)

// Clean makes HTML of others safe, or refuses what is too long.
type Clean func(html string) (string, error)

// Mount adds the operations.
func Mount(a huma.API, tickets *ticket.Tickets, clean Clean) {
	o := operations{tickets, clean}
	tags := []string{"tickets"}
	huma.Register(a, huma.Operation{OperationID: "list-tickets", Method: http.MethodGet, Path: "/tickets", Summary: "List tickets, newest first", Tags: tags}, o.list)
	huma.Register(a, huma.Operation{OperationID: "open-ticket", Method: http.MethodPost, Path: "/tickets", Summary: "Open a ticket", Tags: tags, DefaultStatus: 201, MaxBodyBytes: 12 << 20}, o.open)
	huma.Register(a, huma.Operation{OperationID: "read-ticket", Method: http.MethodGet, Path: "/tickets/{number}", Summary: "Read a ticket", Tags: tags}, o.read)
	huma.Register(a, huma.Operation{OperationID: "list-entries", Method: http.MethodGet, Path: "/tickets/{number}/entries", Summary: "Read the thread, newest first", Tags: tags}, o.thread)
	huma.Register(a, huma.Operation{OperationID: "add-entry", Method: http.MethodPost, Path: "/tickets/{number}/entries", Summary: "Add a text", Tags: tags, DefaultStatus: 201, MaxBodyBytes: 12 << 20}, o.reply)
	huma.Register(a, huma.Operation{OperationID: "close-ticket", Method: http.MethodPost, Path: "/tickets/{number}/close", Summary: "Close a ticket", Tags: tags}, o.close)
	huma.Register(a, huma.Operation{OperationID: "reopen-ticket", Method: http.MethodPost, Path: "/tickets/{number}/reopen", Summary: "Reopen a ticket", Tags: tags}, o.reopen)
	huma.Register(a, huma.Operation{OperationID: "take-ticket", Method: http.MethodPost, Path: "/tickets/{number}/take", Summary: "Put oneself in charge", Tags: tags}, o.take)
}

type operations struct {
	tickets *ticket.Tickets
	clean   Clean
}

// Ticket is a ticket as programs read it.
type Ticket struct {
	Number      int64      `json:"number" doc:"The number people see"`
	Entity      int64      `json:"entity"`
	Title       string     `json:"title"`
	State       int64      `json:"state"`
	Closed      bool       `json:"closed"`
	Priority    int64      `json:"priority"`
	Criticality int64      `json:"criticality"`
	Category    int64      `json:"category"`
	Requester   int64      `json:"requester"`
	Technician  int64      `json:"technician"`
	Group       int64      `json:"technician_group"`
	Source      string     `json:"source"`
	Created     time.Time  `json:"created"`
	Resolved    *time.Time `json:"resolved,omitempty"`
	Hoped       string     `json:"hoped,omitempty" doc:"Estimated date, 2026-11-30"`
	Version     int64      `json:"version"`
}

func shown(t *ticket.Ticket) Ticket {
	out := Ticket{Number: int64(t.ID), Entity: int64(t.Entity), Title: t.Title, State: int64(t.State), Closed: t.Closed,
		Priority: t.Priority, Criticality: t.Criticality, Category: t.Category, Requester: int64(t.Requester),
		Technician: int64(t.Technician), Group: int64(t.TechnicianGroup), Source: t.Source, Created: t.Created,
		Hoped: t.Hoped, Version: t.Version}
	if !t.ResolvedAt.IsZero() {
		out.Resolved = &t.ResolvedAt
	}
	return out
}

type listInput struct {
	State      []int64 `query:"state" maxItems:"50" doc:"States; none for all"`
	Technician int64   `query:"technician" minimum:"0"`
	Requester  int64   `query:"requester" minimum:"0"`
	Before     int64   `query:"before" minimum:"0" doc:"Only tickets with a smaller number: the last of the page before"`
	PerPage    int     `query:"per_page" minimum:"1" maximum:"200" default:"50"`
}

type listOutput struct {
	Link string `header:"Link"`
	Body []Ticket
}

func (o operations) list(ctx context.Context, in *listInput) (*listOutput, error) {
	v := ticket.View{}
	for _, st := range in.State {
		v.States = append(v.States, ticket.State(st))
	}
	f := ticket.Filter{Technician: ids.User(in.Technician), Requester: ids.User(in.Requester)}
	l, err := o.tickets.List(ctx, api.Actor(ctx), v, f, ticket.Page{Before: ids.Ticket(in.Before), Size: in.PerPage})
	if err != nil {
		return nil, api.Problem(ctx, err)
	}
	out := &listOutput{Body: []Ticket{}}
	for _, t := range l.Tickets {
		out.Body = append(out.Body, shown(t))
	}
	if l.Older {
		last := l.Tickets[len(l.Tickets)-1].ID
		out.Link = "<" + api.Base + "/tickets?before=" + strconv.FormatInt(int64(last), 10) + `>; rel="next"`
	}
	return out, nil
}

type openInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"64" doc:"The same key makes the same ticket (API-006)"`
	Body struct {
		Title       string `json:"title"`
		HTML        string `json:"html,omitempty"`
		Requester   int64  `json:"requester,omitempty"`
		Technician  int64  `json:"technician,omitempty"`
		Priority    int64  `json:"priority,omitempty"`
		Criticality int64  `json:"criticality,omitempty"`
		Category    int64  `json:"category,omitempty"`
		Hoped       string `json:"hoped,omitempty"`
	}
}

type openOutput struct {
	Location string `header:"Location"`
	Body     Ticket
}

func (o operations) open(ctx context.Context, in *openInput) (*openOutput, error) {
	who := api.Actor(ctx)
	requester := ids.User(in.Body.Requester)
	if requester == 0 {
		requester = who.User
	}
	html, err := o.clean(in.Body.HTML)
	if err != nil {
		return nil, api.Problem(ctx, err)
	}
	t, err := o.tickets.Open(ctx, who, ticket.Opening{Key: key(who.User, in.Key), Title: in.Body.Title, HTML: html,
		Requester: requester, Technician: ids.User(in.Body.Technician), Priority: in.Body.Priority,
		Criticality: in.Body.Criticality, Category: in.Body.Category, Hoped: in.Body.Hoped})
	if err != nil {
		return nil, api.Problem(ctx, err)
	}
	return &openOutput{Location: api.Base + "/tickets/" + strconv.FormatInt(int64(t.ID), 10), Body: shown(t)}, nil
}

// key keeps one person's keys apart from another's.
func key(u ids.User, k string) string {
	if k == "" {
		return ""
	}
	return "api/" + strconv.FormatInt(int64(u), 10) + "/" + k
}

type numberInput struct {
	Number int64 `path:"number" minimum:"1"`
}

type ticketOutput struct{ Body Ticket }

func (o operations) read(ctx context.Context, in *numberInput) (*ticketOutput, error) {
	return one(ctx)(o.tickets.Get(ctx, api.Actor(ctx), ids.Ticket(in.Number)))
}

func (o operations) close(ctx context.Context, in *numberInput) (*ticketOutput, error) {
	return one(ctx)(o.tickets.Close(ctx, api.Actor(ctx), ids.Ticket(in.Number)))
}

func (o operations) reopen(ctx context.Context, in *numberInput) (*ticketOutput, error) {
	return one(ctx)(o.tickets.Reopen(ctx, api.Actor(ctx), ids.Ticket(in.Number)))
}

func (o operations) take(ctx context.Context, in *numberInput) (*ticketOutput, error) {
	who := api.Actor(ctx)
	return one(ctx)(o.tickets.Assign(ctx, who, ids.Ticket(in.Number), who.User, 0))
}

func one(ctx context.Context) func(*ticket.Ticket, error) (*ticketOutput, error) {
	return func(t *ticket.Ticket, err error) (*ticketOutput, error) {
		if err != nil {
			return nil, api.Problem(ctx, err)
		}
		return &ticketOutput{shown(t)}, nil
	}
}

// Entry is a line of the thread as programs read it.
type Entry struct {
	ID     int64     `json:"id"`
	Kind   string    `json:"kind"`
	Author int64     `json:"author,omitempty"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
	HTML   string    `json:"html,omitempty"`
	Hidden bool      `json:"hidden,omitempty"`
	Side   string    `json:"side,omitempty"`
}

func line(e ticket.Entry) Entry {
	return Entry{ID: int64(e.ID), Kind: string(e.Kind), Author: int64(e.Author), Name: e.Name, At: e.At, HTML: e.HTML, Hidden: e.Hidden, Side: string(e.Side)}
}

type threadInput struct {
	Number int64 `path:"number" minimum:"1"`
	Before int   `query:"before" minimum:"0" doc:"Only entries before this place in the thread"`
}

type threadOutput struct{ Body []Entry }

func (o operations) thread(ctx context.Context, in *threadInput) (*threadOutput, error) {
	who := api.Actor(ctx)
	if _, err := o.tickets.Get(ctx, who, ids.Ticket(in.Number)); err != nil {
		return nil, api.Problem(ctx, err)
	}
	upto := 0
	if in.Before > 0 {
		upto = in.Before - 1
	}
	es, err := o.tickets.Thread(ctx, who, ids.Ticket(in.Number), upto)
	if err != nil {
		return nil, api.Problem(ctx, err)
	}
	out := &threadOutput{Body: []Entry{}}
	for _, e := range es {
		out.Body = append(out.Body, line(e))
	}
	return out, nil
}

type replyInput struct {
	Number int64  `path:"number" minimum:"1"`
	Key    string `header:"Idempotency-Key" maxLength:"64"`
	Body   struct {
		HTML   string `json:"html"`
		Hidden bool   `json:"hidden,omitempty" doc:"Not for the requester"`
	}
}

type replyOutput struct{ Body Entry }

func (o operations) reply(ctx context.Context, in *replyInput) (*replyOutput, error) {
	who := api.Actor(ctx)
	html, err := o.clean(in.Body.HTML)
	if err != nil {
		return nil, api.Problem(ctx, err)
	}
	e, err := o.tickets.Reply(ctx, who, ids.Ticket(in.Number), ticket.Reply{Key: key(who.User, in.Key), HTML: html, Hidden: in.Body.Hidden})
	if err != nil {
		return nil, api.Problem(ctx, err)
	}
	return &replyOutput{line(e)}, nil
}
