package mailserver

import (
	"bytes"
	"fmt"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Deliver puts raw into the INBOX of an account, as Postfix would.
func (s *Server) Deliver(t testing.TB, to string, raw []byte) {
	t.Helper()
	if err := s.deliver(to, raw); err != nil {
		t.Fatalf("delivering to %s: %v\n%s", to, err, s.Log())
	}
}

func (s *Server) deliver(to string, raw []byte) error {
	c, err := textproto.Dial("tcp", loopback(s.lmtp))
	if err != nil {
		return err
	}
	defer c.Close()
	if _, _, err := c.ReadResponse(220); err != nil {
		return err
	}
	for _, step := range []struct {
		code int
		text string
	}{{250, "LHLO test"}, {250, "MAIL FROM:<sender@example.test>"}, {250, "RCPT TO:<" + to + ">"}, {354, "DATA"}} {
		if err := c.PrintfLine("%s", step.text); err != nil {
			return err
		}
		if _, _, err := c.ReadResponse(step.code); err != nil {
			return fmt.Errorf("%s: %w", step.text, err)
		}
	}
	w := c.DotWriter()
	if _, err := w.Write(raw); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	_, _, err = c.ReadResponse(250)
	return err
}

// Messages are the mails in a folder of an account ("" is INBOX), as they lie
// on disk, the oldest first.
func (s *Server) Messages(t testing.TB, account, folder string) [][]byte {
	t.Helper()
	base := filepath.Join(s.dir, "home", account, "Maildir")
	if folder != "" {
		base = filepath.Join(base, "."+folder)
	}
	var paths []string
	for _, sub := range []string{"new", "cur"} {
		entries, err := os.ReadDir(filepath.Join(base, sub))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, e := range entries {
			paths = append(paths, filepath.Join(base, sub, e.Name()))
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	var all [][]byte
	for _, path := range paths {
		if b, err := os.ReadFile(path); err == nil { // it may just have been moved
			all = append(all, b)
		}
	}
	return all
}

// Arrived waits until the INBOX of an account holds a mail with text in it and
// returns that mail.
func (s *Server) Arrived(t testing.TB, account, text string) []byte {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		for _, raw := range s.Messages(t, account, "") {
			if bytes.Contains(raw, []byte(text)) {
				return raw
			}
		}
	}
	t.Fatalf("no mail with %q reached %s\n%s", text, account, s.Log())
	return nil
}
