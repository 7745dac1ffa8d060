package mailin_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"renfort/internal/authz"
	"renfort/internal/desktest"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/mailin"
	"renfort/internal/mailwire/compose"
	"renfort/internal/ticket"
)

type settings struct{ unknown mailin.Unknown }

func (s settings) Unknown() mailin.Unknown { return s.unknown }
func (settings) Excluded() []string        { return []string{"spam.test", "*.worse.test"} }
func (settings) Senders() []string         { return []string{"support@acme.test"} }
func (settings) MaxMessage() int64         { return 1 << 20 }
func (settings) MaxPerHour() int           { return 20 }
func (settings) MaxFiles() int             { return 5 }
func (settings) Language() i18n.Lang       { return i18n.EN }

func intake(d desktest.Desk, u mailin.Unknown) *mailin.Intake {
	return mailin.New(d.DB, d.Files, d.Log, mailin.Parts{Tickets: d.Tickets, Users: d.Users, Sessions: d.Sessions, Files: d.Attached,
		Secrets: d.Secrets, Settings: settings{u}})
}

var reader = authz.System("test", authz.AdminMailRun)

func mail(from, subject, text string, headers ...string) string {
	lines := append([]string{"From: " + from, "To: support@acme.test", "Subject: " + subject, "Content-Type: text/plain; charset=utf-8",
		fmt.Sprintf("Message-ID: <%x@there.test>", from+subject+text)}, headers...)
	return strings.Join(lines, "\r\n") + "\r\n\r\n" + text + "\r\n"
}

func take(t *testing.T, in *mailin.Intake, raw string) mailin.Result {
	t.Helper()
	r, err := in.Take(t.Context(), strings.NewReader(raw), mailin.Source{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func expect(t *testing.T, r mailin.Result, st mailin.Status, outcome string) {
	t.Helper()
	if r.Status != st || r.Outcome != outcome {
		t.Fatalf("became %+v, want %s %s", r, st, outcome)
	}
}

// MIN-003, MIN-005, MIN-010, MIN-040, MIN-041, MIN-042, TKT-119
func TestAMailOpensATicketAndItsAnswerJoinsIt(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		uma := d.Person("uma", ids.Root, authz.User, false)
		in := intake(d, mailin.KeepMail)
		r := take(t, in, mail("Uma <UMA@acme.test>", "Fwd: RE: The printer burns", "Help!"))
		expect(t, r, mailin.Done, "opened")
		tk, err := d.Tickets.Get(t.Context(), reader, r.Ticket)
		if err != nil || tk.Title != "The printer burns" || tk.Requester != uma.User || tk.Source != "mail" {
			t.Fatalf("%+v, %v", tk, err)
		}
		ours := compose.NewID(d.Secrets.Key(mailin.IDKey), r.Ticket, "desk.test")
		for _, raw := range []string{
			mail("uma@acme.test", "Re: something else", "It smokes.\r\n\r\nOn Mon, 23 Nov 2026 at 10:00, Support <support@acme.test> wrote:\r\n> Which one?", "In-Reply-To: "+ours),
			mail("uma@acme.test", fmt.Sprintf("Re: [#%d] The printer burns", r.Ticket), "It smokes more."),
		} {
			a := take(t, in, raw)
			expect(t, a, mailin.Done, "replied")
			if a.Ticket != r.Ticket {
				t.Errorf("joined %d, not %d", a.Ticket, r.Ticket)
			}
		}
		es, err := d.Tickets.Thread(t.Context(), reader, r.Ticket, 0)
		if err != nil || len(es) != 3 || es[1].Kind != ticket.KindMailIn || es[1].Author != uma.User || ticket.PlainText(es[1].HTML) != "It smokes." {
			t.Errorf("thread %+v, %v", es, err)
		}
		// TKT-120: later than replies reopen, a new ticket names the old one.
		if _, err := d.Tickets.Close(t.Context(), authz.System("closer", authz.TicketClose), r.Ticket); err != nil {
			t.Fatal(err)
		}
		d.DB.Now = func() time.Time { return time.Now().AddDate(0, 3, 0) }
		late := take(t, in, mail("uma@acme.test", "Re: late", "Again!", "In-Reply-To: "+ours))
		expect(t, late, mailin.Done, "opened")
		es, err = d.Tickets.Thread(t.Context(), reader, late.Ticket, 0)
		if err != nil || !strings.Contains(es[0].HTML, fmt.Sprint("follows ticket ", r.Ticket)) {
			t.Errorf("thread %+v, %v", es, err)
		}
	})
}

// MIN-020, MIN-022, MIN-023
func TestMachinesAndExcludedSendersOpenNothing(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		in := intake(d, mailin.CreateUser)
		for _, c := range []struct{ raw, reason string }{
			{mail("a@there.test", "away", "x", "Auto-Submitted: auto-replied"), "mailin.automatic"},
			{mail("a@there.test", "news", "x", "Precedence: bulk"), "mailin.automatic"},
			{mail("a@spam.test", "buy", "x"), "mailin.excluded"},
			{mail("a@even.worse.test", "buy", "x"), "mailin.excluded"},
			{mail("Support@acme.test", "self", "x"), "mailin.loop"},
		} {
			r := take(t, in, c.raw)
			if r.Status != mailin.Excluded || r.Reason != c.reason || r.Ticket != 0 {
				t.Errorf("%+v, want %s", r, c.reason)
			}
		}
		expect(t, take(t, in, mail("a@worse.test", "real", "x")), mailin.Done, "opened") // not a sub-domain
	})
}

// MIN-060
func TestABrokenMessageIsSetAsideAndTheNextOneHandled(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		in := intake(d, mailin.KeepMail)
		r := take(t, in, " \r\n ")
		if r.Status != mailin.Quarantined || r.Reason == "" {
			t.Fatalf("%+v", r)
		}
		expect(t, take(t, in, mail("a@there.test", "good", "x")), mailin.Done, "opened")
		l, err := in.List(t.Context(), reader, mailin.Quarantined, 0)
		if err != nil || len(l) != 1 || l[0].ID != r.ID {
			t.Errorf("%+v, %v", l, err)
		}
		if l, err := in.List(t.Context(), d.Person("uma", ids.Root, authz.User, false), mailin.Quarantined, 0); err != nil || len(l) != 0 {
			t.Errorf("a user sees %+v, %v", l, err)
		}
		if again, err := in.TryAgain(t.Context(), reader, r.ID); err != nil || again.Status != mailin.Quarantined {
			t.Errorf("tried again: %+v, %v", again, err)
		}
	})
}

// MIN-008, MIN-009
func TestACrashBetweenStoringAndHandlingLosesAndDoublesNothing(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		in, raw := intake(d, mailin.KeepMail), mail("a@there.test", "once", "x")
		id, err := in.Store(t.Context(), strings.NewReader(raw), mailin.Source{})
		if err != nil {
			t.Fatal(err)
		}
		in = intake(d, mailin.KeepMail) // the program starts again
		for range 2 {
			if err := in.Resume(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		r := take(t, in, raw)
		expect(t, r, mailin.Done, "opened")
		if l, err := d.Tickets.List(t.Context(), reader, ticket.View{}, ticket.Filter{}, ticket.Page{Size: 10}); err != nil || len(l.Tickets) != 1 || r.ID != id {
			t.Errorf("%d tickets, %v", len(l.Tickets), err)
		}
	})
}

// MIN-011, MIN-012
func TestUnknownSenders(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		kept := take(t, intake(d, mailin.KeepMail), mail("Nobody <n@there.test>", "a", "x"))
		tk, err := d.Tickets.Get(t.Context(), reader, kept.Ticket)
		if err != nil || tk.Requester != 0 || tk.RequesterMail != "n@there.test" || tk.RequesterName != "Nobody" {
			t.Errorf("%+v, %v", tk, err)
		}
		joined := take(t, intake(d, mailin.KeepMail), mail("n@there.test", fmt.Sprintf("[#%d]", kept.Ticket), "more"))
		expect(t, joined, mailin.Done, "replied")
		made := take(t, intake(d, mailin.CreateUser), mail("New One <new@there.test>", "b", "x"))
		if tk, err = d.Tickets.Get(t.Context(), reader, made.Ticket); err != nil || tk.Requester == 0 || tk.RequesterMail != "" {
			t.Errorf("%+v, %v", tk, err)
		}
		no := take(t, intake(d, mailin.Refuse), mail("third@there.test", "c", "x"))
		expect(t, no, mailin.Excluded, "")
	})
}

// MIN-041
func TestAStrangersNumberOpensANewTicket(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		d.Person("uma", ids.Root, authz.User, false)
		d.Person("eve", ids.Root, authz.User, false)
		in := intake(d, mailin.KeepMail)
		first := take(t, in, mail("uma@acme.test", "mine", "x"))
		forged := "In-Reply-To: <ticket.1.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@desk.test>"
		for _, from := range []string{"eve@acme.test", "stranger@there.test"} {
			r := take(t, in, mail(from, fmt.Sprintf("[#%d] mine", first.Ticket), "let me in", forged))
			expect(t, r, mailin.Done, "opened")
			if r.Ticket == first.Ticket {
				t.Errorf("%s wrote in another's ticket", from)
			}
		}
	})
}

// MIN-003: a subject longer than a title stands in full in the description.
func TestALongSubjectIsCutAndKept(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		long := strings.Repeat("word ", 60) + "end"
		r := take(t, intake(d, mailin.KeepMail), mail("a@there.test", long, "x"))
		expect(t, r, mailin.Done, "opened")
		es, err := d.Tickets.Thread(t.Context(), reader, r.Ticket, 0)
		if err != nil || !strings.HasPrefix(es[0].HTML, "<p>"+long) {
			t.Errorf("%+v, %v", es, err)
		}
	})
}
