// Package i18n holds the words that people read: catalogues in four languages,
// plurals, dates and numbers, and the folding that makes search blind to case
// and accents.
package i18n

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Lang is one of the four languages.
type Lang string

const (
	FR Lang = "fr"
	EN Lang = "en"
	ES Lang = "es"
	DE Lang = "de"
)

// Langs are the languages in the order in which pickers offer them.
var Langs = []Lang{FR, EN, ES, DE}

// Parse reads a language code; ok is false for any but the four.
func Parse(code string) (lang Lang, ok bool) {
	lang = Lang(code)
	return lang, slices.Contains(Langs, lang)
}

// Name is the language's own name for itself.
func (l Lang) Name() string {
	return Text{FR: "Français", EN: "English", ES: "Español", DE: "Deutsch"}.In(l)
}

// maxRanges bounds how much of an Accept-Language header is read.
const maxRanges = 20

// Match is the first supported language of an Accept-Language header in the
// browser's order of preference, or fallback (GEN-003).
func Match(acceptLanguage string, fallback Lang) Lang {
	type choice struct {
		lang   Lang
		weight float64
	}
	var choices []choice
	for _, part := range strings.SplitN(acceptLanguage, ",", maxRanges) {
		tag, params, _ := strings.Cut(part, ";")
		primary, _, _ := strings.Cut(strings.TrimSpace(tag), "-")
		lang, ok := Parse(strings.ToLower(primary))
		if weight := quality(params); ok && weight > 0 {
			choices = append(choices, choice{lang, weight})
		}
	}
	if len(choices) == 0 {
		return fallback
	}
	slices.SortStableFunc(choices, func(a, b choice) int { return cmp.Compare(b.weight, a.weight) })
	return choices[0].lang
}

// quality reads the q parameter of a language range; without one it is 1.
func quality(params string) float64 {
	value, found := strings.CutPrefix(strings.TrimSpace(params), "q=")
	if !found {
		return 1
	}
	value, _, _ = strings.Cut(value, ";")
	q, err := strconv.ParseFloat(value, 64)
	if err != nil || q < 0 || q > 1 {
		return 0
	}
	return q
}
