package web_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"renfort/internal/assets"
	"renfort/internal/i18n/i18ntest"
)

// GEN-001
func TestTextsAreComplete(t *testing.T) {
	i18ntest.CheckCatalogues(t, "web")
	sources, err := i18ntest.Scan(".", "Refuse", "Done")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range sources.Missing() {
		if strings.HasPrefix(key, "web.") {
			t.Errorf("no text for %s", key)
		}
	}
	for _, key := range sources.Unused() {
		if strings.HasPrefix(key, "web.") {
			t.Errorf("%s is not used", key)
		}
	}
}

// bans are what no template may hold, and why.
var bans = []struct {
	what *regexp.Regexp
	why  string
}{
	{regexp.MustCompile(`\sstyle=`), "the content security policy blocks style attributes: use a class or a tone"},
	{regexp.MustCompile(`\son[a-z]+=`), "the content security policy blocks inline handlers: use an element of web/src/js"},
	{regexp.MustCompile(`hx-on`), "hx-on needs eval, which the content security policy blocks"},
	{regexp.MustCompile(`\sname="(id|name|action|method|target|submit|elements)"`), "a field of that name hides the form's own property of that name"},
	{regexp.MustCompile(`<script(\s[^>]*)?>[^<]`), "no script within pages"},
	{regexp.MustCompile(`>\s*[\p{L}][^<{]*[<{]`), "no words in templates: texts come from the catalogues"},
	{regexp.MustCompile(`(placeholder|title|aria-label|alt)="[^"]*\p{L}`), "no words in templates: texts come from the catalogues"},
}

// hxAllowed are the files that may write hx-* attributes; pages use what package ui offers.
var hxAllowed = map[string]bool{"layout.templ": true}

// GEN-001, GEN-052: the templates of all features keep the rules of the kit.
func TestTemplatesKeepTheRules(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".templ") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, b := range bans {
			for _, m := range b.what.FindAllString(markup(string(text)), -1) {
				t.Errorf("%s: %q: %s", path, strings.TrimSpace(m), b.why)
			}
		}
		if !hxAllowed[d.Name()] && strings.Contains(string(text), "hx-") {
			t.Errorf("%s: hx-* attributes are written in ui/hx.go alone", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

var (
	component = regexp.MustCompile(`(?s)\ntempl [^\n]*\{\n(.*?)\n\}\n`)
	control   = regexp.MustCompile(`(?m)^\s*(if|for|switch|case|default|\}|@|\{\{|//).*$`)
)

// markup is what stands in the templates of a file, without the lines of Go.
func markup(text string) string {
	var out strings.Builder
	for _, m := range component.FindAllStringSubmatch(text, -1) {
		out.WriteString(control.ReplaceAllString(m[1], "") + "\n")
	}
	return out.String()
}

// The house rules catch what they are meant to.
func TestRulesCatchOffenders(t *testing.T) {
	for _, bad := range []string{
		`<p style="color:red">`, `<a onclick="x()">`, `<a hx-on:click="x">`, `<input name="id"/>`, `<p>Hello</p>`,
		"<p>\n\tHello { name }\n</p>", `<input placeholder="Search"/>`, `<script>alert(1)</script>`,
	} {
		caught := false
		for _, b := range bans {
			caught = caught || b.what.MatchString(markup("\ntempl x() {\n\t"+bad+"\n}\n"))
		}
		if !caught {
			t.Errorf("not caught: %s", bad)
		}
	}
}

// budgets are what a page may load, in bytes of brotli.
var budgets = map[string]int64{"css/app.css": 20 << 10, "js/app.js": 25 << 10, "icons.svg": 8 << 10}

func TestAssetsStayWithinTheirBudget(t *testing.T) {
	if !assets.Built() {
		t.Skip("no assets: npm ci --ignore-scripts in web/, then go run ./web/build")
	}
	for name, most := range budgets {
		file := strings.TrimPrefix(assets.URL(name), assets.Path)
		info, err := os.Stat(filepath.Join("../assets/dist", file+".br"))
		if err != nil {
			t.Error(err)
			continue
		}
		if info.Size() > most {
			t.Errorf("%s: %d bytes of brotli, the budget is %d", name, info.Size(), most)
		}
	}
}
