package ticketweb

import (
	"context"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"renfort/internal/attachment"
	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/list"
	"renfort/internal/ticket"
	"renfort/internal/web"
	"renfort/internal/web/ui"
)

var (
	textField   = ui.Field{Name: "text", Label: i18n.Key("ticketweb.your_reply"), Max: 1 << 20, Required: true}
	filesField  = ui.Field{Name: "files", Label: i18n.Key("ticketweb.files")}
	hiddenField = ui.Field{Name: "hidden", Label: i18n.Key("ticketweb.as_note")}
)

// uploads are what the browser is told of the limits; the service decides.
var uploads = ui.Upload{Count: 5, Bytes: 10 << 20}

func (p pages) show(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketOf(r)
	if err != nil {
		return err
	}
	return p.sheet(w, r, http.StatusOK, id, web.NewForm(r))
}

// sheet answers with a ticket's page around the reply as it was typed.
func (p pages) sheet(w http.ResponseWriter, r *http.Request, code int, id ids.Ticket, reply *ui.Form) error {
	ctx, who := r.Context(), web.Actor(r.Context())
	t, err := p.Tickets.Get(ctx, who, id)
	if err != nil {
		return err
	}
	s := sheet{ticket: t, reply: reply, today: today(ui.ViewerOf(ctx)), may: mayOn(who, t)}
	upto, _ := strconv.Atoi(r.URL.Query().Get("upto")) // anything else is the end
	if s.thread, err = p.Tickets.Thread(ctx, who, id, upto); err != nil {
		return err
	}
	slices.Reverse(s.thread)
	s.older = len(s.thread) > 0 && s.thread[0].ID.Seq() > 1
	if err := p.surroundings(ctx, who, &s); err != nil {
		return err
	}
	return web.ShowStatus(w, r, code, ui.Page{Title: i18n.Same("#" + itoa(id) + " " + t.Title)}, ticketPage(s))
}

// surroundings are names, files and choices.
func (p pages) surroundings(ctx context.Context, who authz.Actor, s *sheet) (err error) {
	if s.lists, err = p.Lists(ctx); err != nil {
		return err
	}
	if s.names, err = p.names(ctx, s.ticket); err != nil {
		return err
	}
	s.requester = listing{names: s.names}.requester(s.ticket)
	files, err := p.Files.Of(ctx, who, s.ticket.ID)
	if err != nil {
		return err
	}
	s.files = map[ids.Entry][]attachment.File{}
	for _, f := range files {
		if !f.Inline {
			s.files[f.Entry] = append(s.files[f.Entry], f)
		}
	}
	if s.may.assign {
		if s.solvers, err = p.solvers(ctx, s.ticket.Entity); err != nil {
			return err
		}
	}
	lang := ui.ViewerOf(ctx).Lang
	for _, i := range s.lists.All(list.State, lang) {
		s.states = append(s.states, ui.Choose(i.ID, i.Label(lang)))
	}
	return nil
}

func (p pages) solvers(ctx context.Context, e ids.Entity) ([]ui.Option, error) {
	tree, err := p.Entities.Tree(ctx)
	if err != nil {
		return nil, err
	}
	people, err := p.Users.Solvers(ctx, tree.Up(e))
	if err != nil {
		return nil, err
	}
	out := []ui.Option{{Value: "0", Label: ui.T(ctx, "ticketweb.nobody")}}
	for _, u := range people {
		out = append(out, ui.Choose(u.ID, u.Name()))
	}
	return out, nil
}

func mayOn(who authz.Actor, t *ticket.Ticket) may {
	mine := t.Asks(who) || t.Solves(who) || who.User == t.Receiver
	return may{
		reply:  who.May(authz.TicketThreadPost, t) && (mine || who.May(authz.TicketThreadPostAll, t)),
		note:   who.May(authz.TicketThreadHiddenDisp, t) && t.SideOf(who) == ticket.Solving,
		attach: who.May(authz.TicketAttachment, t),
		assign: who.May(authz.TicketTech, t),
		state:  who.May(authz.TicketState, t),
		close:  who.May(authz.TicketClose, t) && !t.Closed,
		reopen: who.May(authz.TicketReopen, t) && t.Closed,
		take:   who.May(authz.TicketTech, t) && t.Technician != who.User && !t.Closed,
	}
}

func (p pages) reply(w http.ResponseWriter, r *http.Request) error {
	ctx, who := r.Context(), web.Actor(r.Context())
	id, err := ticketOf(r)
	if err != nil {
		return err
	}
	f, err := web.Form(r)
	if err != nil {
		return err
	}
	typed := f.Rich(textField)
	files, err := p.received(ctx, f)
	f.Take(err)
	clean, err := p.Clean(typed)
	f.Take(err)
	if f.OK() {
		hidden := f.Checked(hiddenField)
		_, err = p.Tickets.Reply(ctx, who, id, ticket.Reply{Key: f.Key, HTML: clean, Hidden: hidden,
			Then: p.attach(ctx, who, files, hidden)})
		if err == nil {
			return web.Done(w, r, string(address(id)), "ticketweb.added")
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.sheet(w, r, http.StatusUnprocessableEntity, id, f)
}

// received checks and keeps the files of a form.
func (p pages) received(ctx context.Context, f *ui.Form) ([]attachment.File, error) {
	var out []attachment.File
	var es fault.Errors
	for _, h := range f.Files(filesField) {
		if h.Filename == "" {
			continue
		}
		content, err := h.Open()
		if err != nil {
			return nil, err
		}
		file, err := p.Files.Store(ctx, h.Filename, content)
		content.Close()
		if !es.Add(err) {
			out = append(out, file)
		}
	}
	return out, es.Err()
}

// attach gives the files of a form to the entry that it makes.
func (p pages) attach(ctx context.Context, who authz.Actor, files []attachment.File, hidden bool) func(*dbx.Tx, authz.Granted[*ticket.Ticket], ticket.Entry) error {
	return func(tx *dbx.Tx, g authz.Granted[*ticket.Ticket], e ticket.Entry) error {
		for _, f := range files {
			f.Ticket, f.Entry, f.Hidden, f.Uploader = g.Object().ID, e.ID, hidden, who.User
			if _, err := p.Files.Add(ctx, tx, g, f); err != nil {
				return err
			}
			g.Object().Files++
		}
		return p.Files.Claim(ctx, tx, g, who, images(e.HTML), g.Object().ID, e.ID, hidden)
	}
}

// images are the files that stand in a text.
func images(html string) []ids.File {
	var out []ids.File
	for part := range strings.SplitSeq(html, `src="/files/`) {
		if digits, _, ok := strings.Cut(part, `"`); ok {
			if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
				out = append(out, ids.File(n))
			}
		}
	}
	return out
}

// image keeps one that was pasted into a text, and answers with its address.
func (p pages) image(w http.ResponseWriter, r *http.Request) error {
	ctx, who := r.Context(), web.Actor(r.Context())
	content, head, err := r.FormFile("file")
	if err != nil {
		return fault.New(fault.Unreadable, "attachment.empty", "image").Because(err)
	}
	defer content.Close()
	f, err := p.Files.Store(ctx, head.Filename, content)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(f.Type, "image/") {
		return fault.New(fault.Invalid, "attachment.blocked", f.Type)
	}
	id, err := p.Receive(ctx, who, f)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = w.Write([]byte("/files/" + itoa(id)))
	return err
}

// download hands out a file: pictures may show in the page, everything else is
// saved, and nothing of it is ever run here (ATT-008).
func (p pages) download(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.ParseInt(r.PathValue("file"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "attachment.not_found")
	}
	f, content, err := p.Files.Open(r.Context(), web.Actor(r.Context()), ids.File(n))
	if err != nil {
		return err
	}
	defer content.Close()
	how := "attachment"
	if slices.Contains([]string{"image/png", "image/jpeg", "image/gif", "image/webp"}, f.Type) {
		how = "inline"
	}
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, max-age=3600")
	http.ServeContent(w, r, "", f.Uploaded, content)
	return nil
}
