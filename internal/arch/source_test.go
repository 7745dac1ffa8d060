package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"renfort/internal/authz"
	"renfort/internal/schema"

	_ "renfort/internal/app" // every owner declares its policies
)

// sources calls fn with every Go file of the product, tests left out.
func sources(t *testing.T, fn func(path, text string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		fn(strings.TrimPrefix(path, "../"), string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Only these files may ask which database they talk to (docs/adr/0001).
var dialectFiles = regexp.MustCompile(`^(dbx/.*|search/index_\w+\.go|bench/.*|dbtest/.*)$`)

func TestDialectsDoNotSpread(t *testing.T) {
	asks := regexp.MustCompile(`dbx\.(Postgres|SQLite)\b|\.Dialect\(\)`)
	sources(t, func(path, text string) {
		if asks.MatchString(text) && !dialectFiles.MatchString(path) {
			t.Errorf("%s asks for the dialect", path)
		}
	})
}

func TestDoorsOfTheDoorAreShut(t *testing.T) {
	raw := regexp.MustCompile(`\.Raw(SQLite|Postgres)\(`)
	recorded := regexp.MustCompile(`\.Recorded\(\)`)
	sources(t, func(path, text string) {
		if raw.MatchString(text) && !strings.HasPrefix(path, "jobs/") && !strings.HasPrefix(path, "dbx/") {
			t.Errorf("%s reaches around dbx", path)
		}
		if recorded.MatchString(text) && !strings.HasPrefix(path, "event/") && !strings.HasPrefix(path, "dbx/") && !strings.HasPrefix(path, "bench/") {
			t.Errorf("%s says something was recorded", path)
		}
	})
}

func TestFilesFitInTheHead(t *testing.T) {
	sources(t, func(path, text string) {
		if strings.HasSuffix(path, "_templ.go") || strings.HasPrefix(path, "authz/right_") {
			return
		}
		if n := strings.Count(text, "\n"); n > 500 {
			t.Errorf("%s has %d lines", path, n)
		}
	})
}

func TestEveryScopedTableHasAPolicy(t *testing.T) {
	pending := map[string]bool{"outgoing": true}
	for name, table := range schema.Tables {
		if table.Scope != schema.Policy || pending[name] {
			continue
		}
		if _, ok := authz.PolicyOf(name); !ok {
			t.Errorf("nobody declared who sees %s", name)
		}
	}
}

// A scoped table's name in a statement is taken for the table, so no column may have it.
func TestTableNamesAreNoColumnNames(t *testing.T) {
	column := regexp.MustCompile(`(?m)^    ([a-z_]+) (?:BIGINT|TEXT|BOOLEAN|BYTES|IDENTITY)`)
	err := filepath.WalkDir("../schema/sql", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range column.FindAllStringSubmatch(string(b), -1) {
			if schema.Tables[m[1]].Scoped() {
				t.Errorf("%s: a column is called %s like a table", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
