package ui

import (
	"context"
	"hash/fnv"
	"strings"
	"time"

	"renfort/internal/i18n"
)

// Tone gives data its colour: states, priorities, categories, people. A tone is
// readable in every theme, in light and dark; a free colour would not be.
type Tone string

const (
	Red    Tone = "red"
	Orange Tone = "orange"
	Amber  Tone = "amber"
	Green  Tone = "green"
	Teal   Tone = "teal"
	Blue   Tone = "blue"
	Violet Tone = "violet"
	Pink   Tone = "pink"
	Slate  Tone = "slate"
)

// Tones are all tones, in the order in which pickers offer them.
var Tones = []Tone{Red, Orange, Amber, Green, Teal, Blue, Violet, Pink, Slate}

// Glyph is the name of a Tabler icon. The build finds the names where sources
// write Icon("lock"), Icon: "lock" or Glyph("lock"), and refuses unknown ones.
type Glyph string

// Shape tells pills apart without their colour.
type Shape string

const (
	Full   Shape = ""
	Half   Shape = "half"
	Hollow Shape = "hollow"
	Square Shape = "square"
)

// initials are at most two letters of a name: "AR" for Amélie Roussel.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' || r == '\'' })
	if len(words) == 0 {
		return "?"
	}
	first := []rune(words[0])[:1]
	if len(words) > 1 {
		first = append(first, []rune(words[len(words)-1])[0])
	}
	return strings.ToUpper(string(first))
}

// toneOf is the tone that a name always gets.
func toneOf(name string) Tone {
	h := fnv.New32a()
	h.Write([]byte(name))
	tones := []Tone{Blue, Teal, Violet, Orange, Green, Pink, Amber}
	return tones[h.Sum32()%uint32(len(tones))]
}

// ShortDate is t as lists show it, in the viewer's language and zone.
func ShortDate(ctx context.Context, t time.Time) string {
	v := ViewerOf(ctx)
	return i18n.ShortDate(v.Lang, t, v.Now, v.Zone)
}

// DateTime is the day and time of t in the viewer's language and zone.
func DateTime(ctx context.Context, t time.Time) string {
	v := ViewerOf(ctx)
	return i18n.DateTime(v.Lang, t, v.Zone)
}

// Date is the day of t in the viewer's language and zone.
func Date(ctx context.Context, t time.Time) string {
	v := ViewerOf(ctx)
	return i18n.Date(v.Lang, t, v.Zone)
}

// Number is n with the separators of the viewer's language.
func Number(ctx context.Context, n int) string { return i18n.Number(ViewerOf(ctx).Lang, n) }
