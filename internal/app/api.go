package app

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"renfort/internal/api"
	"renfort/internal/authz"
	"renfort/internal/config"
	"renfort/internal/mailwire/clean"
	"renfort/internal/ticket/ticketapi"
)

// API mounts the REST interface on m.
func (d *Desk) API(m *http.ServeMux) huma.API {
	a := api.New(m, d.bearer, config.Version)
	ticketapi.Mount(a, d.Tickets, cleaned)
	return a
}

// cleaned makes what somebody typed safe, once, before it is kept (GEN-022).
func cleaned(typed string) (string, error) { return clean.HTML(typed, clean.Options{}) }

func (d *Desk) bearer(ctx context.Context, secret, addr string) (authz.Actor, []string, error) {
	who, scopes, err := d.Sessions.Bearer(ctx, secret, addr)
	var words []string
	for _, s := range scopes {
		words = append(words, string(s))
	}
	return who, words, err
}
