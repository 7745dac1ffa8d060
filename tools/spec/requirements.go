package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// requirement is one bullet of the specification.
type requirement struct{ id, text string }

// specFile is one page of the specification, with its requirements in order.
type specFile struct {
	name         string
	requirements []requirement
}

// bullet is how a requirement is written: - **TKT-112** [001] When …
var bullet = regexp.MustCompile(`(?m)^- \*\*([A-Z]{3}-\d{3})\*\* (?:\[[^\]]*\] )?(.*)$`)

// readSpec reads the pages of folder in the order of their names. An id that is
// given twice is an error: tests could not say which they mean.
func readSpec(folder string) ([]specFile, error) {
	paths, err := filepath.Glob(folder + "/[0-9]*.md")
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no specification in %s", folder)
	}
	var files []specFile
	seen := map[string]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		f := specFile{name: filepath.Base(path)}
		for _, m := range bullet.FindAllStringSubmatch(string(text), -1) {
			if other, twice := seen[m[1]]; twice {
				return nil, fmt.Errorf("%s stands in %s and in %s", m[1], other, f.name)
			}
			seen[m[1]] = f.name
			f.requirements = append(f.requirements, requirement{m[1], m[2]})
		}
		files = append(files, f)
	}
	return files, nil
}

// opening is the beginning of the text, cut at a word.
func (r requirement) opening() string {
	const most = 100
	if len(r.text) <= most {
		return r.text
	}
	cut := r.text[:most]
	return cut[:strings.LastIndex(cut, " ")] + " …"
}

// index is the set of ids of all files, and of their prefixes ("TKT").
func index(files []specFile) vocabulary {
	v := vocabulary{ids: map[string]bool{}, prefixes: map[string]bool{}}
	for _, f := range files {
		for _, r := range f.requirements {
			v.ids[r.id] = true
			v.prefixes[r.id[:3]] = true
		}
	}
	return v
}

// vocabulary is what a test may name.
type vocabulary struct{ ids, prefixes map[string]bool }
