package ticketweb

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/list"
	"renfort/internal/ticket"
	"renfort/internal/web/ui"
)

func address(id ids.Ticket) templ.SafeURL { return templ.SafeURL("/tickets/" + itoa(id)) }

func count(ctx context.Context, n int64) string {
	if n < 0 {
		return ""
	}
	return i18n.Number(ui.ViewerOf(ctx).Lang, n)
}

// today is the midnight at which the viewer's day began.
func today(v ui.Viewer) time.Time {
	now := v.Now.In(v.Zone)
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, v.Zone)
}

var toneOf = map[ticket.Tone]string{ticket.Unread: "red", ticket.Read: "violet", ticket.Moved: "blue", ticket.Plain: "slate"}

// tone is the colour of a number; its meaning stands beside it in words (LST-047).
func tone(t *ticket.Ticket, today time.Time) templ.Attributes {
	k := t.Tone(today)
	return templ.Attributes{"data-tone": toneOf[k], "data-k": string(k)}
}

func unread(t *ticket.Ticket, today time.Time) templ.Attributes {
	if t.Tone(today) != ticket.Unread {
		return nil
	}
	return templ.Attributes{"data-unread": true}
}

func hoped(ctx context.Context, t *ticket.Ticket) string {
	day, err := time.Parse(time.DateOnly, t.Hoped)
	if err != nil {
		return ""
	}
	return i18n.Date(ui.ViewerOf(ctx).Lang, day, time.UTC)
}

func (l listing) requester(t *ticket.Ticket) string {
	switch {
	case t.Requester != 0:
		return l.names[t.Requester]
	case t.RequesterName != "":
		return t.RequesterName
	}
	return t.RequesterMail
}

func (l listing) empty() templ.Component {
	if len(l.tickets) > 0 {
		return nil
	}
	return nothing(l)
}

// levels are the icons of the built-in priorities and criticalities; a value
// that an administrator added has a plain one.
var levels = map[string]ui.Glyph{
	"urgent": ui.Glyph("flame"), "very_high": ui.Glyph("chevrons-up"), "high": ui.Glyph("chevron-up"), "low": ui.Glyph("chevron-down"), "very_low": ui.Glyph("chevrons-down"),
	"critical": ui.Glyph("alert-octagon"), "major": ui.Glyph("alert-triangle"),
}

func levelIcon(k list.Kind, i list.Item) ui.Glyph {
	if k == list.Criticality && i.Code == "low" {
		return ui.Glyph("info-circle")
	}
	if g, ok := levels[i.Code]; ok {
		return g
	}
	if k == list.Criticality {
		return ui.Glyph("alert-circle")
	}
	return ui.Glyph("equal")
}

// levelTone keeps colour for what asks for action: the usual levels are quiet.
func levelTone(i list.Item) ui.Tone {
	switch i.Code {
	case "medium", "low", "very_low":
		return "slate"
	}
	return ui.Tone(i.Tone)
}
