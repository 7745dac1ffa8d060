package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// naming is a range of requirements that a test names; most often first is last.
type naming struct {
	prefix      string
	first, last int
	where       string // file:line
	text        string // as written
}

// namedByTests collects what the comments of all tests under root name.
func namedByTests(root string) ([]naming, error) {
	var all []naming
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		var found []naming
		switch {
		case d.IsDir():
			return nil
		case strings.HasSuffix(path, "_test.go"):
			found, err = inGo(path)
		case strings.HasSuffix(path, ".txtar"):
			found, err = inScript(path)
		}
		all = append(all, found...)
		return err
	})
	return all, err
}

// inGo reads the comments of a Go file, and nothing but the comments: a string
// that looks like an id proves nothing.
func inGo(path string) ([]naming, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []naming
	for _, group := range file.Comments {
		for _, c := range group.List {
			at := set.Position(c.Pos())
			found = append(found, namings(c.Text, fmt.Sprintf("%s:%d", path, at.Line))...)
		}
	}
	return found, nil
}

// inScript reads the lines of a txtar script that start with #.
func inScript(path string) ([]naming, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var found []naming
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			found = append(found, namings(line, fmt.Sprintf("%s:%d", path, n))...)
		}
	}
	return found, nil
}

// list is an id and what follows it of the same prefix: TKT-110…125, TKT-110..TKT-125,
// TKT-001, 003 and 007.
var (
	list  = regexp.MustCompile(`\b([A-Z]{3})-\d{3}\b(?:\s*(?:…|\.{2,3}|–|,|and)\s*(?:[A-Z]{3}-)?\d{3}\b)*`)
	parts = regexp.MustCompile(`(…|\.{2,3}|–)?\s*(?:([A-Z]{3})-)?(\d{3})\b`)
)

// namings finds the ids that a comment names.
func namings(comment, where string) (found []naming) {
	for _, text := range list.FindAllString(comment, -1) {
		prefix := text[:3]
		for _, m := range parts.FindAllStringSubmatch(text, -1) {
			if m[2] != "" {
				prefix = m[2]
			}
			n, _ := strconv.Atoi(m[3]) // three digits
			if before := len(found) - 1; m[1] != "" && before >= 0 && found[before].prefix == prefix {
				found[before].last, found[before].text = n, fmt.Sprintf("%s…%03d", found[before].text, n)
				continue
			}
			found = append(found, naming{prefix, n, n, where, fmt.Sprintf("%s-%03d", prefix, n)})
		}
	}
	return found
}

// resolve says which requirements are proven and which namings fit none. A range
// must begin and end with requirements that exist; numbers between may be free.
// Words such as SHA-256, whose prefix the specification does not use, are no ids.
func resolve(named []naming, known vocabulary) (proven map[string]bool, unknown []naming) {
	proven = map[string]bool{}
	for _, n := range named {
		if !known.prefixes[n.prefix] {
			continue
		}
		if n.last < n.first || !known.ids[id(n.prefix, n.first)] || !known.ids[id(n.prefix, n.last)] {
			unknown = append(unknown, n)
			continue
		}
		for i := n.first; i <= n.last; i++ {
			proven[id(n.prefix, i)] = true
		}
	}
	return proven, unknown
}

func id(prefix string, n int) string { return fmt.Sprintf("%s-%03d", prefix, n) }
