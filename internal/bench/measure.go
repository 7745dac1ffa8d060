package bench

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/config"
	"renfort/internal/dbx"
	"renfort/internal/ids"
	"renfort/internal/session/sessionweb"
	"renfort/internal/ticket"
	"renfort/internal/ticket/ticketweb"
)

// Budgets on two cores, server side, for 99 of 100 requests.
const (
	mostList   = 25 * time.Millisecond
	mostSearch = 50 * time.Millisecond
	mostMenu   = 10 * time.Millisecond
	mostWrite  = 25 * time.Millisecond
)

// Figure is what one action costs one person.
type Figure struct {
	Who, What string
	P50, P99  time.Duration
	Most      time.Duration
}

// Over reports whether the figure is over its budget.
func (f Figure) Over() bool { return f.P99 > f.Most }

func (f Figure) String() string {
	mark := ""
	if f.Over() {
		mark = "  OVER"
	}
	return fmt.Sprintf("%-14s %-38s %9s %9s   at most %s%s", f.Who, f.What, ms(f.P50), ms(f.P99), ms(f.Most), mark)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// reader is a person whose requests are measured: whole pages through the
// server's own handler, with his session.
type reader struct {
	d       *app.Desk
	pages   http.Handler
	label   string
	who     authz.Actor
	secret  string
	repeats int
	out     func(Figure)
}

// Measure takes every figure, each from so many repeats, as the administrator,
// as a technician of one country, and as a requester.
func Measure(ctx context.Context, d *app.Desk, dataDir string, repeats int, out func(Figure)) error {
	cfg, err := config.Load(dataDir, "", nil)
	if err != nil {
		return err
	}
	pages, err := d.Handler(cfg, "")
	if err != nil {
		return err
	}
	for _, p := range []struct{ label, login string }{{"administrator", "admin"}, {"technician", loginOf(0)}, {"requester", loginOf(1)}} {
		r := reader{d: d, pages: pages, label: p.label, repeats: repeats, out: out}
		if err := r.signIn(ctx, p.login); err != nil {
			return err
		}
		if err := r.measure(ctx); err != nil {
			return fmt.Errorf("as %s: %w", p.label, err)
		}
	}
	return nil
}

func (r *reader) signIn(ctx context.Context, login string) error {
	err := r.d.DB.Read(ctx, func(tx *dbx.Tx) error {
		u, err := r.d.Users.ByLogin(ctx, tx, builder, login)
		if err != nil {
			return err
		}
		r.who, err = r.d.Sessions.ActorOf(ctx, tx, u, authz.ViaWeb)
		return err
	})
	if err != nil {
		return err
	}
	r.secret, err = r.d.Sessions.SignIn(ctx, login, password, "192.0.2.1", "bench")
	return err
}

func (r *reader) measure(ctx context.Context) error {
	for _, step := range []func(context.Context) error{r.quiet, r.lists, r.filtered, r.menu, r.tickets, r.searches, r.writes} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// time runs fn once to warm up, then as often as asked, with the number of the turn.
func (r *reader) time(what string, most time.Duration, fn func(i int) error) error {
	var took []time.Duration
	for i := range r.repeats + 1 {
		began := time.Now()
		if err := fn(i); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		took = append(took, time.Since(began))
	}
	took = took[1:]
	slices.Sort(took)
	r.out(Figure{Who: r.label, What: what, P50: took[len(took)/2], P99: took[len(took)*99/100], Most: most})
	return nil
}

// get asks for one page and reads it to its end.
func (r *reader) get(ctx context.Context, path string, query url.Values) error {
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, path+"?"+query.Encode(), nil)
	req.AddCookie(&http.Cookie{Name: sessionweb.Cookie, Value: r.secret})
	w := httptest.NewRecorder()
	r.pages.ServeHTTP(w, req)
	if w.Code != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(w.Body, 500))
		return fmt.Errorf("%s?%s answers %d: %s", path, query.Encode(), w.Code, text)
	}
	return nil
}

// quiet times work that is always the same and touches no desk: where its 99 of
// 100 are far from its half, the machine is busy and the other figures say little.
func (r *reader) quiet(context.Context) error {
	text := []byte(strings.Repeat("a", 1<<20))
	return r.time("the machine: hashing a megabyte", mostList, func(int) error {
		sha256.Sum256(text)
		return nil
	})
}

// view is a list of the left menu.
type view struct {
	name, view, state string
	states            []ticket.State
}

var (
	open  = []ticket.State{ticket.Unassigned, ticket.AwaitingPickup, ticket.InProgress, ticket.AwaitingReply}
	views = []view{
		{"mine, open", "mine", "open", open}, {"mine, every state", "mine", "", nil},
		{"all, open", "all", "open", open}, {"all, resolved", "all", "5", []ticket.State{ticket.Resolved}}, {"all, every state", "all", "", nil},
	}
)

func (r *reader) lists(ctx context.Context) error {
	for _, v := range views {
		if v.view == "all" && !r.who.Has(authz.SideAll) {
			continue
		}
		q := url.Values{"view": {v.view}, "state": {v.state}}
		if err := r.time("list "+v.name, mostList, func(int) error { return r.get(ctx, "/tickets", q) }); err != nil {
			return err
		}
		page, before, err := r.deep(ctx, v)
		if err != nil {
			return err
		}
		if page == 1 {
			continue
		}
		q.Set("before", number(before))
		name := fmt.Sprintf("list %s, page %d", v.name, page)
		if err := r.time(name, mostList, func(int) error { return r.get(ctx, "/tickets", q) }); err != nil {
			return err
		}
	}
	return nil
}

// filtered lists what few, and what many, of the tickets have.
func (r *reader) filtered(ctx context.Context) error {
	if !r.who.Has(authz.SideAll) {
		return nil
	}
	someone, err := crew(ctx, r.d)
	if err != nil {
		return err
	}
	for _, f := range []struct{ name, column, value string }{
		{"one priority", "prio", "3"}, {"one technician", "tech", number(someone[1].id)}, {"one requester", "req", number(someone[2].id)},
	} {
		for _, state := range []string{"", "open"} {
			q := url.Values{"view": {"all"}, "state": {state}, f.column: {f.value}}
			name := "list all, " + f.name
			if state != "" {
				name += ", " + state
			}
			if err := r.time(name, mostList, func(int) error { return r.get(ctx, "/tickets", q) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func number[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

const (
	lines   = 20
	deepest = 1000 // the page asked for
)

// deep finds where page 1000 of a view begins, or the last page there is.
func (r *reader) deep(ctx context.Context, v view) (page int, before ids.Ticket, err error) {
	lanes := ticketweb.Mine(r.who)
	if v.view == "all" {
		lanes = []ticket.Lane{ticket.Entity(r.who.Entity, r.who.Recursive)}
	}
	page = 1
	for page < deepest {
		l, err := r.d.Tickets.List(ctx, r.who, ticket.View{Lanes: lanes, States: v.states}, ticket.Filter{}, ticket.Page{Before: before, Size: lines})
		if err != nil {
			return 0, 0, err
		}
		if !l.Older {
			return page, before, nil
		}
		before = l.Tickets[len(l.Tickets)-1].ID
		page++
	}
	return page, before, nil
}

func (r *reader) menu(ctx context.Context) error {
	return r.time("counters of the menu", mostMenu, func(int) error {
		_, err := r.d.Tickets.Counts(ctx, r.who)
		return err
	})
}

// some are tickets that the person sees, new and old.
func (r *reader) some(ctx context.Context) (out []ids.Ticket, err error) {
	var before ids.Ticket
	for len(out) < 2000 {
		l, err := r.d.Tickets.List(ctx, r.who, ticket.View{}, ticket.Filter{}, ticket.Page{Before: before, Size: 100})
		if err != nil {
			return nil, err
		}
		for _, t := range l.Tickets {
			out = append(out, t.ID)
		}
		if !l.Older {
			break
		}
		before = max(2, l.Tickets[len(l.Tickets)-1].ID*9/10)
	}
	return out, nil
}

func (r *reader) tickets(ctx context.Context) error {
	some, err := r.some(ctx)
	if err != nil || len(some) == 0 {
		return err
	}
	return r.time("ticket with its thread", mostList, func(i int) error {
		return r.get(ctx, fmt.Sprintf("/tickets/%d", some[i*7%len(some)]), nil)
	})
}

func (r *reader) searches(ctx context.Context) error {
	for _, s := range []struct {
		name string
		text func(i int) string
	}{
		{"rare word", func(i int) string { return serial(i * 30) }},
		{"frequent word", func(i int) string { return wordAt(frequent+i%10) + " " }},
		{"two words", func(i int) string { return wordAt(frequent+i%10) + " " + wordAt(900+i) + " " }},
		{"beginning of three letters", func(i int) string { return wordAt(frequent + i*31)[:3] }},
		{"word of another country", func(int) string { return abroad + " " }},
		{"word that is nowhere", func(i int) string { return fmt.Sprintf("qqx%d ", i) }},
	} {
		err := r.time("search, "+s.name, mostSearch, func(i int) error {
			return r.get(ctx, "/tickets", url.Values{"view": {"mine"}, "q": {s.text(i)}})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// writes opens tickets and answers them, each in a transaction that is on the disk.
func (r *reader) writes(ctx context.Context) error {
	w := newWriter(time.Now().Nanosecond())
	var last ids.Ticket
	err := r.time("create a ticket", mostWrite, func(int) error {
		t, err := r.d.Tickets.Open(ctx, r.who, ticket.Opening{Title: w.line(4, 9), HTML: "<p>" + w.line(25, 50) + "</p>", Requester: r.who.User})
		if err == nil {
			last = t.ID
		}
		return err
	})
	if err != nil {
		return err
	}
	return r.time("reply", mostWrite, func(int) error {
		_, err := r.d.Tickets.Reply(ctx, r.who, last, ticket.Reply{HTML: "<p>" + w.line(10, 35) + "</p>"})
		return err
	})
}
