package i18n

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for s, want := range map[string]string{
		"":                   "",
		"Étendue":            "etendue",
		"E\u0301tendue":      "etendue",
		"ŒUVRE, cœur":        "oeuvre, coeur",
		"Straße STRASSE ẞ":   "strasse strasse ss",
		"Ærøskøbing":         "aeroskobing",
		"İstanbul ıspanak":   "istanbul ispanak",
		"ﬁchier":             "fichier",
		"ＰＣ１２":               "pc12",
		"Ωmega ΟΔΟΣ":         "ωmega οδοσ",
		"Łódź Đorđe Þór":     "lodz dorde thor",
		"ñandú":              "nandu",
		"a\xffb":             "a\uFFFDb",
		"Ünïcödé\u00a0Space": "unicode space",
	} {
		if got := Fold(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for s, want := range map[string][]string{
		"":                            nil,
		" -- %_' ":                    nil,
		"L’imprimante nº3 (2e étage)": {"l", "imprimante", "no3", "2e", "etage"},
		"Œuvre œuvre":                 {"oeuvre", "oeuvre"},
		"foo_bar@example.org":         {"foo", "bar", "example", "org"},
		strings.Repeat("é", 70):       {strings.Repeat("e", 60)},
		"हिन्दी":                      {"हिनदी"},
		"x\x00y":                      {"x", "y"},
	} {
		if got := Words(s); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"Étendue ŒUVRE", "ẞ İ ﬁ Σς", "a\xff\u0301b", "ǅ ϴ K", "\u0903x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if again := Fold(folded); again != folded {
			t.Errorf("%q folds to %q, that to %q", s, folded, again)
		}
		if !utf8.ValidString(folded) {
			t.Errorf("%q folds to the invalid %q", s, folded)
		}
		for _, word := range Words(s) {
			n := utf8.RuneCountInString(word)
			if n == 0 || n > maxWord {
				t.Errorf("word of %d runes in %q", n, s)
			}
			if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsUpper(r) || apart(r) }) {
				t.Errorf("%q is no folded word", word)
			}
		}
		if upper := Fold(strings.ToUpper(s)); strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 && upper != folded {
			t.Errorf("%q folds to %q, in capitals to %q", s, folded, upper)
		}
	})
}
