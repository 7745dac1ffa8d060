package mailserver_test

import (
	"net/smtp"
	"strconv"
	"testing"
	"time"

	"renfort/internal/testenv/mailserver"
)

// The servers start, deliver to one another, and mail survives a restart of Dovecot.
func TestRoundTrip(t *testing.T) {
	s := mailserver.StartNew(t)
	start := time.Now()
	address := mailserver.NewAccount()
	body := "From: a@example.test\r\nSubject: first\r\n\r\nhello\r\n"
	if err := smtp.SendMail("127.0.0.1:"+strconv.Itoa(s.PlainSMTP), nil, "a@example.test", []string{address}, []byte(body)); err != nil {
		t.Fatal(err)
	}
	s.Arrived(t, address, "Subject: first")
	s.StopDovecot()
	if err := s.StartDovecot(); err != nil {
		t.Fatal(err)
	}
	s.Deliver(t, address, []byte("Subject: second\r\n\r\nx\r\n"))
	s.Arrived(t, address, "Subject: second")
	if n := len(s.Messages(t, address, "")); n != 2 {
		t.Errorf("%d messages, want 2", n)
	}
	t.Logf("round trip with restart: %v", time.Since(start))
}
