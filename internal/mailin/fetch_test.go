package mailin_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"renfort/internal/authz"
	"renfort/internal/desktest"
	"renfort/internal/mailin"
	"renfort/internal/mailwire"
	"renfort/internal/testenv/mailserver"
	"renfort/internal/ticket"
)

var connector = authz.System("test", authz.AdminConnectors)

func box(t *testing.T, d desktest.Desk, in *mailin.Intake, srv *mailserver.Server, account, password string) {
	t.Helper()
	b := mailin.Mailbox{Name: account, Address: account, Host: "localhost", Port: srv.IMAPS, Encryption: mailwire.TLS, Unverified: true,
		Account: account, Folder: "INBOX", Post: mailin.MarkRead, Active: true}
	if _, err := in.AddMailbox(t.Context(), connector, b, password); err != nil {
		t.Fatal(err)
	}
}

// MIN-001, MIN-002, MIN-007, MIN-008, MIN-033, MIN-060: a real server.
func TestMailboxesAreReadAndOneThatFailsStopsNoOther(t *testing.T) {
	srv := mailserver.Start(t)
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		in := intake(d, mailin.KeepMail)
		bad, good := mailserver.NewAccount(), mailserver.NewAccount()
		box(t, d, in, srv, bad, "wrong")
		box(t, d, in, srv, good, mailserver.Password)
		srv.Deliver(t, good, []byte(mail("a@there.test", "one", "x")))
		srv.Deliver(t, good, []byte(mail("b@there.test", "large", strings.Repeat(strings.Repeat("x", 70)+"\r\n", 20_000))))
		srv.Deliver(t, good, []byte(mail("c@there.test", "two", "x")))
		rs, err := in.Fetch(t.Context())
		if err != nil || len(rs) != 2 || rs[0].Err == nil || rs[1].Err != nil || rs[1].Read != 3 || len(rs[1].Opened) != 2 || rs[1].Quarantined != 1 {
			t.Fatalf("%+v, %v", rs, err)
		}
		if rs, err = in.Fetch(t.Context()); err != nil || rs[1].Err != nil || rs[1].Read != 0 {
			t.Errorf("second run: %+v, %v", rs, err)
		}
		if bs, err := in.Mailboxes(t.Context(), reader); err != nil || bs[0].Failures != 2 || bs[1].Failures != 0 {
			t.Errorf("%+v, %v", bs, err)
		}
	})
}

// MIN-001: what comes in while somebody watches is a ticket at once.
func TestAWatchedMailboxIsReadAtOnce(t *testing.T) {
	srv := mailserver.Start(t)
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		in, account := intake(d, mailin.KeepMail), mailserver.NewAccount()
		box(t, d, in, srv, account, mailserver.Password)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- in.Watch(ctx, time.Minute) }()
		time.Sleep(300 * time.Millisecond)
		srv.Deliver(t, account, []byte(mail("a@there.test", "now", "x")))
		tickets := 0
		for i := 0; i < 100 && tickets == 0; i++ {
			time.Sleep(100 * time.Millisecond)
			l, err := d.Tickets.List(t.Context(), reader, ticket.View{}, ticket.Filter{}, ticket.Page{Size: 10})
			if err != nil {
				t.Fatal(err)
			}
			tickets = len(l.Tickets)
		}
		cancel()
		<-done
		if tickets != 1 {
			t.Errorf("%d tickets", tickets)
		}
	})
}
