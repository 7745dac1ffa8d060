package mailwire

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"unicode"

	"renfort/internal/fault"
)

// Fault names what went wrong on the way to s. Faults come back as they are.
func (s Server) Fault(err error) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*fault.Error](err); known {
		return err
	}
	return s.named(err).Because(err)
}

func (s Server) named(err error) *fault.Error {
	if dns, ok := errors.AsType[*net.DNSError](err); ok && !dns.IsTimeout {
		return fault.New(fault.Unavailable, KeyHostUnknown, s.Host)
	}
	if cert, ok := errors.AsType[*certificateError](err); ok {
		return fault.New(fault.Unavailable, KeyCertificate, s.Host, oneLine(cert.Error()))
	}
	if isTLS(err) {
		return fault.New(fault.Unavailable, KeyTLS, s.Address(), oneLine(err.Error()))
	}
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return fault.New(fault.Unavailable, KeyRefused, s.Address())
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), isTimeout(err):
		return fault.New(fault.Unavailable, KeyTimeout, s.Address())
	case isLost(err):
		return fault.New(fault.Unavailable, KeyLost, s.Address())
	}
	return fault.New(fault.Unavailable, KeyUnreachable, s.Address(), oneLine(err.Error()))
}

func isTLS(err error) bool {
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return true
	}
	return strings.Contains(err.Error(), "tls: ")
}

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}

func isLost(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, context.Canceled)
}

// maxAnswer bounds, in bytes, what is repeated of a server's words.
const maxAnswer = 500

// oneLine makes words of a server fit for a page and a log line.
func oneLine(s string) string {
	if len(s) > maxAnswer {
		s = s[:maxAnswer] + "…"
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	return strings.Join(strings.Fields(s), " ")
}
