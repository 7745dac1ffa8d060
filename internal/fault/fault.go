// Package fault is the one vocabulary of failure. A fault says what went wrong
// (Kind), how to tell the person (Key and Args, a translation), and keeps the
// cause for the log. It knows nothing of HTTP.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind is what sort of failure it is; the faces turn it into a status or an exit code.
type Kind uint8

const (
	Internal    Kind = iota // ours: shown as a reference number only
	Invalid                 // what was typed cannot be taken (422)
	Unreadable              // the request cannot be read at all (400)
	NotFound                // does not exist, or is not to be seen (404)
	Forbidden               // seen, but not allowed (403)
	Expired                 // the form's proof of origin is missing (403)
	Conflict                // somebody else was faster (409)
	TooLarge                // beyond a size limit (413)
	TooMany                 // beyond a rate limit (429)
	Unavailable             // not now: maintenance, full disk, busy (503)
	SignedOut               // a session is needed (401)
)

// Error is one failure. Field names the input it belongs to, if any.
type Error struct {
	Kind  Kind
	Key   string
	Args  []any
	Field string
	cause error
}

// New makes a fault whose text is the translation of key with args.
func New(k Kind, key string, args ...any) *Error { return &Error{Kind: k, Key: key, Args: args} }

// On says which input the fault belongs to.
func (e *Error) On(field string) *Error { e.Field = field; return e }

// Because keeps the cause for the log; it is never shown.
func (e *Error) Because(err error) *Error { e.cause = err; return e }

func (e *Error) Unwrap() error { return e.cause }

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Key)
	if len(e.Args) > 0 {
		fmt.Fprintf(&b, " %v", e.Args)
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	return b.String()
}

// Errors are several faults of one form, so that all are told at once (GEN-020).
type Errors []*Error

func (es Errors) Error() string {
	var texts []string
	for _, e := range es {
		texts = append(texts, e.Error())
	}
	return strings.Join(texts, "; ")
}

// Add appends err if it is a fault and returns whether there was one.
func (es *Errors) Add(err error) bool {
	switch e := err.(type) {
	case nil:
		return false
	case *Error:
		*es = append(*es, e)
	case Errors:
		*es = append(*es, e...)
	default:
		*es = append(*es, New(Internal, "web.internal").Because(err))
	}
	return true
}

// Err is nil when there is none, so that it can be returned as it is.
func (es Errors) Err() error {
	if len(es) == 0 {
		return nil
	}
	return es
}

// KindOf reads the kind of err. What is no fault is Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	if es, ok := errors.AsType[Errors](err); ok && len(es) > 0 {
		return es[0].Kind
	}
	return Internal
}

// All lists the faults in err, or nil when it holds none.
func All(err error) []*Error {
	if es, ok := errors.AsType[Errors](err); ok {
		return es
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return []*Error{e}
	}
	return nil
}

// Is reports whether err is a fault with the key.
func Is(err error, key string) bool {
	for _, e := range All(err) {
		if e.Key == key {
			return true
		}
	}
	return false
}
