// Package mailwire talks to mail servers and reads what they hold. It knows the
// protocols and nothing of tickets: its sub-packages read and build messages
// (message, compose), make their bodies safe (clean), cut what was quoted
// (quote), and speak IMAP and SMTP (imap, smtp). This package holds what they
// share: where a server is, how its certificate is judged, and the faults.
package mailwire

import (
	"embed"

	"renfort/internal/fault"
	"renfort/internal/i18n"
)

//go:embed locales
var locales embed.FS

var _ = i18n.Register("mailwire", locales)

// Keys of the faults that callers tell apart.
const (
	KeyHostUnknown     = "mailwire.host_unknown"
	KeyRefused         = "mailwire.connection_refused"
	KeyUnreachable     = "mailwire.unreachable"
	KeyTimeout         = "mailwire.timeout"
	KeyLost            = "mailwire.connection_lost"
	KeyTLS             = "mailwire.tls_failed"
	KeyCertificate     = "mailwire.certificate_refused"
	KeyStartTLSMissing = "mailwire.starttls_missing"
	KeySignIn          = "mailwire.sign_in_refused"
	KeySignInMissing   = "mailwire.sign_in_missing"
	KeyFolderMissing   = "mailwire.folder_missing"
	KeyAnswer          = "mailwire.server_answered"

	KeyTooLarge    = "mailwire.message_too_large"
	KeyEmpty       = "mailwire.message_empty"
	KeyTooManyPart = "mailwire.too_many_parts"
	KeyTooDeep     = "mailwire.too_deep"
	KeyHeader      = "mailwire.header_too_large"
	KeyTooSlow     = "mailwire.too_slow"
	KeyUnreadable  = "mailwire.message_unreadable"
	KeyGone        = "mailwire.message_gone"

	KeyTextTooLarge = "mailwire.text_too_large"
	KeyAddress      = "mailwire.address_invalid"
	KeyHeaderName   = "mailwire.header_invalid"
)

// Lost is the fault of a connection that ended in the middle.
func Lost(host string, cause error) error {
	return fault.New(fault.Unavailable, KeyLost, host).Because(cause)
}

// Answered is the fault of a server that said no; text is what it said.
func Answered(host, text string, cause error) error {
	return fault.New(fault.Unavailable, KeyAnswer, host, oneLine(text)).Because(cause)
}

// SignInRefused is the fault of a wrong name, password or token.
func SignInRefused(host, text string, cause error) error {
	return fault.New(fault.Invalid, KeySignIn, host, oneLine(text)).Because(cause)
}

// StartTLSMissing says that nothing was sent because it would have been in clear (SMT-008).
func StartTLSMissing() error { return fault.New(fault.Unavailable, KeyStartTLSMissing) }
