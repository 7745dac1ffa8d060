package mailwire

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"strings"
)

// Fingerprint is the SHA-256 of a certificate in lower-case hexadecimal.
func Fingerprint(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	return hex.EncodeToString(sum[:])
}

// TLSConfig verifies the certificate as the settings of s say.
//
// The standard verification is replaced by the same one with one more way out
// (the accepted fingerprint), because only so the refusal can name the
// certificate that was shown.
func (s Server) TLSConfig() *tls.Config {
	return &tls.Config{
		ServerName:         s.Host,
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, // verifyShown decides
		VerifyConnection:   s.verifyShown,
	}
}

func (s Server) verifyShown(state tls.ConnectionState) error {
	if s.Unverified {
		return nil
	}
	if len(state.PeerCertificates) == 0 {
		return errors.New("no certificate was shown")
	}
	shown := state.PeerCertificates[0]
	if s.Accepted != "" && strings.EqualFold(s.Accepted, Fingerprint(shown)) {
		return nil
	}
	between := x509.NewCertPool()
	for _, cert := range state.PeerCertificates[1:] {
		between.AddCert(cert)
	}
	_, err := shown.Verify(x509.VerifyOptions{DNSName: s.Host, Roots: s.Roots, Intermediates: between})
	if err != nil {
		return &certificateError{fingerprint: Fingerprint(shown), cause: err}
	}
	return nil
}

// certificateError is a certificate that nobody vouches for.
type certificateError struct {
	fingerprint string
	cause       error
}

func (e *certificateError) Error() string { return e.cause.Error() }
func (e *certificateError) Unwrap() error { return e.cause }

// ShownFingerprint is the fingerprint of the certificate that err refused, to be
// offered for acceptance; "" when err is about something else.
func ShownFingerprint(err error) string {
	if e, ok := errors.AsType[*certificateError](err); ok {
		return e.fingerprint
	}
	return ""
}
