package setting

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// place is where a value stands: the whole installation is entity 0, and a
// value that is the same in every language has no language.
type place struct {
	key    string
	entity ids.Entity
	lang   i18n.Lang
}

// stored is one value that differs from the default.
type stored struct {
	value     string
	changedAt time.Time
}

// Fixed is a value that stands in the configuration file or the environment:
// it wins over the database, and pages show it locked (ADM-004).
type Fixed struct {
	Value  string // as it is kept
	Source string // "RENFORT_SERVER_URL", or the file's name
}

// Values are the parameters in force at one moment, as one entity sees them.
// They are never changed.
type Values struct {
	stored map[place]stored
	fixed  map[string]Fixed
	up     []ids.Entity // the entity and those above it, nearest first
}

// Defaults are the values of an installation that nobody has set.
func Defaults() Values { return Values{} }

// For are the values as they count in an entity: its own, else those of the
// nearest entity above that has one, else the installation's (ENT-060). up is
// the way from the root down to the entity.
func (v Values) For(up []ids.Entity) Values {
	v.up = slices.Clone(up)
	slices.Reverse(v.up)
	return v
}

// Bool reads a flag.
func (v Values) Bool(k BoolKey) bool { return v.raw(string(k), "") == "yes" }

// Int reads a number.
func (v Values) Int(k IntKey) int {
	n, _ := strconv.Atoi(v.raw(string(k), "")) // checked when it was saved
	return n
}

// String reads a text that is the same in every language.
func (v Values) String(k TextKey) string { return v.raw(string(k), "") }

// Text reads a text in a language; where that language has none, the default.
func (v Values) Text(k LocalKey, lang i18n.Lang) string { return v.raw(string(k), lang) }

// List reads the entries of a list.
func (v Values) List(k ListKey) []string {
	text := v.raw(string(k), "")
	if text == "" {
		return nil
	}
	return strings.Split(text, separator)
}

// Week reads opening hours.
func (v Values) Week(k HoursKey) Week {
	week, _ := readWeek(v.raw(string(k), "")) // checked when it was saved
	return week
}

// HasSecret reports whether a secret is set.
func (v Values) HasSecret(k SecretKey) bool { return v.raw(string(k), "") != "" }

// Location is the installation's time zone.
func (v Values) Location() *time.Location {
	loc, err := time.LoadLocation(v.String(TimeZone))
	if err != nil {
		return time.UTC // the zone was removed from the system's table since it was chosen
	}
	return loc
}

// Language is the language of visitors and mails where nothing else says.
func (v Values) Language() i18n.Lang { return i18n.Lang(v.String(DefaultLanguage)) }

// debugLasts is how long debug mode stays on.
const debugLasts = 24 * time.Hour

// Debugging reports whether debug mode is on; it ends by itself a day after it
// was switched on.
func (v Values) Debugging(now time.Time) bool {
	if _, fixed := v.fixed[string(Debug)]; fixed {
		return v.Bool(Debug)
	}
	s := v.stored[place{key: string(Debug)}]
	return s.value == "yes" && now.Before(s.changedAt.Add(debugLasts))
}

// raw is the value as it is kept.
func (v Values) raw(key string, lang i18n.Lang) string {
	if f, ok := v.fixed[key]; ok {
		return f.Value
	}
	d := byKey[key]
	if d.PerEntity {
		for _, e := range v.up {
			if s, ok := v.stored[place{key, e, lang}]; ok {
				return s.value
			}
		}
	}
	if s, ok := v.stored[place{key, 0, lang}]; ok {
		return s.value
	}
	return d.DefaultIn(lang)
}

// Shown is a parameter as a page shows it.
type Shown struct {
	Value     string     // as it is kept; of a secret nothing
	Set       bool       // a secret is set
	Changed   bool       // it differs from the default (ADM-006)
	Inherited bool       // the entity has no value of its own
	Source    string     // where it is locked, or ""
	At        ids.Entity // the entity whose value it is; 0: the installation's
}

// Show is a parameter as entity sees it; 0 is the whole installation. lang is
// empty unless the parameter is a text per language.
func (v Values) Show(d Definition, entity ids.Entity, lang i18n.Lang) Shown {
	s := Shown{Value: v.raw(d.Key, lang), Source: v.fixed[d.Key].Source, At: v.origin(d, lang)}
	s.Changed = s.Value != d.DefaultIn(lang)
	s.Inherited = entity != 0 && s.At != entity
	if d.Form == Secret {
		s.Value, s.Set = "", s.Value != ""
	}
	return s
}

// origin is the nearest entity that has a value of its own.
func (v Values) origin(d Definition, lang i18n.Lang) ids.Entity {
	if d.PerEntity {
		for _, e := range v.up {
			if _, ok := v.stored[place{d.Key, e, lang}]; ok {
				return e
			}
		}
	}
	return 0
}

// Export are the installation's values that differ from the defaults, as changes
// that would set them elsewhere; secrets and what an entity sets stay out (ADM-007).
func (v Values) Export() []Change {
	var out []Change
	for _, d := range Definitions {
		langs := []i18n.Lang{""}
		if d.PerLanguage() {
			langs = i18n.Langs
		}
		for _, lang := range langs {
			if s, ok := v.stored[place{d.Key, 0, lang}]; ok && d.Form != Secret {
				out = append(out, Change{Key: d.Key, Lang: lang, Value: s.value})
			}
		}
	}
	return out
}
