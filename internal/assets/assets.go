// Package assets holds the files of the interface that go run ./web/build makes,
// and serves them so that a browser asks for each one once.
//
// The program compiles without them: pages are then plain and still work.
package assets

import (
	"embed"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// Path is where Handler is to be mounted.
const Path = "/assets/"

// manifest maps the names of sources to the files made of them. It is empty
// when nothing was built.
var manifest = sync.OnceValue(func() map[string]string {
	made := map[string]string{}
	text, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		return made
	}
	if err := json.Unmarshal(text, &made); err != nil {
		panic("assets: broken manifest: " + err.Error())
	}
	return made
})

// Built reports whether the files were there when the program was compiled.
func Built() bool { return manifest()["js/app.js"] != "" }

// URL is the address of a source's file, such as "js/app.js", "css/app.css",
// "icons.svg" or "font.woff2". The address changes with the content.
func URL(name string) string {
	if file, ok := manifest()[name]; ok {
		return Path + file
	}
	return Path + "missing/" + name
}

// Icon is the address of an icon in the sprite. One that the build did not find
// in the sources is told in the log, once.
func Icon(name string) string {
	if !HasIcon(name) && Built() {
		if _, told := missing.LoadOrStore(name, true); !told {
			slog.Warn("an icon is not in the sprite: name it where web/build finds it", "icon", name)
		}
	}
	return URL("icons.svg") + "#" + name
}

var missing sync.Map

// icons are the names in the sprite.
var icons = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	text, _ := dist.ReadFile("dist/" + manifest()["icons.svg"])
	for _, m := range symbol.FindAllSubmatch(text, -1) {
		names[string(m[1])] = true
	}
	return names
})

var symbol = regexp.MustCompile(`<symbol id="([^"]+)"`)

// HasIcon reports whether the sprite holds an icon.
func HasIcon(name string) bool { return icons()[name] }

// Build names the set of files; pages that hold another one are old.
func Build() string { return manifest()["js/app.js"] + manifest()["css/app.css"] }

// Licences are the notices of the works that are built in; nothing when not built.
func Licences() string {
	text, _ := dist.ReadFile("dist/licences.txt")
	return string(text)
}

var types = map[string]string{
	".js":    "text/javascript; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

// encodings are the compressed forms beside a file, best first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// Handler serves the files. Their names hold a hash, so they may be kept for ever.
func Handler() http.Handler {
	return http.StripPrefix(Path, http.HandlerFunc(serve))
}

func serve(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	kind, known := types[path.Ext(name)]
	if !known || strings.Contains(name, "/") {
		http.NotFound(w, r)
		return
	}
	text, encoding, err := read(name, r.Header.Get("Accept-Encoding"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	w.Write(text)
}

// read is the file in the best form that the browser takes.
func read(name, accepted string) (text []byte, encoding string, err error) {
	for _, e := range encodings {
		if !strings.Contains(accepted, e.name) {
			continue
		}
		if text, err := fs.ReadFile(dist, "dist/"+name+e.suffix); err == nil {
			return text, e.name, nil
		}
	}
	text, err = fs.ReadFile(dist, "dist/"+name)
	return text, "", err
}
