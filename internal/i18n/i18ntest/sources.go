package i18ntest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"renfort/internal/i18n"
)

// Sources is what the Go and templ files under a folder say about keys.
type Sources struct {
	asked    map[string]string // key given to a call that looks it up -> where
	named    map[string]bool   // every literal that could be a key
	prefixes map[string]bool   // every literal such as "right." to which a code may be added
}

// lookups are the calls whose literal arguments are keys.
var lookups = []string{"T", "N", "Key", "fault.New"}

var (
	keyShape    = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]*[a-z0-9])+$`)
	prefixShape = regexp.MustCompile(`^[a-z][a-z0-9_]*\.([a-z0-9_.]*[._])?$`)
	templCall   = regexp.MustCompile(`\b(T|N|Key)\(([^"()]*)"([a-z0-9_.]+)"`)
	templWord   = regexp.MustCompile(`"([a-z0-9_.]+)"`)
)

// Scan reads the sources under root. Tests are left out: what only a test asks
// for is not used. calls are the names of further calls that look keys up,
// such as the page kit's own.
func Scan(root string, calls ...string) (*Sources, error) {
	s := &Sources{asked: map[string]string{}, named: map[string]bool{}, prefixes: map[string]bool{}}
	calls = append(slices.Clone(lookups), calls...)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go"):
			return nil
		case strings.HasSuffix(path, ".go"):
			return s.readGo(path, calls)
		case strings.HasSuffix(path, ".templ"):
			return s.readTempl(path)
		}
		return nil
	})
	return s, err
}

// Missing are the keys that the sources look up and a catalogue lacks, each
// with a place that asks for it.
func (s *Sources) Missing() []string {
	var missing []string
	for _, key := range slices.Sorted(maps.Keys(s.asked)) {
		if !i18n.Has(key) {
			missing = append(missing, key+" ("+s.asked[key]+")")
		}
	}
	return missing
}

// Unused are the keys of the catalogues that no source names, neither whole
// nor by the prefix to which a code is added.
func (s *Sources) Unused() []string {
	var unused []string
	for _, key := range i18n.Keys(i18n.EN) {
		if !s.named[key] && !s.composed(key) {
			unused = append(unused, key)
		}
	}
	return unused
}

func (s *Sources) composed(key string) bool {
	for prefix := range s.prefixes {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func (s *Sources) readGo(path string, calls []string) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			s.name(literal(n))
		case *ast.CallExpr:
			if slices.ContainsFunc(callNames(n), func(name string) bool { return slices.Contains(calls, name) }) {
				s.ask(n.Args, files)
			}
		}
		return true
	})
	return nil
}

// callNames are what a call may be known by: "T", and with its package "fault.New".
func callNames(call *ast.CallExpr) []string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return []string{fun.Name}
	case *ast.SelectorExpr:
		names := []string{fun.Sel.Name}
		if pkg, ok := fun.X.(*ast.Ident); ok {
			names = append(names, pkg.Name+"."+fun.Sel.Name)
		}
		return names
	}
	return nil
}

func (s *Sources) ask(args []ast.Expr, files *token.FileSet) {
	for _, arg := range args {
		lit, ok := arg.(*ast.BasicLit)
		if key := literal(lit); ok && keyShape.MatchString(key) {
			s.asked[key] = files.Position(lit.Pos()).String()
		}
	}
}

func (s *Sources) name(text string) {
	switch {
	case prefixShape.MatchString(text):
		s.prefixes[text] = true
	case keyShape.MatchString(text):
		s.named[text] = true
	}
}

// literal is the text of a string literal, or nothing.
func literal(lit *ast.BasicLit) string {
	if lit == nil || lit.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return text
}

func (s *Sources) readTempl(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, m := range templWord.FindAllStringSubmatch(string(text), -1) {
		s.name(m[1])
	}
	for _, m := range templCall.FindAllStringSubmatch(string(text), -1) {
		if keyShape.MatchString(m[3]) {
			s.asked[m[3]] = path
		}
	}
	return nil
}
