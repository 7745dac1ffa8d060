package web

import (
	"errors"
	"mime"
	"net/http"

	"github.com/a-h/templ"

	"renfort/internal/fault"
	"renfort/internal/web/ui"
)

// inMemory is how much of the files of a form is held in memory; the rest goes to disk.
const inMemory = 1 << 20

// Form reads the form that came with r. What cannot be read at all is
// Unreadable, what is too long TooLarge.
func Form(r *http.Request) (*ui.Form, error) {
	var err error
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		err = r.ParseMultipartForm(inMemory)
	} else {
		err = r.ParseForm()
	}
	if big, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, tooLarge(big.Limit)
	}
	if err != nil {
		return nil, fault.New(fault.Unreadable, "web.unreadable").Because(err)
	}
	return ui.Received(r), nil
}

// NewForm is an empty form for who asks.
func NewForm(r *http.Request) *ui.Form { return ui.NewForm(ui.ViewerOf(r.Context())) }

// Sure reports whether a deed was confirmed. When not, it has asked, and the
// page is done: a browser with script asks before it sends (ui.Confirm).
//
//	if sure, err := web.Sure(w, r, f, question, yes); !sure {
//		return err
//	}
func Sure(w http.ResponseWriter, r *http.Request, f *ui.Form, question, yes string) (bool, error) {
	if f.Value(ui.Field{Name: ui.Sure}) != "" {
		return true, nil
	}
	back := "/"
	if b := referer(r); b != "" {
		back = b
	}
	page := ui.Page{Title: ui.Named(question)}
	return false, Show(w, r, page, ui.Question(f, templ.SafeURL(r.URL.RequestURI()), question, yes, templ.SafeURL(back)))
}
