// Package i18ntest proves that catalogues are complete and that the sources
// and the catalogues name the same keys.
package i18ntest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"renfort/internal/i18n"
)

// CheckCatalogues fails unless the four catalogues of each feature hold the
// same keys, no empty text and the same placeholders (GEN-001).
func CheckCatalogues(t *testing.T, features ...string) {
	t.Helper()
	for _, feature := range features {
		if !slices.Contains(i18n.Features(), feature) {
			t.Errorf("no catalogues are registered for %q", feature)
		}
		for _, fault := range Faults(feature) {
			t.Error(fault)
		}
	}
}

// Faults are the differences between the four catalogues of a feature, one
// sentence each.
func Faults(feature string) []string {
	var faults []string
	for _, key := range keysOf(feature) {
		for _, lang := range i18n.Langs {
			forms := i18n.Forms(lang, key)
			if forms == nil {
				faults = append(faults, fmt.Sprintf("%s: %s is missing", lang, key))
				continue
			}
			faults = append(faults, faultsOf(lang, key, forms)...)
		}
	}
	return faults
}

// keysOf are the feature's keys in any language.
func keysOf(feature string) []string {
	keys := map[string]bool{}
	for _, lang := range i18n.Langs {
		for _, key := range i18n.Keys(lang) {
			if strings.HasPrefix(key, feature+".") {
				keys[key] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

// faultsOf compares one text with the English one.
func faultsOf(lang i18n.Lang, key string, forms []string) []string {
	english := i18n.Forms(i18n.EN, key)
	var faults []string
	if len(english) > 0 && len(forms) != len(english) {
		faults = append(faults, fmt.Sprintf("%s: %s has %d forms, in English %d", lang, key, len(forms), len(english)))
	}
	for _, form := range forms {
		if strings.TrimSpace(form) == "" {
			faults = append(faults, fmt.Sprintf("%s: %s is empty", lang, key))
		}
		if stray := strayPercent(form); stray {
			faults = append(faults, fmt.Sprintf("%s: %s: places are %%[1]s, a percent sign beside one is %%%%: %q", lang, key, form))
		}
	}
	if here, there := placesOf(forms), placesOf(english); !slices.Equal(here, there) {
		faults = append(faults, fmt.Sprintf("%s: %s has the places %v, in English %v", lang, key, here, there))
	}
	return faults
}

var place = regexp.MustCompile(`%\[\d+\][sdvq]`)

// placesOf are the places of all forms together: "one ticket" need not repeat
// its number.
func placesOf(forms []string) []string {
	places := map[string]bool{}
	for _, form := range forms {
		for _, p := range place.FindAllString(form, -1) {
			places[p] = true
		}
	}
	return slices.Sorted(maps.Keys(places))
}

// strayPercent reports a percent sign that formatting would misread, or one
// doubled in a text that is never formatted.
func strayPercent(form string) bool {
	if !place.MatchString(form) {
		return strings.Contains(form, "%[") || strings.Contains(form, "%%")
	}
	rest := strings.ReplaceAll(place.ReplaceAllString(form, ""), "%%", "")
	return strings.Contains(rest, "%")
}
