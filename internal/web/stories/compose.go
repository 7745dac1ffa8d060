package stories

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"renfort/internal/web/ui"
)

// with is c around its children, as templ files write it with braces.
func with(c templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

// box is an element of a class around its children.
func box(class string, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, `<div class="`+class+`">`); err != nil {
			return err
		}
		if err := templ.Join(children...).Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, `</div>`)
		return err
	})
}

func row(children ...templ.Component) templ.Component { return box("row wrap", children...) }

// page is a page with a title, its children below one another.
func page(title string, children ...templ.Component) templ.Component {
	return templ.Join(ui.Head(title, ""), box("page-body stack", children...))
}

// card is a titled card with its children in a row.
func card(title string, children ...templ.Component) templ.Component {
	return with(ui.Card(title), row(children...))
}
