package i18n

import (
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
)

// message is one entry: its plural forms, or its single text.
type message struct{ forms []string }

// catalogues are filled while packages initialise and only read afterwards.
var (
	catalogues = map[Lang]map[string]message{FR: {}, EN: {}, ES: {}, DE: {}}
	features   = map[string]bool{}
	complained sync.Map // keys whose absence was logged
)

// Register adds the catalogues locales/{fr,en,es,de}.po of fsys. Every key in
// them begins with the feature and a dot. It is called while packages
// initialise, and panics on a missing or broken file and on a second
// registration of the feature: such a program must not start.
func Register(feature string, fsys fs.FS) struct{} {
	if features[feature] {
		panic("i18n: two catalogues for " + feature)
	}
	features[feature] = true
	for _, lang := range Langs {
		name := "locales/" + string(lang) + ".po"
		messages, err := readPO(fsys, name, lang)
		if err != nil {
			panic(fmt.Sprintf("i18n: %s of %s: %v", name, feature, err))
		}
		for key, m := range messages {
			if !strings.HasPrefix(key, feature+".") {
				panic(fmt.Sprintf("i18n: %s of %s: key %q belongs to another feature", name, feature, key))
			}
			catalogues[lang][key] = m
		}
	}
	return struct{}{}
}

// T is the text of key in lang with args put in its places %[1]s, %[2]d and so
// on. A key that no catalogue holds comes back as it is; a test of the house
// keeps that from happening.
func T(lang Lang, key string, args ...any) string {
	m, ok := find(lang, key)
	if !ok {
		return key
	}
	return fill(lang, m.forms[0], args)
}

// N is the text of key in the plural form that fits n. In the text n is %[1]d,
// written with the language's separators; args follow from %[2] on.
//
// There are two forms, as in every gettext catalogue of these languages; French
// counts 0 and 1 as singular.
func N(lang Lang, key string, n int, args ...any) string {
	m, ok := find(lang, key)
	if !ok {
		return key
	}
	form := m.forms[min(plural(lang, n), len(m.forms)-1)]
	return fill(lang, form, append([]any{count{lang, n}}, args...))
}

func find(lang Lang, key string) (message, bool) {
	catalogue, ok := catalogues[lang]
	if !ok {
		catalogue = catalogues[EN]
	}
	m, ok := catalogue[key]
	if !ok {
		if _, before := complained.LoadOrStore(string(lang)+key, true); !before {
			slog.Warn("no text for a translation key", "key", key, "lang", string(lang))
		}
	}
	return m, ok
}

// plural is the index of the form for n.
func plural(lang Lang, n int) int {
	n = max(n, -n)
	if n == 1 || n == 0 && lang == FR {
		return 0
	}
	return 1
}

func fill(lang Lang, text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "%[") {
		return text
	}
	said := make([]any, len(args))
	for i, arg := range args {
		if l, ok := arg.(Localized); ok {
			arg = l.In(lang)
		}
		said[i] = arg
	}
	return fmt.Sprintf(text, said...)
}

// count is the number of a plural text: %d writes it with separators.
type count struct {
	lang Lang
	n    int
}

func (c count) Format(f fmt.State, _ rune) { f.Write([]byte(Number(c.lang, c.n))) }

// Has reports whether key has a text in every language.
func Has(key string) bool {
	for _, lang := range Langs {
		if _, ok := catalogues[lang][key]; !ok {
			return false
		}
	}
	return true
}

// Keys are the keys of lang in order. Tests and the About page ask for them.
func Keys(lang Lang) []string { return slices.Sorted(maps.Keys(catalogues[lang])) }

// Forms are the unfilled texts of key in lang: one, or one per plural form.
func Forms(lang Lang, key string) []string { return catalogues[lang][key].forms }

// Features are the names under which catalogues were registered, in order.
func Features() []string { return slices.Sorted(maps.Keys(features)) }
