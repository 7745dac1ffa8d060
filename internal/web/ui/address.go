package ui

import (
	"net/url"

	"github.com/a-h/templ"
)

// Address is a page with the parameters of its view. Two addresses of one view
// are the same text: parameters are in order, and empty ones are left out.
type Address struct {
	Path  string
	Query url.Values
}

// With is the address with parameters replaced: name, value, name, value. An
// empty value takes the parameter away.
func (a Address) With(pairs ...string) Address {
	q := url.Values{}
	for name, values := range a.Query {
		q[name] = values
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return Address{a.Path, q}
}

// URL is the address as links have it.
func (a Address) URL() templ.SafeURL {
	q := url.Values{}
	for name, values := range a.Query {
		for _, v := range values {
			if v != "" {
				q.Add(name, v)
			}
		}
	}
	u := url.URL{Path: a.Path, RawQuery: q.Encode()}
	return templ.SafeURL(u.String())
}
