package web

import (
	"net/http"
	"slices"
	"time"

	"renfort/internal/i18n"
	"renfort/internal/web/ui"
)

// lookLife is how long a browser remembers a visitor's look.
const lookLife = 365 * 24 * time.Hour

// chooseLook keeps the language, theme, mode or density somebody chose: of a
// visitor in his browser (GEN-003), of a signed-in person also with him (GEN-004).
func chooseLook(w http.ResponseWriter, r *http.Request) error {
	f, err := Form(r)
	if err != nil {
		return err
	}
	m := visitOf(r.Context()).mux
	look := chosen(f)
	for name, value := range map[string]string{"lang": string(look.Lang), "theme": look.Theme, "mode": look.Mode, "density": look.Density} {
		if value != "" {
			m.setCookie(w, name, value, lookLife)
		}
	}
	if who := Actor(r.Context()); who.Known() && m.config.Keeper != nil {
		if err := m.config.Keeper.KeepLook(r.Context(), who, look); err != nil {
			return err
		}
	}
	back := "/"
	if b := referer(r); b != "" {
		back = b
	}
	return Redirect(w, r, back)
}

// chosen is the look in the form; what there is not is left out.
func chosen(f *ui.Form) ui.Look {
	var look ui.Look
	look.Lang, _ = i18n.Parse(f.Value(ui.Field{Name: "lang"}))
	if !slices.Contains(i18n.Langs, look.Lang) {
		look.Lang = ""
	}
	among := func(name string, values []string) string {
		if v := f.Value(ui.Field{Name: name}); slices.Contains(values, v) {
			return v
		}
		return ""
	}
	look.Theme = among("theme", ui.Themes)
	look.Mode = among("mode", ui.Modes)
	look.Density = among("density", ui.Densities)
	return look
}
