package ticketweb

import (
	"context"

	"renfort/internal/i18n"
	"renfort/internal/list"
	"renfort/internal/web/ui"
)

// grid are the columns of the list with their filters.
func (p pages) grid(ctx context.Context, c choice, lists *list.Snapshot) (ui.Grid, error) {
	column := func(name, key string, o []ui.Option) ui.Column {
		return ui.Column{Name: name, Label: ui.T(ctx, "ticketweb."+key), Options: o}
	}
	tech, err := p.solvers(ctx, 1)
	if err != nil {
		return ui.Grid{}, err
	}
	return ui.Grid{Region: "list", Label: title(ctx, c, lists), View: c.address, Sort: "-num", Topic: "ticket", RowsAt: "/tickets/rows",
		Columns: []ui.Column{
			column("num", "number", nil), column("title", "title", nil), column("req", "requester", nil),
			column("tech", "technician", tech[1:]), column("created", "created", nil), column("due", "due", nil),
			column("prio", "priority", options(ctx, lists, list.Priority)),
			column("crit", "criticality", options(ctx, lists, list.Criticality)),
			column("state", "state", states(ctx, lists)),
		}}, nil
}

// states are the choices of the state's filter, groups of states first.
func states(ctx context.Context, lists *list.Snapshot) []ui.Option {
	groups := []ui.Option{{Value: "open", Label: ui.T(ctx, "ticketweb.state_open")}, {Value: "todo", Label: ui.T(ctx, "ticketweb.state_todo")}}
	return append(groups, options(ctx, lists, list.State)...)
}

// title says which list it is, "All tickets – In progress".
func title(ctx context.Context, c choice, lists *list.Snapshot) string {
	name := ui.T(ctx, "ticketweb.view_"+c.view)
	switch c.state {
	case "":
		return name
	case "todo", "open":
		return name + " – " + ui.T(ctx, "ticketweb.state_"+c.state)
	}
	for _, i := range lists.All(list.State, i18n.EN) {
		if itoa(i.ID) == c.state {
			return name + " – " + i.Label(ui.ViewerOf(ctx).Lang)
		}
	}
	return name
}

func menuID(c choice) string { return c.view + c.state }
