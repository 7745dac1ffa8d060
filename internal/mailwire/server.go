package mailwire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// Security is how a connection is protected.
type Security string

const (
	Plain    Security = "none"
	StartTLS Security = "starttls" // begins in clear, refused when the server does not offer it
	TLS      Security = "tls"
)

// DefaultTimeout bounds each exchange with a server when Server.Timeout is 0.
const DefaultTimeout = 20 * time.Second

// Server is where a mail server is and how far it is trusted.
type Server struct {
	Host     string
	Port     int
	Security Security
	Timeout  time.Duration // of each exchange; 0 is DefaultTimeout

	// Roots are the authorities that may sign the certificate; nil takes the system's.
	Roots *x509.CertPool
	// Accepted is the fingerprint (see Fingerprint) of one certificate that an
	// administrator looked at and accepts although no authority signed it.
	Accepted string
	// Unverified takes any certificate: the connection is then open to whoever
	// stands in between.
	Unverified bool

	// Report, if set, is told each step as it succeeds: the "Test" button (SMT-002, MIN-052).
	Report func(Step)
	// Debug, if set, gets the dialogue line by line, without passwords (SMT-044).
	Debug func(line string)
}

// Account signs in with a password or, when Token is set, with OAuth 2.0 (XOAUTH2).
type Account struct {
	User, Password string
	Token          string
}

// None reports that the server wants no sign-in.
func (a Account) None() bool { return a.User == "" }

// Step is one thing that worked while connecting, with the server's words if it said any.
type Step struct{ Name, Answer string }

// The names of the steps, in the order in which they are taken.
const (
	StepName       = "name"
	StepConnection = "connection"
	StepTLS        = "tls"
	StepSignIn     = "sign_in"
	StepFolder     = "folder"
	StepSender     = "sender"
	StepRecipient  = "recipient"
	StepMessage    = "message"
)

// Address is host:port.
func (s Server) Address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// Patience is the time that one exchange may take.
func (s Server) Patience() time.Duration {
	if s.Timeout <= 0 {
		return DefaultTimeout
	}
	return s.Timeout
}

// Did tells the one who watches that a step succeeded.
func (s Server) Did(step, answer string) {
	if s.Report != nil {
		s.Report(Step{step, oneLine(answer)})
	}
}

// Dial connects, and for Security TLS encrypts. Its faults name the step that failed.
func (s Server) Dial(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, s.Patience())
	defer cancel()
	addresses, err := net.DefaultResolver.LookupHost(ctx, s.Host)
	if err != nil {
		return nil, s.Fault(err)
	}
	s.Did(StepName, strings.Join(addresses[:min(len(addresses), 4)], ", "))

	conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.Address())
	if err != nil {
		return nil, s.Fault(err)
	}
	s.Did(StepConnection, conn.RemoteAddr().String())
	if s.Security != TLS {
		return conn, nil
	}
	secure, err := s.Encrypt(ctx, conn)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return secure, nil
}

// Encrypt runs the TLS handshake over conn.
func (s Server) Encrypt(ctx context.Context, conn net.Conn) (*tls.Conn, error) {
	secure := tls.Client(conn, s.TLSConfig())
	if err := secure.HandshakeContext(ctx); err != nil {
		return nil, s.Fault(err)
	}
	s.DidTLS(secure.ConnectionState())
	return secure, nil
}

// DidTLS tells which protocol was agreed and whose certificate was shown.
func (s Server) DidTLS(state tls.ConnectionState) {
	answer := tls.VersionName(state.Version)
	if len(state.PeerCertificates) > 0 {
		answer = fmt.Sprintf("%s, %s", answer, state.PeerCertificates[0].Subject)
	}
	s.Did(StepTLS, answer)
}
