package i18n

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func poFile(lang Lang, entries string) *fstest.MapFile {
	head := "msgid \"\"\nmsgstr \"\"\n\"Language: " + string(lang) + "\\n\"\n\"Plural-Forms: " + pluralForms[lang] + "\\n\"\n\n"
	return &fstest.MapFile{Data: []byte(head + entries)}
}

func inAll(entries string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, lang := range Langs {
		fsys["locales/"+string(lang)+".po"] = poFile(lang, entries)
	}
	return fsys
}

var _ = Register("probe", inAll(`
msgid "probe.order"
msgstr "%[2]s before %[1]s"

msgid "probe.percent"
msgstr "100 %"

msgid "probe.long"
msgstr ""
"first line\n"
"second \"line\""

msgid "probe.tickets"
msgid_plural "probe.tickets"
msgstr[0] "one of %[2]s"
msgstr[1] "%[1]d of %[2]s"
`))

func TestTextsAreFilled(t *testing.T) {
	paris, _ := time.LoadLocation("Europe/Paris")
	at := time.Date(2026, 11, 23, 13, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		got, want string
	}{
		{T(EN, "probe.order", "a", "b"), "b before a"},
		{T(EN, "probe.order", "a", "b", "unused"), "b before a"},
		{T(EN, "probe.percent"), "100 %"},
		{T(EN, "probe.percent", "unused"), "100 %"},
		{T(EN, "probe.long"), "first line\nsecond \"line\""},
		{T(FR, "probe.order", Key("probe.percent"), Text{FR: "un", EN: "one"}), "un before 100 %"},
		{T(DE, "probe.order", Moment{at, paris}, Day{at, paris}), "23.11.2026 before 23.11.2026 14:05"},
		{T("xx", "i18n.date_unreadable"), "Enter a date as DD/MM/YYYY."},
		{N(EN, "probe.tickets", 1, "x"), "one of x"},
		{N(EN, "probe.tickets", 12345, "x"), "12,345 of x"},
		{N(EN, "probe.percent", 3), "100 %"},
		{T(EN, "probe.order", Plural{"i18n.for_days", 2}, Plural{"i18n.for_days", 1}), "for 1 day before for 2 days"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestPluralForms(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		n    int
		want string
	}{
		{EN, 0, "for 0 days"}, {EN, 1, "for 1 day"}, {EN, 2, "for 2 days"}, {EN, -1, "for -1 day"},
		{FR, 0, "depuis 0 jour"}, {FR, 1, "depuis 1 jour"}, {FR, 2, "depuis 2 jours"},
		{ES, 0, "desde hace 0 días"}, {ES, 1, "desde hace 1 día"}, {ES, 1000, "desde hace 1.000 días"},
		{DE, 0, "seit 0 Tagen"}, {DE, 1, "seit 1 Tag"}, {DE, 2, "seit 2 Tagen"},
	} {
		if got := N(c.lang, "i18n.for_days", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestMissingKeyIsShownAndLoggedOnce(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	for range 3 {
		if got := T(EN, "probe.absent"); got != "probe.absent" {
			t.Errorf("T: %q", got)
		}
		if got := N(EN, "probe.absent", 2); got != "probe.absent" {
			t.Errorf("N: %q", got)
		}
	}
	if n := strings.Count(log.String(), "probe.absent"); n != 1 {
		t.Errorf("logged %d times:\n%s", n, log.String())
	}
}

func TestRegisterRefusesBrokenCatalogues(t *testing.T) {
	lacking := inAll("")
	delete(lacking, "locales/de.po")
	foreign := inAll("")
	foreign["locales/de.po"] = poFile(FR, "")
	for name, fsys := range map[string]fstest.MapFS{
		"key of another feature": inAll("msgid \"other.a\"\nmsgstr \"A\"\n"),
		"key twice":              inAll("msgid \"broken.a\"\nmsgstr \"A\"\nmsgid \"broken.a\"\nmsgstr \"B\"\n"),
		"open quotes":            inAll("msgid \"broken.a\"\nmsgstr \"A\n"),
		"quotes inside":          inAll("msgid \"broken.a\"\nmsgstr \"A \"b\"\"\n"),
		"no PO":                  inAll("broken.a = A\n"),
		"empty text":             inAll("msgid \"broken.a\"\nmsgstr \"\"\n"),
		"one plural form":        inAll("msgid \"broken.a\"\nmsgid_plural \"broken.a\"\nmsgstr[0] \"A\"\n"),
		"no file":                lacking,
		"wrong language":         foreign,
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("registered")
				}
			}()
			defer delete(features, "broken")
			Register("broken", fsys)
		})
	}
	t.Run("feature twice", func(t *testing.T) {
		defer func() {
			if recover() == nil {
				t.Error("registered")
			}
		}()
		Register("probe", inAll(""))
	})
}

// GEN-003
func TestMatch(t *testing.T) {
	for header, want := range map[string]Lang{
		"":                                   FR,
		"de":                                 DE,
		"de-AT,de;q=0.9,en;q=0.8":            DE,
		"pt-BR,pt;q=0.9,es;q=0.8,en;q=0.7":   ES,
		"en;q=0.5, es;q=0.9":                 ES,
		"EN-us":                              EN,
		"en;q=0, de;q=0.1":                   DE,
		"ja,zh":                              FR,
		"*":                                  FR,
		"en;q=nonsense":                      FR,
		strings.Repeat("ja,", 5000) + "de":   FR,
		";;;,,,q=,en;q=0.3;x, fr ;q=0.2":     EN,
		"frisian, english":                   FR,
		"es ; q=0.4 , de ; q=0.6":            DE,
		"\x00\xff,es":                        ES,
		"en ;q=1.0000000000000000000000,es ": EN,
	} {
		if got := Match(header, FR); got != want {
			t.Errorf("%.40q: %s, want %s", header, got, want)
		}
	}
}
