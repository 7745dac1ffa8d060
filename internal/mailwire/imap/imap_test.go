package imap_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/imap"
	"renfort/internal/testenv/mailserver"
)

func account() mailwire.Account {
	return mailwire.Account{User: mailserver.NewAccount(), Password: mailserver.Password}
}

func at(s *mailserver.Server, port int, security mailwire.Security) mailwire.Server {
	return mailwire.Server{Host: "localhost", Port: port, Security: security, Roots: s.CA, Timeout: 5 * time.Second}
}

func open(t *testing.T, server mailwire.Server, who mailwire.Account) *imap.Client {
	t.Helper()
	c, err := imap.Open(t.Context(), server, who)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// inbox opens the INBOX of an own account that holds messages.
func inbox(t *testing.T, messages ...string) (*mailserver.Server, mailwire.Account, *imap.Client) {
	t.Helper()
	s := mailserver.Start(t)
	who := account()
	for _, m := range messages {
		s.Deliver(t, who.User, []byte(m))
	}
	c := open(t, at(s, s.IMAP, mailwire.Plain), who)
	if _, err := c.Select(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	return s, who, c
}

func unseen(t *testing.T, c *imap.Client) []imap.Summary {
	t.Helper()
	list, _, err := c.Unseen(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	if !fault.Is(err, key) {
		t.Errorf("got %v, want %s", err, key)
	}
}

func mail(subject string) string {
	return "From: jo@example.test\r\nSubject: " + subject + "\r\n\r\nbody of " + subject + "\r\n"
}

// MIN-050: every protection signs in, with password or token, and tells its steps.
func TestProtections(t *testing.T) {
	s := mailserver.Start(t)
	for _, c := range []struct {
		port     int
		security mailwire.Security
		steps    string
	}{
		{s.IMAP, mailwire.Plain, "name connection sign_in folder"},
		{s.IMAP, mailwire.StartTLS, "name connection tls sign_in folder"},
		{s.IMAPS, mailwire.TLS, "name connection tls sign_in folder"},
	} {
		for _, who := range []mailwire.Account{{User: mailserver.Support, Password: mailserver.Password}, {User: mailserver.Support, Token: mailserver.Token}} {
			var steps []string
			server := at(s, c.port, c.security)
			server.Report = func(step mailwire.Step) { steps = append(steps, step.Name) }
			client := open(t, server, who)
			if _, err := client.Examine(t.Context(), ""); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(steps, " "); got != c.steps {
				t.Errorf("%s: steps %q, want %q", c.security, got, c.steps)
			}
		}
	}
}

// MIN-052: each way of not getting in has its own name.
func TestFailuresAreNamed(t *testing.T) {
	s := mailserver.Start(t)
	good := mailwire.Account{User: mailserver.Support, Password: mailserver.Password}
	closed := closedPort(t)
	silent := silentPort(t)
	strip := mailserver.NewBridge(t, s.IMAP)
	strip.Strike("STARTTLS")

	foreign := at(s, s.IMAPS, mailwire.TLS)
	foreign.Roots = x509.NewCertPool()
	wrongName := at(s, s.IMAPS, mailwire.TLS)
	wrongName.Host = "127.0.0.2"
	unknown := at(s, s.IMAP, mailwire.Plain)
	unknown.Host = "no-such-host.invalid"
	mute := at(s, silent, mailwire.Plain)
	mute.Timeout = 300 * time.Millisecond
	muteStartTLS := mute
	muteStartTLS.Security = mailwire.StartTLS

	for name, c := range map[string]struct {
		server mailwire.Server
		who    mailwire.Account
		want   string
	}{
		"wrong password":       {at(s, s.IMAP, mailwire.Plain), mailwire.Account{User: mailserver.Support, Password: "x"}, mailwire.KeySignIn},
		"unknown user":         {at(s, s.IMAPS, mailwire.TLS), mailwire.Account{User: "x@example.test", Password: "x"}, mailwire.KeySignIn},
		"wrong token":          {at(s, s.IMAPS, mailwire.TLS), mailwire.Account{User: mailserver.Support, Token: "x"}, mailwire.KeySignIn},
		"connection refused":   {at(s, closed, mailwire.Plain), good, mailwire.KeyRefused},
		"unknown host":         {unknown, good, mailwire.KeyHostUnknown},
		"unknown authority":    {foreign, good, mailwire.KeyCertificate},
		"TLS on a plain port":  {at(s, s.IMAP, mailwire.TLS), good, mailwire.KeyTLS},
		"silence":              {mute, good, mailwire.KeyTimeout},
		"silence for STARTTLS": {muteStartTLS, good, mailwire.KeyTimeout},
		"STARTTLS struck out":  {at(s, strip.Port, mailwire.StartTLS), good, mailwire.KeyStartTLSMissing},
	} {
		t.Run(name, func(t *testing.T) {
			client, err := imap.Open(t.Context(), c.server, c.who)
			if err == nil {
				client.Close()
			}
			wantFault(t, err, c.want)
		})
	}

	_, err := imap.Open(t.Context(), foreign, good)
	foreign.Accepted = mailwire.ShownFingerprint(err)
	if foreign.Accepted == "" {
		t.Fatal("the refusal does not name the certificate")
	}
	open(t, foreign, good)
	foreign.Accepted = strings.Repeat("0", 64)
	_, err = imap.Open(t.Context(), foreign, good)
	wantFault(t, err, mailwire.KeyCertificate)
	foreign.Unverified = true
	open(t, foreign, good)
}

func closedPort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// silentPort takes connections and says nothing.
func silentPort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

// MIN-001: unread messages come oldest first with their sizes, and reading them
// does not mark them.
func TestUnseenAndBody(t *testing.T) {
	big := mail("big") + strings.Repeat("0123456789012345678901234567890123456789\r\n", 50_000)
	_, _, c := inbox(t, mail("one"), big, mail("three"))
	list := unseen(t, c)
	if len(list) != 3 || list[0].UID >= list[1].UID || list[1].Size < int64(len(big)) || list[0].Seen || list[0].Received.IsZero() {
		t.Fatalf("%+v", list)
	}
	var b bytes.Buffer
	size, err := c.Body(t.Context(), list[0].UID, &b, 1<<20)
	if err != nil || size != list[0].Size || int64(b.Len()) != size || !strings.Contains(b.String(), "body of one") {
		t.Fatalf("%d %v %q", size, err, b.String())
	}
	if len(unseen(t, c)) != 3 {
		t.Error("reading marked a message")
	}
	if list, total, err := c.Unseen(t.Context(), 2); err != nil || len(list) != 2 || total != 3 || !strings.Contains(subjectOf(t, c, list[0].UID), "one") {
		t.Errorf("two of them: %+v %d %v", list, total, err)
	}
}

func subjectOf(t *testing.T, c *imap.Client, uid imap.UID) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := c.Body(t.Context(), uid, &b, 4<<20); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(b.String(), "Subject: ")
	subject, _, _ := strings.Cut(rest, "\r\n")
	return subject
}

// MIN-060: of a message beyond the limit no more than the limit is loaded, a
// failing disk is told, and the connection goes on.
func TestBodyLimits(t *testing.T) {
	big := mail("big") + strings.Repeat("0123456789\r\n", 100_000)
	_, _, c := inbox(t, big, mail("small"))
	list := unseen(t, c)
	var b bytes.Buffer
	_, err := c.Body(t.Context(), list[0].UID, &b, 10_000)
	wantFault(t, err, mailwire.KeyTooLarge)
	if b.Len() > 10_001 {
		t.Errorf("%d bytes were loaded", b.Len())
	}
	full := errors.New("disk full")
	if _, err := c.Body(t.Context(), list[0].UID, failing{full}, 4<<20); !errors.Is(err, full) {
		t.Errorf("failing writer: %v", err)
	}
	_, err = c.Body(t.Context(), 4_000_000, io.Discard, 100)
	wantFault(t, err, mailwire.KeyGone)
	if got := subjectOf(t, c, list[1].UID); got != "small" {
		t.Errorf("afterwards: %q", got)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// MIN-007, MIN-054, MIN-060: marks, deletion, and moving to a folder that is
// made when it is not there.
func TestAfterProcessing(t *testing.T) {
	s, who, c := inbox(t, mail("one"), mail("two"), mail("three"), mail("four"))
	list := unseen(t, c)
	ctx := t.Context()
	for _, err := range []error{c.MarkSeen(ctx, list[0].UID), c.Delete(ctx, list[1].UID), c.Move(ctx, list[2].UID, "Traités"), c.SetAside(ctx, list[3].UID)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	left := unseen(t, c)
	if len(left) != 1 || left[0].UID != list[3].UID || !left[0].Flagged {
		t.Errorf("left: %+v", left)
	}
	if n := len(s.Messages(t, who.User, "")); n != 2 {
		t.Errorf("%d messages stay, want 2", n)
	}
	folders, err := c.Folders(ctx)
	if err != nil || len(folders) != 3 || folders[0] != imap.Inbox || folders[1] != "Traités" && folders[2] != "Traités" {
		t.Errorf("folders %q %v", folders, err)
	}
	if err := c.Move(ctx, list[3].UID, "Traités"); err != nil {
		t.Errorf("into a folder that exists: %v", err)
	}
	if f, err := c.Select(ctx, "Traités"); err != nil || f.Messages != 2 || f.Validity == 0 {
		t.Errorf("%+v %v", f, err)
	}
}

// MIN-053: a folder that is not there, and those that are.
func TestFolderMissing(t *testing.T) {
	_, _, c := inbox(t)
	_, err := c.Select(t.Context(), "Entrée")
	wantFault(t, err, mailwire.KeyFolderMissing)
	if all := fault.All(err); len(all) != 1 || fmt.Sprint(all[0].Args) != "[Entrée INBOX, Trash]" {
		t.Errorf("%v", err)
	}
}

// MIN-052: looking changes nothing.
func TestExamineChangesNothing(t *testing.T) {
	s := mailserver.Start(t)
	who := account()
	s.Deliver(t, who.User, []byte(mail("one")))
	c := open(t, at(s, s.IMAP, mailwire.Plain), who)
	if _, err := c.Examine(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	list := unseen(t, c)
	_ = c.MarkSeen(t.Context(), list[0].UID) // the server may answer as it likes
	if len(unseen(t, c)) != 1 {
		t.Error("a message was marked in a folder opened to look")
	}
}

// MIN-001: new mail wakes the one who waits, at once and every time.
func TestWait(t *testing.T) {
	s, who, c := inbox(t)
	for i := range 3 {
		arrived := make(chan time.Time, 1)
		go func() {
			time.Sleep(100 * time.Millisecond)
			s.Deliver(t, who.User, []byte(mail("new")))
			arrived <- time.Now()
		}()
		changed, err := c.Wait(t.Context(), 10*time.Second)
		if !changed || err != nil {
			t.Fatalf("%d: %v %v", i, changed, err)
		}
		if late := time.Since(<-arrived); late > 2*time.Second {
			t.Errorf("woken after %v", late)
		}
		if got := len(unseen(t, c)); got != i+1 {
			t.Errorf("%d unread, want %d", got, i+1)
		}
	}
	if changed, err := c.Wait(t.Context(), 200*time.Millisecond); changed || err != nil {
		t.Errorf("nothing new: %v %v", changed, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := c.Wait(ctx, time.Minute); err == nil {
		t.Error("the end of the context was not told")
	}
}

// MIN-009: a server that goes away is told at every place, and nothing hangs.
func TestServerGoesAway(t *testing.T) {
	s := mailserver.StartNew(t)
	s.Deliver(t, mailserver.Support, []byte(mail("big")+strings.Repeat("0123456789\r\n", 500_000)))
	who := mailwire.Account{User: mailserver.Support, Password: mailserver.Password}

	t.Run("while a body is loaded", func(t *testing.T) {
		bridge := mailserver.NewBridge(t, s.IMAP)
		c := open(t, at(s, bridge.Port, mailwire.Plain), who)
		if _, err := c.Select(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		list := unseen(t, c)
		bridge.CutAfter(100_000)
		_, err := c.Body(t.Context(), list[0].UID, io.Discard, 25<<20)
		wantFault(t, err, mailwire.KeyLost)
		_, _, err = c.Unseen(t.Context(), 1)
		wantFault(t, err, mailwire.KeyLost)
	})
	t.Run("silent while a body is loaded", func(t *testing.T) {
		bridge := mailserver.NewBridge(t, s.IMAP)
		server := at(s, bridge.Port, mailwire.Plain)
		server.Timeout = 400 * time.Millisecond
		c := open(t, server, who)
		if _, err := c.Select(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		list := unseen(t, c)
		bridge.Stall()
		start := time.Now()
		_, err := c.Body(t.Context(), list[0].UID, io.Discard, 25<<20)
		wantFault(t, err, mailwire.KeyTimeout)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("noticed after %v", took)
		}
	})
	t.Run("while waiting", func(t *testing.T) {
		c := open(t, at(s, s.IMAP, mailwire.Plain), who)
		if _, err := c.Select(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(200*time.Millisecond, s.StopDovecot)
		_, err := c.Wait(t.Context(), 30*time.Second)
		wantFault(t, err, mailwire.KeyLost)
	})
	t.Run("and comes back", func(t *testing.T) {
		_, err := imap.Open(t.Context(), at(s, s.IMAP, mailwire.Plain), who)
		wantFault(t, err, mailwire.KeyRefused)
		if err := s.StartDovecot(); err != nil {
			t.Fatal(err)
		}
		c := open(t, at(s, s.IMAP, mailwire.Plain), who)
		if f, err := c.Select(t.Context(), ""); err != nil || f.Messages != 1 {
			t.Errorf("%+v %v", f, err)
		}
	})
}

// SMT-044: the dialogue can be logged, without what signs in.
func TestDebugHoldsNoSecret(t *testing.T) {
	s := mailserver.Start(t)
	var log strings.Builder
	server := at(s, s.IMAP, mailwire.StartTLS)
	server.Debug = func(line string) { log.WriteString(line + "\n") }
	for _, who := range []mailwire.Account{{User: mailserver.Support, Password: mailserver.Password}, {User: mailserver.Support, Token: mailserver.Token}} {
		c := open(t, server, who)
		if _, err := c.Select(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
	text := log.String()
	if !strings.Contains(text, "SELECT") {
		t.Errorf("no dialogue: %q", text)
	}
	for _, secret := range []string{mailserver.Password, mailserver.Token, "AHN1cHBvcnRA", "dXNlcj1zdXBwb3J0"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in the log:\n%s", secret, text)
		}
	}
}
