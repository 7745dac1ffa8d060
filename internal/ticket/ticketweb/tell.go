package ticketweb

import (
	"context"

	"github.com/a-h/templ"

	"renfort/internal/i18n"
	"renfort/internal/list"
	"renfort/internal/ticket"
	"renfort/internal/web/ui"
)

// side is the class of a message: who asked, who solves, or a note among solvers.
func side(e ticket.Entry) string {
	switch {
	case e.Hidden:
		return "note"
	case e.Side == ticket.Solving:
		return "tech"
	}
	return "req"
}

// told is what happened, as a sentence.
func (s sheet) told(ctx context.Context, e ticket.Entry) string {
	lang := ui.ViewerOf(ctx).Lang
	state := i18n.Same(s.lists.Label(list.State, e.Detail.To, lang))
	who := i18n.Same(e.Name)
	switch e.Kind {
	case ticket.KindAssigned:
		if e.Detail.ToName == "" {
			return ui.T(ctx, "ticketweb.told_unassigned", who)
		}
		return ui.T(ctx, "ticketweb.told_assigned", who, i18n.Same(e.Detail.ToName))
	case ticket.KindClosed:
		return ui.T(ctx, "ticketweb.told_closed", who, state)
	case ticket.KindReopened:
		return ui.T(ctx, "ticketweb.told_reopened", who, state)
	case ticket.KindMailOut:
		return ui.T(ctx, "ticketweb.told_mail_out", i18n.Same(e.Detail.ToName))
	}
	return ui.T(ctx, "ticketweb.told_state", who, state)
}

func (s sheet) technician() string {
	if s.ticket.Technician == 0 {
		return "–"
	}
	return s.names[s.ticket.Technician]
}

// older leads to the entries before the first shown.
func older(s sheet) templ.SafeURL {
	first := s.thread[0].ID.Seq()
	return address(s.ticket.ID) + templ.SafeURL("?upto="+itoa(int64(first-1)))
}
