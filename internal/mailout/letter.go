package mailout

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"

	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/compose"
	"renfort/internal/mailwire/quote"
	"renfort/internal/ticket"
)

// written is a mail as it will be sent, or why it cannot be.
type written struct {
	id, subject, trouble string
	raw                  []byte
	status               Status
	entry                ids.Entry
}

// shown are the texts of a ticket that anybody it concerns may read: no hidden
// notes and no internal kinds, whoever the mail is for (SMT-039). The newest
// come first; more than 50 are on the page.
var shown = dbx.Select(`
	SELECT e.author, e.at, e.html, e.message_id, e.kind, e.id FROM @entries AS e
	 WHERE e.id > $1 AND e.id <= $2 AND e.kind IN ('opened', 'text', 'mail_in') AND NOT e.hidden AND e.deleted_at IS NULL
	 ORDER BY e.id DESC LIMIT 50`)

func scanText(r dbx.Row) (e ticket.Entry, err error) {
	err = r.Scan(&e.Name, dbx.Time{At: &e.At}, &e.HTML, &e.MessageID, (*string)(&e.Kind), (*int64)(&e.ID))
	return e, err
}

var earlierIDs = dbx.Select(`SELECT o.message_id FROM @outgoing AS o WHERE o.ticket_id = $1 AND o.recipient = $2 ORDER BY o.id DESC LIMIT 10`)

// write builds the complete mail (SMT-030, SMT-038).
func (s *Outbox) write(ctx context.Context, tx *dbx.Tx, n notice, to recipient) (w written, err error) {
	texts, err := dbx.All(ctx, tx, shown.As(postman), scanText, int64(ids.EntryOf(n.t.ID, 0)), int64(ids.EntryOf(n.t.ID, ids.MaxSeq)))
	if err != nil {
		return w, err
	}
	refs, err := dbx.All(ctx, tx, earlierIDs.As(postman), dbx.Scalar[string], int64(n.t.ID), to.Address.Address)
	if err != nil {
		return w, err
	}
	slices.Reverse(refs)
	w.id, w.status = compose.NewID(s.Key, n.t.ID, n.p.Host), Queued
	w.subject = compose.Line(fmt.Sprintf("[#%d] %s", n.t.ID, i18n.T(to.lang, "mailout.subject_"+n.what, int64(n.t.ID), n.t.Title)), 300)
	if len(texts) > 0 {
		w.entry = texts[0].ID
	}
	from, err := s.sender(ctx, tx, n)
	if err != nil {
		return w, err
	}
	body, err := s.body(ctx, tx, n, to, texts)
	if err != nil {
		return w, err
	}
	o := compose.Outgoing{From: from, To: []mailwire.Address{to.Address}, Subject: w.subject, HTML: body, MessageID: w.id, References: refs, Date: tx.Now}
	if len(refs) > 0 {
		o.InReplyTo = refs[len(refs)-1]
	}
	if n.p.Intake != "" { // SMT-012
		o.ReplyTo = &mailwire.Address{Address: n.p.Intake}
	}
	for _, cc := range n.p.Copy { // SMT-036
		o.Cc = append(o.Cc, mailwire.Address{Address: cc})
	}
	if from.Address == "" {
		err = fault.New(fault.Invalid, "mailout.no_sender")
	} else {
		w.raw, err = o.Build()
	}
	// A mail that cannot be written must not undo what it tells (SMT-010).
	if fs := fault.All(err); len(fs) > 0 {
		w.status, w.trouble, err = Failed, described(fs[0]), nil
	}
	return w, err
}

// described keeps a fault for whoever looks at the queue, in his language.
func described(f *fault.Error) string {
	b, err := json.Marshal(append([]any{f.Key}, f.Args...))
	if err != nil {
		return f.Key
	}
	return string(b)
}

// sender is the configured one, else the technician in charge, else who acts,
// else the copy's or the administrator's address (SMT-010, SMT-011).
func (s *Outbox) sender(ctx context.Context, tx *dbx.Tx, n notice) (mailwire.Address, error) {
	if n.p.From.Address != "" {
		return n.p.From, nil
	}
	for _, id := range []ids.User{n.t.Technician, n.fact.Who.User} {
		if id == 0 {
			continue
		}
		u, err := s.Users.Get(ctx, tx, peopleReader, id)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return mailwire.Address{}, err
		}
		if u.Mail != "" {
			return mailwire.Address{Name: u.Name(), Address: u.Mail}, nil
		}
	}
	for _, a := range append(slices.Clone(n.p.Copy), n.p.AdminOpen...) {
		return mailwire.Address{Name: n.p.From.Name, Address: a}, nil
	}
	return mailwire.Address{}, nil
}

func (s *Outbox) body(ctx context.Context, tx *dbx.Tx, n notice, to recipient, texts []ticket.Entry) (string, error) {
	name, phone, err := s.technician(ctx, tx, n)
	if err != nil {
		return "", err
	}
	asker, err := s.asker(ctx, tx, n.t)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	say := func(key string, args ...any) string {
		return html.EscapeString(i18n.T(to.lang, "mailout."+key, args...))
	}
	fmt.Fprintf(&b, `<div style="background:#%s;color:#%s">`, n.p.Background, n.p.TextColour)
	if n.p.Intake != "" { // SMT-037
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(quote.Delimiter(i18n.T(to.lang, "mailout.reply_above"))))
	}
	if start := n.p.Start[to.lang]; start != "" {
		b.WriteString(start)
	} else {
		fmt.Fprintf(&b, "<p>%s</p>", say("greeting"))
	}
	fmt.Fprintf(&b, "<p>%s</p>", say("intro_"+n.what, int64(n.t.ID)))
	fmt.Fprintf(&b, `<h2 style="color:#%s">%d – %s</h2><table>`, n.p.TitleColour, n.t.ID, html.EscapeString(compose.Line(n.t.Title, 300)))
	for _, row := range [][2]string{{"state", say(stateKey(n.t.State))}, {"requester", html.EscapeString(asker)},
		{"technician", html.EscapeString(name)}, {"created", n.t.Created.UTC().Format("2006-01-02 15:04 UTC")}} {
		if row[1] != "" {
			fmt.Fprintf(&b, "<tr><td>%s</td><td>%s</td></tr>", say(row[0]), row[1])
		}
	}
	b.WriteString("</table>")
	s.texts(&b, say, texts, n.p.NewestFirst)
	b.WriteString(ending(n, to.lang, name, phone))
	if n.p.Intake != "" {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(quote.Delimiter(i18n.T(to.lang, "mailout.reply_below"))))
	}
	b.WriteString("</div>")
	return b.String(), nil
}

// texts writes the description and the section "Resolution" (SMT-030, SMT-040).
func (s *Outbox) texts(b *strings.Builder, say func(string, ...any) string, newest []ticket.Entry, newestFirst bool) {
	if !newestFirst {
		newest = slices.Clone(newest)
		slices.Reverse(newest)
	}
	var resolution strings.Builder
	for _, e := range newest {
		if e.Kind == ticket.KindOpened {
			fmt.Fprintf(b, "<h3>%s</h3>%s", say("description"), e.HTML)
			continue
		}
		fmt.Fprintf(&resolution, "<p><strong>%s</strong>, %s</p>%s", html.EscapeString(e.Name), e.At.UTC().Format("2006-01-02 15:04 UTC"), e.HTML)
	}
	if resolution.Len() > 0 {
		fmt.Fprintf(b, "<h3>%s</h3>%s", say("resolution"), resolution.String())
	}
}

func stateKey(st ticket.State) string {
	if st < ticket.Unassigned || st > ticket.Rejected {
		return "state_other"
	}
	return fmt.Sprintf("state_%d", st)
}

// ending is the end text with its tags replaced, or one made from what is known
// (SMT-031…033). An unknown tag stays as typed.
func ending(n notice, lang i18n.Lang, name, phone string) string {
	link := ""
	if n.p.Link && n.p.URL != "" {
		u := html.EscapeString(fmt.Sprintf("%s/tickets/%d", n.p.URL, n.t.ID))
		link = fmt.Sprintf(`<a href="%s">%s</a>`, u, u)
	}
	name, phone = html.EscapeString(name), html.EscapeString(phone)
	if end := n.p.End[lang]; end != "" {
		return strings.NewReplacer("[tech_name]", name, "[tech_phone]", phone, "[link]", link).Replace(end)
	}
	var lines []string
	for _, l := range []string{name, phone, link} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	return "<p>" + strings.Join(lines, "<br>") + "</p>"
}

func (s *Outbox) technician(ctx context.Context, tx *dbx.Tx, n notice) (name, phone string, err error) {
	if n.t.Technician == 0 {
		return "", "", nil
	}
	u, err := s.Users.Get(ctx, tx, peopleReader, n.t.Technician)
	return u.Name(), u.Phone, err
}

func (s *Outbox) asker(ctx context.Context, tx *dbx.Tx, t *ticket.Ticket) (string, error) {
	if t.Requester == 0 {
		return strings.TrimSpace(t.RequesterName + " " + t.RequesterMail), nil
	}
	u, err := s.Users.Get(ctx, tx, peopleReader, t.Requester)
	return u.Name(), err
}
