package assets

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestUnknownFilesAreNotFound(t *testing.T) {
	for _, path := range []string{"missing/js/app.js", "nothing.js", "manifest.json", "licences.txt", ".keep", "", "../assets.go", "app.js.br"} {
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, httptest.NewRequest("GET", Path+path, nil))
		if w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
		if cache := w.Header().Get("Cache-Control"); cache != "" {
			t.Errorf("%s may be kept: %q", path, cache)
		}
	}
}

func TestFilesAreKeptForEver(t *testing.T) {
	if !Built() {
		t.Skip("no assets: npm ci --ignore-scripts in web/, then go run ./web/build")
	}
	for accepted, coding := range map[string]string{"gzip, deflate, br": "br", "gzip": "gzip", "": ""} {
		r := httptest.NewRequest("GET", URL("css/app.css"), nil)
		r.Header.Set("Accept-Encoding", accepted)
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, r)
		h := w.Header()
		if w.Code != 200 || h.Get("Content-Encoding") != coding || !strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %d %v", accepted, w.Code, h)
		}
		if h.Get("Content-Type") != "text/css; charset=utf-8" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%q: %v", accepted, h)
		}
	}
}

// GEN-056
func TestLicencesNameWhatIsBuiltIn(t *testing.T) {
	if !Built() {
		t.Skip("no assets: npm ci --ignore-scripts in web/, then go run ./web/build")
	}
	for _, name := range []string{"@tiptap/core", "htmx.org", "@tabler/icons", "@fontsource-variable/inter (", "SIL Open Font License"} {
		if !strings.Contains(Licences(), strings.TrimSuffix(name, " (")) {
			t.Errorf("no notice of %s", name)
		}
	}
}
