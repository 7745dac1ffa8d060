package i18ntest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"renfort/internal/i18n"
)

func po(lang, plurals, entries string) *fstest.MapFile {
	head := "msgid \"\"\nmsgstr \"\"\n\"Language: " + lang + "\\n\"\n\"Plural-Forms: nplurals=2; plural=(" + plurals + ");\\n\"\n\n"
	return &fstest.MapFile{Data: []byte(head + entries)}
}

var _ = i18n.Register("crooked", fstest.MapFS{
	"locales/en.po": po("en", "n != 1", `
msgid "crooked.fine"
msgstr "%[1]s of %[2]d is 100 %%"
msgid "crooked.only_english"
msgstr "Alone"
msgid "crooked.places"
msgstr "%[1]s"
`),
	"locales/fr.po": po("fr", "n > 1", `
msgid "crooked.fine"
msgstr "%[2]d de %[1]s : 100 %%"
msgid "crooked.places"
msgstr "%[2]s"
`),
	"locales/es.po": po("es", "n != 1", `
msgid "crooked.fine"
msgstr "%[1]s %[2]d"
msgid "crooked.places"
msgstr "%s"
`),
	"locales/de.po": po("de", "n != 1", `
msgid "crooked.fine"
msgstr "%[1]s %[2]d"
msgid "crooked.places"
msgstr "%[1]s 5 %"
`),
})

// GEN-001
func TestFaultsNameEachDifference(t *testing.T) {
	all := strings.Join(Faults("crooked"), "\n")
	for _, want := range []string{
		"fr: crooked.only_english is missing",
		"es: crooked.only_english is missing",
		"de: crooked.only_english is missing",
		"fr: crooked.places has the places [%[2]s], in English [%[1]s]",
		"es: crooked.places has the places [], in English [%[1]s]",
		"de: crooked.places: places are",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no fault %q in\n%s", want, all)
		}
	}
	if strings.Contains(all, "crooked.fine") {
		t.Errorf("a sound text is found faulty:\n%s", all)
	}
}

func TestOwnCataloguesAreComplete(t *testing.T) { CheckCatalogues(t, "i18n") }

// GEN-001
func TestScanComparesSourcesWithCatalogues(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.go", `package a
func f(code string) {
	i18n.T(l, "crooked.fine")
	fault.New(fault.Invalid, "crooked.absent")
	page.Say("crooked.unheard")
	other.New("ticket.closed")
	i18n.T(l, "i18n.for_"+code)
}`)
	write("b.templ", `<p>{ p.T("crooked.lost", 3) } { p.T("crooked.side_" + side) }</p> <i title={ "crooked.places" }></i>`)
	write("a_test.go", `package a
var _ = i18n.T(l, "crooked.test_only")`)
	s, err := Scan(dir, "Say")
	if err != nil {
		t.Fatal(err)
	}
	missing := strings.Join(s.Missing(), "\n")
	for _, key := range []string{"crooked.absent", "crooked.lost", "crooked.unheard"} {
		if !strings.Contains(missing, key+" (") {
			t.Errorf("%s is not reported missing in\n%s", key, missing)
		}
	}
	for _, key := range []string{"ticket.closed", "crooked.test_only", "crooked.side_"} {
		if strings.Contains(missing, key) {
			t.Errorf("%s is reported missing", key)
		}
	}
	unused := s.Unused()
	for key, want := range map[string]bool{
		"crooked.only_english": true,
		"crooked.places":       false,
		"i18n.for_days":        false,
		"i18n.date_unreadable": true,
	} {
		if got := slices.Contains(unused, key); got != want {
			t.Errorf("%s unused: %t, want %t", key, got, want)
		}
	}
}
