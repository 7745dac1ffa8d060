package ui

import (
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"renfort/internal/i18n"
)

// Text reads a field of one line. Blanks around it do not count.
func (f *Form) Text(x Field) string {
	return f.bounded(x, strings.TrimSpace(oneLine.Replace(f.Value(x))))
}

// Lines reads a field of several lines.
func (f *Form) Lines(x Field) string {
	return f.bounded(x, strings.TrimRightFunc(newLines.Replace(f.Value(x)), unicode.IsSpace))
}

// Secret reads a password as it was typed, blanks and all.
func (f *Form) Secret(x Field) string { return f.bounded(x, f.Value(x)) }

var (
	oneLine  = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")
	newLines = strings.NewReplacer("\r\n", "\n", "\r", "\n")
)

// bounded refuses what is missing, too long (GEN-021), or no text at all.
func (f *Form) bounded(x Field, s string) string {
	n := utf8.RuneCountInString(s)
	switch {
	case s == "" && x.Required:
		f.Refuse(x, "web.missing", f.label(x))
	case n > x.Limit():
		f.Refuse(x, "web.too_long", f.label(x), x.Limit(), n)
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		f.Refuse(x, "web.no_text", f.label(x))
	}
	return s
}

// Rich reads a text with formatting as HTML. What was typed without the editor
// becomes paragraphs. It is not cleaned yet: the service that keeps it does that.
func (f *Form) Rich(x Field) string {
	s := f.Lines(x)
	if f.values.Get(x.Name+"_format") == "html" || s == "" {
		return s
	}
	return paragraphs(s)
}

// Int reads a whole number. Left empty, it is 0.
func (f *Form) Int(x Field) int64 {
	s := strings.TrimSpace(f.Value(x))
	if s == "" {
		if x.Required {
			f.Refuse(x, "web.missing", f.label(x))
		}
		return 0
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		f.Refuse(x, "web.no_number", f.label(x))
		return 0
	}
	if (x.Least != 0 || x.Most != 0) && (n < x.Least || n > x.Most) {
		f.Refuse(x, "web.number_bounds", f.label(x), x.Least, x.Most)
	}
	return n
}

// ID reads the id chosen in a list. Left empty, it is 0.
func ID[T ~int64](f *Form, x Field) T {
	s := strings.TrimSpace(f.Value(x))
	if s == "" {
		if x.Required {
			f.Refuse(x, "web.missing", f.label(x))
		}
		return 0
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		f.Refuse(x, "web.gone", f.label(x))
		return 0
	}
	return T(n)
}

// MaxIDs is how many ids one field may send.
const MaxIDs = 1000

// IDs reads the ids of a field that sends several, each once.
func IDs[T ~int64](f *Form, x Field) []T {
	values := f.Values(x)
	if len(values) > MaxIDs {
		f.Refuse(x, "web.too_many_chosen", f.label(x), MaxIDs)
		return nil
	}
	var ids []T
	for _, s := range values {
		n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
		if err != nil || n <= 0 {
			f.Refuse(x, "web.gone", f.label(x))
			return nil
		}
		if !slices.Contains(ids, T(n)) {
			ids = append(ids, T(n))
		}
	}
	if x.Required && len(ids) == 0 {
		f.Refuse(x, "web.missing", f.label(x))
	}
	return ids
}

// Choice reads one of the allowed words (GEN-027).
func (f *Form) Choice(x Field, allowed ...string) string {
	s := f.Value(x)
	switch {
	case s == "" && x.Required:
		f.Refuse(x, "web.missing", f.label(x))
	case s != "" && !slices.Contains(allowed, s):
		f.Refuse(x, "web.gone", f.label(x))
		return ""
	}
	return s
}

// Checked reports whether the box was ticked.
func (f *Form) Checked(x Field) bool { return f.Value(x) != "" }

// Date reads a day, midnight UTC. Left empty, it is the zero time.
func (f *Form) Date(x Field) time.Time { return f.when(x, "web.date_unreadable", i18n.ParseDate) }

// Instant reads a day and time in the viewer's zone.
func (f *Form) Instant(x Field) time.Time {
	return f.when(x, "web.time_unreadable", func(s string) (time.Time, error) {
		return i18n.ParseDateTime(s, f.viewer.Zone)
	})
}

func (f *Form) when(x Field, unreadable string, parse func(string) (time.Time, error)) time.Time {
	s := strings.TrimSpace(f.Value(x))
	if s == "" {
		if x.Required {
			f.Refuse(x, "web.missing", f.label(x))
		}
		return time.Time{}
	}
	t, err := parse(s)
	if err != nil {
		f.Refuse(x, unreadable, f.label(x), i18n.DatePattern(f.lang()))
		return time.Time{}
	}
	return t
}

// InOrder refuses an end before its start (GEN-024). Open ends are in order.
func (f *Form) InOrder(start, end time.Time, x Field) {
	if !start.IsZero() && !end.IsZero() && end.Before(start) {
		f.Refuse(x, "web.end_before_start")
	}
}

// Files are the files sent in a field. Empty file inputs send none.
func (f *Form) Files(x Field) []*multipart.FileHeader { return f.files[x.Name] }

// SetDate fills a date field.
func (f *Form) SetDate(x Field, t time.Time) *Form {
	if t.IsZero() {
		return f
	}
	return f.Set(x, t.UTC().Format(time.DateOnly))
}

// SetInstant fills a field of day and time, in the viewer's zone.
func (f *Form) SetInstant(x Field, t time.Time) *Form {
	if t.IsZero() {
		return f
	}
	return f.Set(x, t.In(f.viewer.Zone).Format("2006-01-02T15:04"))
}

// SetInt fills a number or an id; 0 leaves it empty.
func SetInt[T ~int64 | ~int](f *Form, x Field, n T) *Form {
	if n == 0 {
		return f
	}
	return f.Set(x, strconv.FormatInt(int64(n), 10))
}

// SetChecked ticks a box, or not.
func (f *Form) SetChecked(x Field, yes bool) *Form {
	if !yes {
		return f
	}
	return f.Set(x, "1")
}

// SetRich fills a field of formatted text with clean HTML.
func (f *Form) SetRich(x Field, html string) *Form {
	f.values.Set(x.Name+"_format", "html")
	return f.Set(x, html)
}
