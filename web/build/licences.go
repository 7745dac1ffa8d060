package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// always are the packages whose files are taken without passing through esbuild.
var always = []string{"@tabler/icons"}

// notice is the licence of one work that is part of the program.
type notice struct{ name, version, licence, text string }

// licences writes the notices of everything that is built in, for the About page (GEN-056).
func licences(packages []string) error {
	var notices []notice
	for _, name := range append(slices.Clone(always), packages...) {
		n, err := npmNotice(name)
		if err != nil {
			return err
		}
		notices = append(notices, n)
	}
	goNotices, err := goNotices()
	if err != nil {
		return err
	}
	notices = append(notices, goNotices...)
	slices.SortFunc(notices, func(a, b notice) int { return strings.Compare(a.name, b.name) })
	var out bytes.Buffer
	for _, n := range notices {
		fmt.Fprintf(&out, "%s %s", n.name, n.version)
		if n.licence != "" {
			fmt.Fprintf(&out, " (%s)", n.licence)
		}
		fmt.Fprintf(&out, "\n\n%s\n\n%s\n\n", strings.TrimSpace(n.text), strings.Repeat("-", 72))
	}
	return os.WriteFile(filepath.Join(dist, "licences.txt"), out.Bytes(), 0o644)
}

func npmNotice(name string) (notice, error) {
	dir := filepath.Join(modules, name)
	text, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return notice{}, err
	}
	var about struct{ Version, License string }
	if err := json.Unmarshal(text, &about); err != nil {
		return notice{}, fmt.Errorf("package.json of %s: %w", name, err)
	}
	words, err := licenceText(dir)
	if errors.Is(err, fs.ErrNotExist) && about.License != "" {
		words, err = "Licence: "+about.License, nil // some packages name it and ship no text
	}
	return notice{name, about.Version, about.License, words}, err
}

// goNotices are those of the Go modules linked into the program.
func goNotices() ([]notice, error) {
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", "./cmd/...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	lines := strings.Split(string(out), "\n")
	slices.Sort(lines)
	var notices []notice
	for _, line := range slices.Compact(lines) {
		parts := strings.SplitN(line, " ", 3)
		if len(parts) < 3 {
			continue
		}
		words, err := licenceText(parts[2])
		if err != nil {
			return nil, fmt.Errorf("licence of %s: %w", parts[0], err)
		}
		notices = append(notices, notice{name: parts[0], version: parts[1], text: words})
	}
	return notices, nil
}

// licenceText is the text of the licence file in dir, whatever its name.
func licenceText(dir string) (string, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, f := range files {
		stem := strings.ToUpper(f.Name())
		if strings.HasPrefix(stem, "LICENSE") || strings.HasPrefix(stem, "LICENCE") || strings.HasPrefix(stem, "COPYING") {
			text, err := os.ReadFile(filepath.Join(dir, f.Name()))
			return string(text), err
		}
	}
	return "", fmt.Errorf("no licence in %s: %w", dir, fs.ErrNotExist)
}
