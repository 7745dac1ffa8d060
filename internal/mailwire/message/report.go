package message

import (
	"strings"
)

// Report is what a mail system tells about a mail of ours (RFC 3464, RFC 8098).
type Report struct {
	Kind       string // "delivery-status", "disposition-notification", …
	Original   string // Message-ID of the mail it is about, "" when it does not say
	Recipients []Delivery
}

// Delivery is the fate of one recipient.
type Delivery struct {
	Address    string
	Action     string // failed, delayed, delivered, relayed, expanded; or the disposition of a receipt
	Status     string // x.y.z of RFC 3463
	Diagnostic string // what the other server said
}

// Failed reports that at least one recipient will never get the mail.
func (r *Report) Failed() bool {
	for _, d := range r.Recipients {
		if d.Action == "failed" {
			return true
		}
	}
	return false
}

// maxDeliveries bounds how many recipients of one report are read.
const maxDeliveries = 1000

// walkReport reads the machine's parts and keeps the words of the first one.
func (c *collector) walkReport(p *part) ([]segment, error) {
	r := &Report{Kind: cleanLine(strings.ToLower(p.params["report-type"]), 60)}
	var words []segment
	for _, child := range p.children {
		switch child.kind {
		case "message/delivery-status", "message/global-delivery-status", "message/disposition-notification":
			content, _ := decodeTransfer(child)
			r.readStatus(content)
			if r.Kind == "" {
				r.Kind = strings.TrimPrefix(strings.TrimPrefix(child.kind, "message/"), "global-")
			}
		case "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
			content, _ := decodeTransfer(child)
			h, _ := readHeader(content)
			if id := first(messageIDs(h.get("message-id"))); id != "" {
				r.Original = id
			}
			if child.kind == "message/rfc822" || child.kind == "message/global" {
				c.keep(child, content)
			}
		default:
			segments, err := c.walk(child)
			if err != nil {
				return nil, err
			}
			words = append(words, segments...)
		}
	}
	c.m.Report = r
	return words, nil
}

// readStatus reads the groups of fields, one for the message and one for each
// recipient, with blank lines between them.
func (r *Report) readStatus(content []byte) {
	for len(content) > 0 && len(r.Recipients) < maxDeliveries {
		h, next := readHeader(content)
		if next == 0 {
			return
		}
		content = content[next:]
		if id := first(messageIDs(h.get("original-message-id"))); id != "" && r.Original == "" {
			r.Original = id
		}
		d := Delivery{
			Address:    recipient(h),
			Action:     strings.ToLower(plainWords(h.get("action"))),
			Status:     status(h.get("status")),
			Diagnostic: typed(h.get("diagnostic-code")),
		}
		if disposition := h.get("disposition"); disposition != "" {
			_, action, _ := strings.Cut(disposition, ";")
			d.Action = strings.ToLower(cleanLine(fromBytes(action), 60))
		}
		if d.Address != "" {
			r.Recipients = append(r.Recipients, d)
		}
	}
}

// recipient is the address as we wrote it if the report says so, else where it
// ended up.
func recipient(h header) string {
	for _, name := range []string{"original-recipient", "final-recipient"} {
		if a := strings.Trim(typed(h.get(name)), "<> "); strings.Contains(a, "@") {
			return a
		}
	}
	return ""
}

// typed drops the type before a value: "rfc822; a@b".
func typed(raw string) string {
	kind, value, found := strings.Cut(raw, ";")
	if !found {
		value = kind
	}
	return cleanLine(fromBytes(value), 500)
}

// status is the x.y.z at the start of raw.
func status(raw string) string {
	code, _, _ := strings.Cut(strings.TrimSpace(raw), " ")
	code, _, _ = strings.Cut(code, "(")
	if len(code) > 11 || strings.Trim(code, "0123456789.") != "" {
		return ""
	}
	return code
}
