package smtp_test

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/smtp"
	"renfort/internal/testenv/mailserver"
)

var support = mailwire.Account{User: mailserver.Support, Password: mailserver.Password}

func at(s *mailserver.Server, port int, security mailwire.Security) mailwire.Server {
	return mailwire.Server{Host: "localhost", Port: port, Security: security, Roots: s.CA, Timeout: 5 * time.Second}
}

func open(t *testing.T, server mailwire.Server, who mailwire.Account) *smtp.Client {
	t.Helper()
	c, err := smtp.Open(t.Context(), server, who, "product.example.test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func raw(subject string) []byte {
	return []byte("From: " + mailserver.Support + "\r\nSubject: " + subject + "\r\n\r\nbody\r\n.\r\n.dots\r\n")
}

func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	if !fault.Is(err, key) {
		t.Errorf("got %v, want %s", err, key)
	}
}

// SMT-005, SMT-006, SMT-002: every protection delivers, and tells its steps.
func TestProtections(t *testing.T) {
	s := mailserver.Start(t)
	for _, c := range []struct {
		port     int
		security mailwire.Security
		who      mailwire.Account
		steps    string
	}{
		{s.SMTP, mailwire.Plain, mailwire.Account{}, "name connection sender recipient message"},
		{s.PlainSMTP, mailwire.Plain, support, "name connection sign_in sender recipient message"},
		{s.SMTP, mailwire.StartTLS, support, "name connection tls sign_in sender recipient message"},
		{s.SMTPS, mailwire.TLS, support, "name connection tls sign_in sender recipient message"},
		{s.SMTPS, mailwire.TLS, mailwire.Account{User: mailserver.Support, Token: mailserver.Token}, "name connection tls sign_in sender recipient message"},
	} {
		var steps []string
		server := at(s, c.port, c.security)
		server.Report = func(step mailwire.Step) { steps = append(steps, step.Name) }
		client := open(t, server, c.who)
		to, subject := mailserver.NewAccount(), fmt.Sprintf("by %s %d", c.security, c.port)
		result := client.Send(t.Context(), smtp.Mail{From: mailserver.Support, To: []string{to}, Raw: raw(subject)})
		if result.Verdict != smtp.Sent || result.Err != nil || !strings.Contains(result.Answer, "queued") {
			t.Fatalf("%+v", result)
		}
		got := s.Arrived(t, to, "Subject: "+subject)
		if !bytes.Contains(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), []byte("body\n.\n.dots\n")) || !bytes.Contains(got, []byte("product.example.test")) {
			t.Errorf("arrived as %q", got)
		}
		if text := strings.Join(steps, " "); text != c.steps {
			t.Errorf("%s: steps %q, want %q", c.security, text, c.steps)
		}
	}
}

// SMT-008, SMT-002: each way of not getting in has its own name, and nothing is
// said in clear when STARTTLS is struck out.
func TestFailuresAreNamed(t *testing.T) {
	s := mailserver.Start(t)
	strip := mailserver.NewBridge(t, s.SMTP)
	strip.Strike("STARTTLS")
	foreign := at(s, s.SMTPS, mailwire.TLS)
	foreign.Roots = x509.NewCertPool()
	foreignStartTLS := foreign
	foreignStartTLS.Port, foreignStartTLS.Security = s.SMTP, mailwire.StartTLS
	unknown := at(s, s.SMTP, mailwire.Plain)
	unknown.Host = "no-such-host.invalid"
	mute := at(s, silentPort(t), mailwire.Plain)
	mute.Timeout = 300 * time.Millisecond

	for name, c := range map[string]struct {
		server mailwire.Server
		who    mailwire.Account
		want   string
	}{
		"no STARTTLS at all":         {at(s, s.PlainSMTP, mailwire.StartTLS), support, mailwire.KeyStartTLSMissing},
		"STARTTLS struck out":        {at(s, strip.Port, mailwire.StartTLS), support, mailwire.KeyStartTLSMissing},
		"wrong password":             {at(s, s.SMTPS, mailwire.TLS), mailwire.Account{User: mailserver.Support, Password: "x"}, mailwire.KeySignIn},
		"no sign-in before STARTTLS": {at(s, s.SMTP, mailwire.Plain), support, mailwire.KeySignInMissing},
		"unknown authority":          {foreign, support, mailwire.KeyCertificate},
		"unknown authority, later":   {foreignStartTLS, support, mailwire.KeyCertificate},
		"TLS on a plain port":        {at(s, s.SMTP, mailwire.TLS), support, mailwire.KeyTLS},
		"unknown host":               {unknown, support, mailwire.KeyHostUnknown},
		"connection refused":         {at(s, closedPort(t), mailwire.Plain), support, mailwire.KeyRefused},
		"silence":                    {mute, support, mailwire.KeyTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			client, err := smtp.Open(t.Context(), c.server, c.who, "")
			if err == nil {
				client.Close()
			}
			wantFault(t, err, c.want)
		})
	}
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

// SMT-003: what the server says decides whether another try makes sense, and
// one recipient does not spoil it for the others.
func TestVerdicts(t *testing.T) {
	s := mailserver.Start(t)
	c := open(t, at(s, s.SMTPS, mailwire.TLS), support)
	good := mailserver.NewAccount()
	for _, step := range []struct {
		name    string
		to      []string
		raw     []byte
		want    smtp.Verdict
		answer  string
		refused int
	}{
		{"unknown", []string{"nobody@example.test"}, raw("x"), smtp.Permanent, "5.1.1", 1},
		{"later", []string{"later@example.test"}, raw("x"), smtp.Temporary, "4.2.1", 1},
		{"full", []string{"full@example.test"}, raw("x"), smtp.Permanent, "5.2.2", 1},
		{"one may come later", []string{"nobody@example.test", "later@example.test"}, raw("x"), smtp.Temporary, "4.2.1", 2},
		{"one is good", []string{"nobody@example.test", good}, raw("one is good"), smtp.Sent, "queued", 1},
		{"too large", []string{good}, append(raw("large"), bytes.Repeat([]byte("0123456789\r\n"), 2_000_000)...), smtp.Permanent, "", 0},
	} {
		r := c.Send(t.Context(), smtp.Mail{From: mailserver.Support, To: step.to, Raw: step.raw})
		if r.Verdict != step.want || !strings.Contains(r.Answer, step.answer) || len(r.Refused) != step.refused || (r.Err == nil) != (step.want == smtp.Sent) {
			t.Errorf("%s: %+v", step.name, r)
		}
		if !r.Alive {
			c = open(t, at(s, s.SMTPS, mailwire.TLS), support)
		}
	}
	s.Arrived(t, good, "Subject: one is good")
	if r := c.Send(t.Context(), smtp.Mail{From: mailserver.Support, To: []string{good}, Raw: raw("afterwards")}); r.Verdict != smtp.Sent {
		t.Errorf("the connection cannot be used again: %+v", r)
	}
}

// SMT-041: an envelope cannot carry a command.
func TestEnvelopeCannotCarryCommands(t *testing.T) {
	s := mailserver.Start(t)
	c := open(t, at(s, s.SMTPS, mailwire.TLS), support)
	victim := mailserver.NewAccount()
	for _, bad := range []string{"a@example.test>\r\nRCPT TO:<" + victim, "a@example.test\nDATA", "a@example.test> NOTIFY=NEVER", "", "a"} {
		r := c.Send(t.Context(), smtp.Mail{From: mailserver.Support, To: []string{bad}, Raw: raw("x")})
		if r.Verdict != smtp.Permanent || !fault.Is(r.Err, mailwire.KeyAddress) {
			t.Errorf("%q: %+v", bad, r)
		}
	}
	dots := []byte("Subject: dots\r\n\r\nx\r\n.\r\nMAIL FROM:<evil@example.test>\r\nRCPT TO:<" + victim + ">\r\nDATA\r\nSubject: smuggled\r\n\r\n.\r\n")
	bare := []byte("Subject: bare\r\n\r\nx\n.\nMAIL FROM:<evil@example.test>\nRCPT TO:<" + victim + ">\nDATA\nSubject: smuggled\n\n.\n")
	to := mailserver.NewAccount()
	for _, m := range [][]byte{dots, bare} {
		if r := c.Send(t.Context(), smtp.Mail{From: mailserver.Support, To: []string{to}, Raw: m}); r.Verdict != smtp.Sent {
			t.Fatalf("%+v", r)
		}
	}
	s.Arrived(t, to, "Subject: dots")
	s.Arrived(t, to, "Subject: bare")
	if n := len(s.Messages(t, victim, "")); n != 0 {
		t.Errorf("%d mails were smuggled", n)
	}
}

// SMT-003: a connection that ends in the middle is a temporary failure, and
// nothing hangs.
func TestConnectionEnds(t *testing.T) {
	s := mailserver.Start(t)
	mail := smtp.Mail{From: mailserver.Support, To: []string{mailserver.NewAccount()}, Raw: raw("x")}
	for name, harm := range map[string]func(*mailserver.Bridge){
		"broken":  (*mailserver.Bridge).Break,
		"cut":     func(b *mailserver.Bridge) { b.CutAfter(5) },
		"stalled": (*mailserver.Bridge).Stall,
	} {
		bridge := mailserver.NewBridge(t, s.SMTP)
		server := at(s, bridge.Port, mailwire.Plain)
		server.Timeout = time.Second
		c := open(t, server, mailwire.Account{})
		harm(bridge)
		start := time.Now()
		r := c.Send(t.Context(), mail)
		if r.Verdict != smtp.Temporary || r.Err == nil || r.Alive || time.Since(start) > 4*time.Second {
			t.Errorf("%s: %+v after %v", name, r, time.Since(start))
		}
	}
}

// A report that our mail could not be delivered comes back to its sender.
func TestBounceComesBack(t *testing.T) {
	s := mailserver.Start(t)
	c := open(t, at(s, s.SMTP, mailwire.StartTLS), support)
	if r := c.Send(t.Context(), smtp.Mail{From: mailserver.Support, To: []string{"ghost@example.test"}, Raw: raw("to a ghost")}); r.Verdict != smtp.Sent {
		t.Fatalf("%+v", r)
	}
	s.Arrived(t, mailserver.Support, "report-type=delivery-status")
}

// SMT-044: the dialogue can be logged, without what signs in.
func TestDebugHoldsNoSecret(t *testing.T) {
	s := mailserver.Start(t)
	var log strings.Builder
	server := at(s, s.PlainSMTP, mailwire.Plain)
	server.Debug = func(line string) { log.WriteString(line + "\n") }
	c := open(t, server, support)
	c.Send(t.Context(), smtp.Mail{From: mailserver.Support, To: []string{mailserver.NewAccount()}, Raw: raw("x")})
	text := log.String()
	if !strings.Contains(text, "C: MAIL FROM:<support@example.test>") || !strings.Contains(text, "S: 250") {
		t.Errorf("no dialogue:\n%s", text)
	}
	if strings.Contains(text, "AHN1cHBvcnRA") || strings.Contains(text, mailserver.Password) {
		t.Errorf("a secret is in the log:\n%s", text)
	}
}

// SMT-007: a program takes the mail on its standard input; any failure is temporary.
func TestSendByProgram(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "sendmail")
	script := "#!/bin/sh\nprintf '%s ' \"$@\" > " + dir + "/args\ncat > " + dir + "/mail\n[ ! -e " + dir + "/fail ] || { echo 'queue full' >&2; exit 75; }\n"
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	mail := smtp.Mail{From: "a@example.test", To: []string{"b@example.test", "-oQ@example.test"}, Raw: raw("x; rm -rf /")}
	if r := smtp.SendByProgram(t.Context(), program, mail); r.Verdict != smtp.Sent || r.Err != nil {
		t.Fatalf("%+v", r)
	}
	args, _ := os.ReadFile(dir + "/args")
	body, _ := os.ReadFile(dir + "/mail")
	if string(args) != "-oi -f a@example.test -- b@example.test -oQ@example.test " || string(body) != strings.ReplaceAll(string(mail.Raw), "\r\n", "\n") {
		t.Errorf("args %q, mail %q", args, body)
	}
	if err := os.WriteFile(dir+"/fail", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := smtp.SendByProgram(t.Context(), program, mail); r.Verdict != smtp.Temporary || !strings.Contains(r.Answer, "queue full") {
		t.Errorf("exit code: %+v", r)
	}
	if r := smtp.SendByProgram(t.Context(), dir+"/none", mail); r.Verdict != smtp.Temporary || r.Err == nil {
		t.Errorf("no program: %+v", r)
	}
}
