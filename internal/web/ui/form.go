package ui

import (
	"crypto/rand"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"renfort/internal/fault"
	"renfort/internal/i18n"
)

// KeyField is the name of the hidden field that makes a form, sent twice, one
// deed: services keep the key with what they made (GEN-029).
const KeyField = "form_key"

// Field is one input of a form: what it is called and what it may hold. It is
// declared once; reading it, drawing it and refusing it follow from that.
type Field struct {
	Name     string // never id, name, action, method, target, submit, elements
	Label    Words
	Hint     Words // nil for none
	Required bool
	Max      int   // characters, 0 for DefaultMax
	Least    int64 // bounds of a number; both 0 for any
	Most     int64
	Locked   bool   // shown, not to be changed
	Complete string // the autocomplete attribute: "username", "email"
	Input    string // the type of a text input: "email", "tel", "url", "search"
	Example  Words  // placeholder
}

// DefaultMax is the limit of a field that names none, in characters.
const DefaultMax = 255

// Limit is how many characters the field takes.
func (x Field) Limit() int {
	if x.Max == 0 {
		return DefaultMax
	}
	return x.Max
}

// Mandatory is x as a field that must be filled in, or need not.
func (x Field) Mandatory(yes bool) Field { x.Required = yes; return x }

// LockedIf is x as a field that cannot be changed, or can.
func (x Field) LockedIf(yes bool) Field { x.Locked = yes; return x }

// ID is the id of the field's input; summaries link to it.
func (x Field) ID() string { return "f-" + x.Name }

// Form is a form with what was typed into it, or what it begins with, and what
// is wrong with it.
type Form struct {
	Key    string // see KeyField
	viewer Viewer
	values url.Values
	files  map[string][]*multipart.FileHeader
	faults fault.Errors
}

// NewForm is an empty form for v.
func NewForm(v Viewer) *Form {
	return &Form{Key: rand.Text(), viewer: v, values: url.Values{}}
}

// Received is the form that came with r, whose body has been parsed.
func Received(r *http.Request) *Form {
	f := NewForm(ViewerOf(r.Context()))
	f.values = r.PostForm
	if r.MultipartForm != nil {
		f.files = r.MultipartForm.File
	}
	if key := f.values.Get(KeyField); key != "" && len(key) <= 64 {
		f.Key = key
	}
	return f
}

// Set fills a field with the value it begins with.
func (f *Form) Set(x Field, values ...string) *Form {
	f.values[x.Name] = values
	return f
}

// Value is what a field holds, as typed.
func (f *Form) Value(x Field) string { return f.values.Get(x.Name) }

// Values are what a field of several values holds.
func (f *Form) Values(x Field) []string { return f.values[x.Name] }

// Has reports whether the field was sent at all.
func (f *Form) Has(x Field) bool { return f.values.Has(x.Name) }

// Holds reports whether value is among the field's values.
func (f *Form) Holds(x Field, value string) bool { return slices.Contains(f.values[x.Name], value) }

// Refuse adds a fault on a field.
func (f *Form) Refuse(x Field, key string, args ...any) {
	f.faults = append(f.faults, fault.New(fault.Invalid, key, args...).On(x.Name))
}

// Take takes the faults of err that a person can mend in the form: what is
// invalid, in conflict, or too large. It reports whether that is all of err; of
// nil it is false.
func (f *Form) Take(err error) bool {
	faults := fault.All(err)
	for _, e := range faults {
		if e.Kind != fault.Invalid && e.Kind != fault.Conflict && e.Kind != fault.TooLarge {
			return false
		}
	}
	f.faults = append(f.faults, faults...)
	return len(faults) > 0
}

// Err is what is wrong with the form, or nil.
func (f *Form) Err() error { return f.faults.Err() }

// OK reports that nothing is wrong with the form.
func (f *Form) OK() bool { return len(f.faults) == 0 }

// Faults are all that is wrong, in the order in which it was found.
func (f *Form) Faults() []*fault.Error { return f.faults }

// On are the texts of what is wrong with a field.
func (f *Form) On(x Field) []string {
	var texts []string
	for _, e := range f.faults {
		if e.Field == x.Name {
			texts = append(texts, f.text(e))
		}
	}
	return texts
}

func (f *Form) text(e *fault.Error) string { return FaultText(f.viewer.Lang, e) }

// described are the ids that say more about a field, for aria-describedby.
func (f *Form) described(x Field) string {
	var ids []string
	if x.Hint != nil {
		ids = append(ids, x.ID()+"-hint")
	}
	if len(f.On(x)) > 0 {
		ids = append(ids, x.ID()+"-fault")
	}
	return strings.Join(ids, " ")
}

// label is what the field is called, in the viewer's language.
func (f *Form) label(x Field) string {
	if x.Label == nil {
		return x.Name
	}
	return x.Label.In(f.viewer.Lang)
}

// Typed is one field of a form as it was sent.
type Typed struct{ Name, Value string }

// Typed are the fields as they were sent, in order of their names, but for secrets.
func (f *Form) Typed() []Typed {
	var typed []Typed
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		if secret(name) || name == Sure {
			continue
		}
		for _, value := range f.values[name] {
			typed = append(typed, Typed{name, value})
		}
	}
	return typed
}

// Sure is the field that a confirmed deed sends along (see Confirm).
const Sure = "sure"

// secret reports whether a field of that name holds what is never shown again.
func secret(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "password") || strings.Contains(name, "secret")
}

func (f *Form) lang() i18n.Lang { return f.viewer.Lang }
