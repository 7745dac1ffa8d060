package mailout_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/desktest"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/jobs"
	"renfort/internal/mailin"
	"renfort/internal/mailout"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/compose"
	"renfort/internal/mailwire/message"
	"renfort/internal/mailwire/smtp"
	"renfort/internal/testenv/mailserver"
	"renfort/internal/ticket"
)

type settings struct{}

func (settings) Mail() mailout.Parameters {
	return mailout.Parameters{Enabled: true, UserOpenClose: true, UserThread: true, TechChange: true, TechAssign: true,
		From: mailwire.Address{Name: "Desk", Address: "support@example.test"}, Intake: "support@example.test", Host: "desk.test", URL: "https://desk.test",
		Link: true, TitleColour: "2E6DA4", Background: "FFFFFF", TextColour: "333333", Language: i18n.EN}
}

// later keeps the times at which mails are to be sent.
type later struct {
	mu sync.Mutex
	at []time.Time
}

func (q *later) Enqueue(ctx context.Context, tx *dbx.Tx, a jobs.Args) error {
	return q.EnqueueAt(ctx, tx, tx.Now, a)
}

func (q *later) EnqueueAt(_ context.Context, tx *dbx.Tx, at time.Time, _ jobs.Args) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.at = append(q.at, at)
	return nil
}

func outbox(d desktest.Desk, tr mailout.Transport) (*mailout.Outbox, *later) {
	q := &later{}
	return mailout.New(d.DB, d.Log, jobs.NewWorkers(), mailout.Parts{Users: d.Users, Key: d.Secrets.Key(mailin.IDKey),
		Queue: func() mailout.Queue { return q }, Transport: tr, Settings: settings{}}), q
}

var reader = authz.System("test", authz.AdminConnectors)

func list(t *testing.T, out *mailout.Outbox, st mailout.Status) []mailout.Line {
	t.Helper()
	l, err := out.List(t.Context(), reader, st, 0)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// SMT-001, SMT-011, SMT-012, SMT-020…023, SMT-026, SMT-030, SMT-037…039, SMT-041
func TestPeopleAreToldWhatConcernsThem(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx := t.Context()
		out, q := outbox(d, mailout.Catcher{})
		rita, tom := d.Person("rita", ids.Root, authz.PowerUser, false), d.Person("tom", ids.Root, authz.Technician, true)
		tk, err := d.Tickets.Open(ctx, tom, ticket.Opening{Title: "It burns\r\nBcc: evil@there.test", HTML: "<p>badly</p>", Requester: rita.User, Technician: tom.User})
		must(t, err)
		_, err = d.Tickets.Reply(ctx, tom, tk.ID, ticket.Reply{HTML: "<p>secret thought</p>", Hidden: true})
		must(t, err)
		_, err = d.Tickets.Reply(ctx, tom, tk.ID, ticket.Reply{HTML: "<p>on my way</p>"})
		must(t, err)
		_, err = d.Tickets.Reply(ctx, rita, tk.ID, ticket.Reply{HTML: "<p>hurry</p>"})
		must(t, err)
		_, err = d.Tickets.Close(ctx, tom, tk.ID)
		must(t, err)
		var story []string
		for _, l := range list(t, out, mailout.Queued) {
			story = append([]string{l.Kind + " " + l.Recipient}, story...)
			m, err := message.Parse(ctx, strings.NewReader(l.Raw), message.Limits{})
			must(t, err)
			id, ok := compose.TicketOf(d.Secrets.Key(mailin.IDKey), m.MessageID)
			if !ok || id != tk.ID || !strings.HasPrefix(m.Subject, "[#1] ") || m.Auto.AutoSubmitted != "auto-generated" ||
				m.From.Address != "support@example.test" || m.ReplyTo.Address != "support@example.test" || strings.Contains(l.Raw, "\nBcc:") {
				t.Errorf("%+v", m)
			}
			if strings.Contains(m.HTML+m.Text, "secret thought") || !strings.Contains(m.HTML, "badly") || !strings.Contains(m.Text, "##-") ||
				!strings.Contains(m.HTML, "https://desk.test/tickets/1") {
				t.Errorf("%s", m.HTML)
			}
		}
		want := "ticket.opened rita@acme.test,ticket.updated rita@acme.test,ticket.changed tom@acme.test,ticket.closed rita@acme.test"
		if got := strings.Join(story, ","); got != want || len(q.at) != 4 {
			t.Errorf("%s (%d jobs)\nwant %s", got, len(q.at), want)
		}
		for _, l := range list(t, out, mailout.Queued) {
			must(t, out.Send(ctx, l.ID))
			must(t, out.Send(ctx, l.ID)) // a job may be run again
		}
		if n := len(list(t, out, mailout.Sent)); n != 4 {
			t.Errorf("%d sent", n)
		}
	})
}

type refusing struct{ v smtp.Verdict }

func (r refusing) Send(context.Context, smtp.Mail) smtp.Result {
	return smtp.Result{Verdict: r.v, Err: errors.New("no")}
}

// SMT-003, SMT-004
func TestATemporaryRefusalIsTriedForADay(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx, now := t.Context(), time.Now().Truncate(time.Second)
		out, q := outbox(d, refusing{smtp.Temporary})
		rita, tom := d.Person("rita", ids.Root, authz.PowerUser, false), d.Person("tom", ids.Root, authz.Technician, true)
		d.DB.Now = func() time.Time { return now }
		_, err := d.Tickets.Open(ctx, tom, ticket.Opening{Title: "x", Requester: rita.User})
		must(t, err)
		l := list(t, out, mailout.Queued)[0]
		var waits []int
		for len(list(t, out, mailout.Failed)) == 0 {
			n := len(q.at)
			must(t, out.Send(ctx, l.ID))
			if len(q.at) == n {
				break
			}
			waits = append(waits, int(q.at[n].Sub(now).Minutes()))
			now = q.at[n]
		}
		if len(waits) < 6 || waits[0] != 1 || waits[1] != 5 || waits[2] != 15 || waits[3] != 60 || waits[4] != 240 || waits[5] != 60 || len(waits) != 23 {
			t.Errorf("waits %v", waits)
		}
		must(t, out.SendAgain(ctx, reader, l.ID))
		if n := len(list(t, out, mailout.Queued)); n != 1 {
			t.Errorf("%d queued", n)
		}
		must(t, out.Cancel(ctx, reader, l.ID)) // SMT-045
		if err := out.Cancel(ctx, reader, l.ID); !fault.Is(err, "mailout.not_queued") {
			t.Errorf("cancelled twice: %v", err)
		}
		must(t, out.Send(ctx, l.ID))
		if n := len(list(t, out, mailout.Cancelled)); n != 1 {
			t.Errorf("%d cancelled", n)
		}
		_, err = d.Tickets.Open(ctx, tom, ticket.Opening{Title: "y", Requester: rita.User})
		must(t, err)
		l = list(t, out, mailout.Queued)[0]
		out.Transport = refusing{smtp.Permanent}
		must(t, out.Send(ctx, l.ID))
		if n := len(list(t, out, mailout.Failed)); n != 1 {
			t.Errorf("%d failed", n)
		}
	})
}

// SMT-001, SMT-005, MIN-040: the mail goes through a real server, and its answer joins.
func TestAMailGoesOutAndItsAnswerComesBack(t *testing.T) {
	srv := mailserver.Start(t)
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx := t.Context()
		out, _ := outbox(d, mailout.Relay{Server: func(context.Context) (mailout.Server, error) {
			return mailout.Server{Server: mailwire.Server{Host: "localhost", Port: srv.PlainSMTP, Security: mailwire.Plain}}, nil
		}})
		tom := d.Person("tom", ids.Root, authz.Technician, true)
		to := mailserver.NewAccount()
		tk, err := d.Tickets.Open(ctx, tom, ticket.Opening{Title: "x", RequesterMail: to})
		must(t, err)
		must(t, out.Send(ctx, list(t, out, mailout.Queued)[0].ID))
		if n := len(list(t, out, mailout.Sent)); n != 1 {
			t.Fatalf("%d sent: %+v", n, list(t, out, mailout.Queued))
		}
		m, err := message.Parse(ctx, strings.NewReader(string(srv.Arrived(t, to, "[#1]"))), message.Limits{})
		must(t, err)
		if id, ok := compose.TicketOf(d.Secrets.Key(mailin.IDKey), m.MessageID); !ok || id != tk.ID {
			t.Errorf("%s names %d", m.MessageID, id)
		}
	})
}
