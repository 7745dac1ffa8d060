// Package mailserver gives tests a real Postfix that takes mail and a real
// Dovecot that keeps it, both on free loopback ports. They end with the test
// program, however it ends. No mail can leave the machine.
//
// Every address of Domain is taken by Postfix, but: "nobody…" is unknown (550),
// "later…" is to be tried again (450), "full…" has no room (552). An address
// without an account ("ghost") is taken and then bounces with a delivery report.
package mailserver

import (
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"renfort/internal/testenv"
)

const (
	// Domain is where Support and User live and where addresses fail in known ways.
	Domain = "example.test"
	// Support and User are two accounts that exist from the start, with Password.
	Support  = "support@" + Domain
	User     = "user@" + Domain
	Password = "secret"
	// Token is the only OAuth 2.0 bearer token that is good; it is Support's.
	Token = "token-of-support"

	anyDomain = "any.test"

	// Packages are what Debian calls the servers.
	Packages = "postfix dovecot-imapd dovecot-lmtpd"
)

// Server is a running Postfix and Dovecot. Its host is "localhost".
type Server struct {
	IMAP, IMAPS int            // ports; IMAP offers STARTTLS
	SMTP, SMTPS int            // ports; SMTP offers STARTTLS and signs in only after it
	PlainSMTP   int            // port without TLS, signs in as it is
	CA          *x509.CertPool // signed the certificate of localhost and 127.0.0.1

	dir                      string
	lmtp, sasl, introspect   int
	mu                       sync.Mutex // guards the programs
	dovecot, postfix, folder *program
}

var shared = sync.OnceValues(launch)

// Start returns the servers that the tests of one program share.
func Start(t testing.TB) *Server {
	t.Helper()
	s, err := shared()
	if err != nil {
		testenv.Missing(t, "a mail server", Packages, err)
	}
	return s
}

// StartNew starts servers for one test, which may stop and break them.
func StartNew(t testing.TB) *Server {
	t.Helper()
	s, err := launch()
	if err != nil {
		testenv.Missing(t, "a mail server", Packages, err)
	}
	t.Cleanup(s.stop)
	return s
}

// launch starts both servers in a new folder.
func launch() (*Server, error) {
	if err := installed(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "renfort-mail-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir}
	if err := s.start(); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

func installed() error {
	if os.Getuid() != 0 {
		return errors.New("postfix and Dovecot change users, so these tests run as root only")
	}
	var missing []string
	for _, path := range []string{dovecotProgram, postfixProgram, postfixMaster, "/usr/lib/dovecot/lmtp", "/usr/lib/dovecot/imap"} {
		if _, err := os.Stat(path); err != nil {
			missing = append(missing, path)
		}
	}
	if missing != nil {
		return fmt.Errorf("not installed: %s", strings.Join(missing, ", "))
	}
	return nil
}

func (s *Server) start() error {
	var err error
	if s.folder, err = run("", keeperRemove, s.dir); err != nil {
		return err
	}
	if err := os.Chmod(s.dir, 0o755); err != nil { // the servers' users pass through it
		return err
	}
	if s.CA, err = writeCertificates(s.dir); err != nil {
		return err
	}
	if s.introspect, err = serveIntrospection(); err != nil {
		return err
	}
	for _, port := range []*int{&s.IMAP, &s.IMAPS, &s.SMTP, &s.SMTPS, &s.PlainSMTP, &s.lmtp, &s.sasl} {
		if *port, err = freePort(); err != nil {
			return err
		}
	}
	if err := errors.Join(s.writeDovecot(), s.writePostfix()); err != nil {
		return err
	}
	if err := s.StartDovecot(); err != nil {
		return err
	}
	return s.startPostfix()
}

// stop ends both servers and removes their files.
func (s *Server) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.postfix.stop()
	s.dovecot.stop()
	s.folder.stop()
}

// StartDovecot starts Dovecot again, on the same ports and with the same mail.
func (s *Server) StartDovecot() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := run(s.dir+"/dovecot.out", dovecotProgram, "-F", "-c", s.dir+"/dovecot.conf")
	if err != nil {
		return err
	}
	s.dovecot = p
	return p.listens(s.dir+"/dovecot.log", s.IMAP, s.IMAPS, s.lmtp, s.sasl)
}

// StopDovecot stops Dovecot; all its connections end.
func (s *Server) StopDovecot() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dovecot.stop()
	s.dovecot = nil
}

// NewAccount is the address of an empty mailbox, with Password. Every address of
// its domain exists, so the servers need not be told.
func NewAccount() string { return "account-" + strings.ToLower(rand.Text()) + "@" + anyDomain }

// Log is what both servers wrote, for the message of a failing test.
func (s *Server) Log() string {
	var all strings.Builder
	for _, name := range []string{"dovecot.log", "dovecot.out", "postfix.out"} {
		b, err := os.ReadFile(filepath.Join(s.dir, name))
		if err == nil {
			fmt.Fprintf(&all, "== %s\n%s", name, b)
		}
	}
	return all.String()
}
