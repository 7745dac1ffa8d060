package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// named finds icons where the sources name them: Icon("lock"), Icon: "lock",
// Glyph("lock"), and as an argument of the components that take one.
var named = regexp.MustCompile(`(?:\b(?:[iI]con(?:\(|:)|(?:Glyph|Sign|Menu|Empty)\()|\b(?:Ink|Banner|ToneTag)\([^,()"]+,)\s*"([a-z0-9-]+)"`)

// sprite writes one SVG file of the icons that the sources name, and returns
// its name. An icon that does not exist ends the build.
func sprite() (string, error) {
	icons, err := iconsIn("internal")
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	out.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, icon := range icons {
		if err := symbol(&out, icon); err != nil {
			return "", err
		}
	}
	out.WriteString("</svg>")
	log.Printf("%d icons", len(icons))
	return hashed("icons.svg", out.Bytes())
}

// place puts a source into dist as it is.
func place(source string) (string, error) {
	text, err := os.ReadFile(filepath.Join(sources, source))
	if err != nil {
		return "", err
	}
	return hashed(source, text)
}

// hashed writes text into dist under a name that changes with it.
func hashed(name string, text []byte) (string, error) {
	sum := sha256.Sum256(text)
	end := filepath.Ext(name)
	name = strings.TrimSuffix(name, end) + "-" + hex.EncodeToString(sum[:4]) + end
	return name, os.WriteFile(filepath.Join(dist, name), text, 0o644)
}

// iconsIn are the names of all icons in the Go and templ files under root, in order.
func iconsIn(root string) ([]string, error) {
	names := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		generated := strings.HasSuffix(path, "_templ.go")
		source := strings.HasSuffix(path, ".go") || strings.HasSuffix(path, ".templ")
		if err != nil || d.IsDir() || generated || !source {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range named.FindAllSubmatch(text, -1) {
			names[string(m[1])] = true
		}
		return err
	})
	return slices.Sorted(maps.Keys(names)), err
}

var drawing = regexp.MustCompile(`(?s)<svg[^>]*>(.*)</svg>`)

// symbol adds one Tabler icon; the ending -filled means the filled drawing.
func symbol(out *bytes.Buffer, icon string) error {
	kind, look := "outline", `fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"`
	file, filled := strings.CutSuffix(icon, "-filled")
	if filled {
		kind, look = "filled", `fill="currentColor"`
	}
	text, err := os.ReadFile(filepath.Join(modules, "@tabler/icons/icons", kind, file+".svg"))
	if err != nil {
		return fmt.Errorf("icon %q does not exist: %w", icon, err)
	}
	m := drawing.FindSubmatch(text)
	if m == nil {
		return fmt.Errorf("icon %q is no drawing", icon)
	}
	body := strings.Join(strings.Fields(string(m[1])), " ")
	body = strings.ReplaceAll(body, `<path stroke="none" d="M0 0h24v24H0z" fill="none"/>`, "")
	fmt.Fprintf(out, `<symbol id="%s" viewBox="0 0 24 24" %s>%s</symbol>`, icon, look, strings.TrimSpace(body))
	return nil
}
