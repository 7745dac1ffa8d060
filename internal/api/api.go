// Package api is the kit of the REST interface: tokens, errors as RFC 9457
// problems, and the OpenAPI document made from the operations themselves.
package api

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"renfort/internal/authz"
	"renfort/internal/fault"
	"renfort/internal/i18n"
)

// Base is where all operations stand.
const Base = "/api/v1"

// Bearer finds the actor of a token and what the token may be used for.
type Bearer func(ctx context.Context, secret, addr string) (who authz.Actor, scopes []string, err error)

type actorKey struct{}

// Actor is who asks.
func Actor(ctx context.Context) authz.Actor {
	a, _ := ctx.Value(actorKey{}).(authz.Actor)
	return a
}

type langKey struct{}

// Lang is the language the answer is wanted in.
func Lang(ctx context.Context) i18n.Lang {
	l, ok := ctx.Value(langKey{}).(i18n.Lang)
	if !ok {
		return i18n.EN
	}
	return l
}

// New mounts an empty interface on m. Every operation needs a token; those that
// write need the scope "write".
func New(m *http.ServeMux, bearer Bearer, version string) huma.API {
	cfg := huma.DefaultConfig("Renfort", version)
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "/openapi", "", "/schemas"
	cfg.CreateHooks = nil // no "$schema" in answers
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	cfg.Security = []map[string][]string{{"token": {}}}
	a := humago.NewWithPrefix(m, Base, cfg)
	a.UseMiddleware(func(c huma.Context, next func(huma.Context)) {
		who, err := admit(c, bearer)
		c = huma.WithValue(c, langKey{}, i18n.Match(c.Header("Accept-Language"), i18n.EN))
		if err != nil {
			refuse(a, c, err)
			return
		}
		next(huma.WithValue(c, actorKey{}, who))
	})
	return a
}

func admit(c huma.Context, bearer Bearer) (authz.Actor, error) {
	secret, ok := strings.CutPrefix(c.Header("Authorization"), "Bearer ")
	if !ok {
		return authz.Actor{}, fault.New(fault.SignedOut, "api.token_missing")
	}
	addr, _, err := net.SplitHostPort(c.RemoteAddr())
	if err != nil {
		addr = c.RemoteAddr()
	}
	who, scopes, err := bearer(c.Context(), secret, addr)
	if err != nil {
		return who, err
	}
	need := "write"
	if c.Method() == http.MethodGet || c.Method() == http.MethodHead {
		need = "read"
	}
	if !slices.Contains(scopes, need) && !slices.Contains(scopes, "admin") {
		return who, fault.New(fault.Forbidden, "api.scope_missing", need)
	}
	return who, nil
}

var status = map[fault.Kind]int{
	fault.Internal: 500, fault.Invalid: 422, fault.Unreadable: 400, fault.NotFound: 404, fault.Forbidden: 403, fault.Expired: 403,
	fault.Conflict: 409, fault.TooLarge: 413, fault.TooMany: 429, fault.Unavailable: 503, fault.SignedOut: 401,
}

// Problem is err as the caller gets it, in his language; what is ours to mend
// goes to the log and is told by nothing but its status.
func Problem(ctx context.Context, err error) error {
	kind := fault.KindOf(err)
	if kind == fault.Internal {
		slog.ErrorContext(ctx, "api operation failed", "err", err)
		return huma.NewError(500, i18n.T(Lang(ctx), "api.internal"))
	}
	var details []error
	text := ""
	for _, f := range fault.All(err) {
		t := i18n.T(Lang(ctx), f.Key, f.Args...)
		if text == "" {
			text = t
		}
		details = append(details, &huma.ErrorDetail{Message: t, Location: f.Field, Value: f.Key})
	}
	return huma.NewError(status[kind], text, details...)
}

func refuse(a huma.API, c huma.Context, err error) {
	p := Problem(c.Context(), err).(*huma.ErrorModel)
	details := make([]error, len(p.Errors))
	for i, d := range p.Errors {
		details[i] = d
	}
	huma.WriteErr(a, c, p.Status, p.Detail, details...)
}
