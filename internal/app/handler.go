package app

import (
	"encoding/json"
	"net/http"

	"renfort/internal/assets"
	"renfort/internal/config"
)

// Handler answers every request. code is the wizard's, empty once it is finished.
func (d *Desk) Handler(cfg config.Config, code string) http.Handler {
	m := http.NewServeMux()
	d.health(m)
	d.API(m)
	m.Handle("GET /assets/", assets.Handler())
	return m
}

// health answers without any data: whether the process lives, whether it can
// serve, and whether the style sheets were built (OPS-023).
func (d *Desk) health(m *http.ServeMux) {
	answer := func(w http.ResponseWriter, ok bool) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if !ok {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		json.NewEncoder(w).Encode(map[string]bool{"ok": ok, "assets": assets.Built()})
	}
	m.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { answer(w, true) })
	m.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		_, err := d.Installed(r.Context())
		answer(w, err == nil)
	})
}
