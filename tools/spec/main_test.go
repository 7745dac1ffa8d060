package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const page = `# Tickets
- **TKT-001** [001] When a ticket is opened, then it exists.
- **TKT-002** [001/derived] When it is closed, then it is closed.
- **TKT-005** [derived] When it is reopened, then it is open.
- **LST-001** [001] When a list is shown, then it is there.
Not a requirement: TKT-009.
`

// project writes files to a folder, beside the page above.
func project(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	files["docs/spec/10-tickets.md"] = page
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestProven(t *testing.T) {
	tests := []struct {
		name, file, text string
		want             string // of the verbose report, the unproven ids
	}{
		{"nothing", "a.go", "package a // TKT-001 is not named by a test", "TKT-001 TKT-002 TKT-005 LST-001"},
		{"one", "a_test.go", "package a\n// TKT-001\nfunc f() {}", "TKT-002 TKT-005 LST-001"},
		{"in a block", "a_test.go", "package a\n/* proves\nTKT-001 */", "TKT-002 TKT-005 LST-001"},
		{"a list", "a_test.go", "package a // TKT-001, 005, LST-001", "TKT-002"},
		{"a list in words", "a_test.go", "package a // TKT-001 and TKT-002", "TKT-005 LST-001"},
		{"a range", "a_test.go", "package a // TKT-001…005", "LST-001"},
		{"a range with dots", "a_test.go", "package a // TKT-001..TKT-005", "LST-001"},
		{"a range and more", "a_test.go", "package a // TKT-001…002, LST-001", "TKT-005"},
		{"a string proves nothing", "a_test.go", "package a\nconst c = `// TKT-001`", "TKT-001 TKT-002 TKT-005 LST-001"},
		{"a script", "testdata/a.txtar", "# TKT-001\nexec echo TKT-002\n", "TKT-002 TKT-005 LST-001"},
		{"another's words", "a_test.go", "package a // SHA-256", "TKT-001 TKT-002 TKT-005 LST-001"},
		{"other people's tests", "node_modules/x/a_test.go", "package a // TKT-001", "TKT-001 TKT-002 TKT-005 LST-001"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			if err := run(&out, project(t, map[string]string{tt.file: tt.text}), "", true, false); err != nil {
				t.Fatal(err)
			}
			_, listed, _ := strings.Cut(out.String(), "in total\n")
			var got []string
			for line := range strings.Lines(listed) {
				got = append(got, line[:7])
			}
			if g := strings.Join(got, " "); g != tt.want {
				t.Errorf("unproven %s, want %s", g, tt.want)
			}
		})
	}
}

func TestUnknown(t *testing.T) {
	for _, text := range []string{"TKT-003", "TKT-001…004", "TKT-005…001", "LST-001, TKT-777"} {
		var out strings.Builder
		root := project(t, map[string]string{"x/a_test.go": "package x\n\n// " + text})
		err := run(&out, root, "", false, true)
		if !errors.Is(err, errUnknown) {
			t.Errorf("%s was accepted", text)
		}
		if !strings.Contains(out.String(), "a_test.go:3: ") {
			t.Errorf("%s: %q does not say where", text, out.String())
		}
	}
}

func TestReport(t *testing.T) {
	var out strings.Builder
	root := project(t, map[string]string{
		"a_test.go":              "package a // TKT-001",
		"docs/spec/20-people.md": "- **USR-001** [001] When a person is added, then he is there.\n",
	})
	if err := run(&out, root, "10", false, false); err != nil {
		t.Fatal(err)
	}
	want := "proven  unproven  of  file\n1       3         4   10-tickets.md\n1       3         4   in total\n"
	if squeeze(out.String()) != squeeze(want) {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

// A requirement that is there twice cannot be proven.
func TestTwice(t *testing.T) {
	root := project(t, map[string]string{"docs/spec/11-lists.md": "- **LST-001** [001] When again, then again.\n"})
	if err := run(&strings.Builder{}, root, "", false, false); err == nil || !strings.Contains(err.Error(), "LST-001") {
		t.Errorf("got %v", err)
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
