// Command build makes the files of the interface: it bundles web/src with
// esbuild into internal/assets/dist, from where they are embedded. It needs
// `npm ci --ignore-scripts` to have been run in web/; Node itself is not used.
package main

import (
	"encoding/json"
	"errors"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	sources = "web/src"
	modules = "web/node_modules"
	dist    = "internal/assets/dist"
)

// manifest maps the name of a source to the file that was made of it.
type manifest map[string]string

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("web/build: ", err)
	}
}

func run() error {
	if _, err := os.Stat(modules); err != nil {
		return errors.New("web/node_modules is missing: run npm ci --ignore-scripts in web/ first")
	}
	if err := clear(); err != nil {
		return err
	}
	made, packages, err := bundle()
	if err != nil {
		return err
	}
	if made["icons.svg"], err = sprite(); err != nil {
		return err
	}
	if made["icon.svg"], err = place("icon.svg"); err != nil {
		return err
	}
	if err := licences(packages); err != nil {
		return err
	}
	text, err := json.MarshalIndent(made, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dist, "manifest.json"), text, 0o644); err != nil {
		return err
	}
	return compress()
}

// clear empties dist but for .keep, without which a fresh checkout would not compile.
func clear() error {
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return err
	}
	old, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, f := range old {
		if f.Name() == ".keep" {
			continue
		}
		if err := os.Remove(filepath.Join(dist, f.Name())); err != nil {
			return err
		}
	}
	return nil
}

// bundle runs esbuild. It returns what was made and the npm packages it was made of.
func bundle() (manifest, []string, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{sources + "/js/app.js", sources + "/css/app.css", sources + "/css/print.css"},
		Outdir:            dist,
		EntryNames:        "[name]-[hash]",
		ChunkNames:        "[name]-[hash]",
		AssetNames:        "[name]-[hash]",
		PublicPath:        "/assets/",
		NodePaths:         []string{modules},
		Bundle:            true,
		Splitting:         true,
		Format:            api.FormatESModule,
		Metafile:          true,
		Write:             true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile},
		LegalComments:     api.LegalCommentsNone, // licences.txt has them whole
		LogLevel:          api.LogLevelWarning,
		Engines: []api.Engine{ // the oldest that know light-dark()
			{Name: api.EngineChrome, Version: "123"},
			{Name: api.EngineFirefox, Version: "128"},
			{Name: api.EngineSafari, Version: "17.5"},
		},
	})
	if len(result.Errors) > 0 {
		return nil, nil, errors.New("esbuild found errors")
	}
	return readMeta(result.Metafile)
}

// readMeta reads esbuild's account of what it made.
func readMeta(text string) (manifest, []string, error) {
	var meta struct {
		Inputs  map[string]struct{}
		Outputs map[string]struct{ EntryPoint string }
	}
	if err := json.Unmarshal([]byte(text), &meta); err != nil {
		return nil, nil, err
	}
	made := manifest{}
	for out, o := range meta.Outputs {
		name := filepath.Base(out)
		switch {
		case o.EntryPoint != "":
			made[strings.TrimPrefix(o.EntryPoint, sources+"/")] = name
		case strings.Contains(name, "inter-latin-wght-normal"):
			made["font.woff2"] = name
		}
	}
	seen := map[string]bool{}
	var packages []string
	for in := range meta.Inputs {
		if name := packageOf(in); name != "" && !seen[name] {
			seen[name] = true
			packages = append(packages, name)
		}
	}
	return made, packages, nil
}

// packageOf is the npm package a file belongs to, or nothing.
func packageOf(path string) string {
	_, rest, found := strings.Cut(path, "node_modules/")
	if !found {
		return ""
	}
	parts := strings.SplitN(rest, "/", 3)
	if strings.HasPrefix(rest, "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}
