// Package message reads a mail from its raw bytes.
//
// The structure is found in one pass whose cost grows with the size alone, so
// that a message made to be slow cannot be: libraries that read each level
// through the one above, or note every wrong byte, take gigabytes for 20 MB.
// Whatever comes out is valid UTF-8 without control characters.
package message

import (
	"strings"
	"time"

	"renfort/internal/mailwire"
)

// Message is one mail.
type Message struct {
	From, ReplyTo, Sender mailwire.Address // zero when the header names nobody; From falls back on Sender
	To, Cc                []mailwire.Address
	Subject               string
	Date                  time.Time // zero when missing or unreadable
	MessageID             string    // with its angle brackets, as all ids here
	InReplyTo, References []string

	Text string // "" when there is none, as in many mails with HTML
	HTML string // as the sender made it: clean it before showing

	Inline      []mailwire.File // images that HTML shows by "cid:"
	Attachments []mailwire.File
	Encrypted   bool // body unreadable here: the whole message is the attachment

	Auto   Auto
	Report *Report // a delivery report or receipt, else nil

	Notes []Note
}

// Note is something the reader should know, as a translation key and its argument.
type Note struct{ Key, Arg string }

// Auto holds the headers by which machines tell that they are machines (MIN-022).
type Auto struct {
	AutoSubmitted, Precedence, Suppress, ListID string
	ReturnPath                                  string // "<>" when empty on purpose, "" when absent
}

// Automatic reports that no person wrote the message, and by which header it shows (MIN-022).
func (m *Message) Automatic() (reason string, yes bool) {
	submitted, _, _ := strings.Cut(m.Auto.AutoSubmitted, ";")
	switch {
	case m.Report != nil:
		return "Content-Type: multipart/report", true
	case submitted != "" && !strings.EqualFold(strings.TrimSpace(submitted), "no"):
		return "Auto-Submitted: " + m.Auto.AutoSubmitted, true
	case isBulk(m.Auto.Precedence):
		return "Precedence: " + m.Auto.Precedence, true
	case m.Auto.Suppress != "" && !strings.EqualFold(m.Auto.Suppress, "none"):
		return "X-Auto-Response-Suppress: " + m.Auto.Suppress, true
	case m.Auto.ReturnPath == "<>":
		return "Return-Path: <>", true
	}
	return "", false
}

func isBulk(precedence string) bool {
	switch strings.ToLower(strings.TrimSpace(precedence)) {
	case "bulk", "list", "junk", "auto_reply":
		return true
	}
	return false
}

// Answers are the ids of the messages this one replies to, the nearest first (MIN-041).
func (m *Message) Answers() []string {
	ids := append([]string(nil), m.InReplyTo...)
	for i := len(m.References) - 1; i >= 0; i-- {
		ids = append(ids, m.References[i])
	}
	return ids
}

func (m *Message) note(key, arg string) {
	n := Note{Key: "mailwire.note_" + key, Arg: arg}
	for _, have := range m.Notes {
		if have == n {
			return
		}
	}
	if len(m.Notes) < maxNotes {
		m.Notes = append(m.Notes, n)
	}
}

// maxNotes bounds what one message can make us say about it.
const maxNotes = 20
