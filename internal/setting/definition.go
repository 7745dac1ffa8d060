// Package setting is how an installation is set: every parameter with its type,
// its bounds and its default, and the values that are in force.
package setting

import (
	"slices"
	"strconv"
	"strings"

	"renfort/internal/authz"
	"renfort/internal/i18n"
)

// The kinds of keys, so that each parameter is read as what it is.
type (
	BoolKey   string
	IntKey    string
	TextKey   string // one text for everybody, or one of some choices
	LocalKey  string // a text per language
	ListKey   string // several addresses, networks, words
	SecretKey string // sealed; never shown again
	HoursKey  string // opening hours of a week
)

// Form is how the value of a parameter is typed and checked.
type Form uint8

const (
	Flag       Form = iota + 1 // yes, no
	Whole                      // a whole number
	Line                       // a text on one line
	Choice                     // one of Choices
	Local                      // a plain text per language
	Rich                       // a text with formatting per language
	Secret                     // a password
	Mail                       // a mail address
	Mails                      // mail addresses
	Domains                    // domains
	Senders                    // mail addresses, domains, *.domains
	Networks                   // IP addresses and networks
	Origins                    // web origins, https://example.org
	Extensions                 // file name extensions
	Dates                      // days
	Colour                     // six hexadecimal digits
	WebAddress                 // http or https
	Feed                       // https only
	Host                       // a server's name or address
	Zone                       // a time zone
	Clock                      // a time of day
	Hours                      // opening hours
	View                       // a view of the ticket list
	Command                    // a program with arguments
	File                       // the name of a stored file
)

// Tab is a page of parameters.
type Tab string

const (
	General    Tab = "general"
	Functions  Tab = "functions"
	Connectors Tab = "connectors"
	Security   Tab = "security"
)

// Tabs are the pages in order.
var Tabs = []Tab{General, Functions, Connectors, Security}

// Title is the tab's name.
func (t Tab) Title() i18n.Key { return i18n.Key("setting.tab_" + string(t)) }

// Right is what it takes to change the parameters of the tab.
func (t Tab) Right() authz.Right {
	if t == Connectors {
		return authz.AdminConnectors
	}
	return authz.AdminParameters
}

// Section is a group of parameters on a tab.
type Section string

// Title is the section's name.
func (s Section) Title() i18n.Key { return i18n.Key("setting.section_" + string(s)) }

// Unit is what a number counts.
type Unit string

const (
	Milliseconds Unit = "ms"
	Seconds      Unit = "s"
	Minutes      Unit = "min"
	HoursUnit    Unit = "h"
	Days         Unit = "d"
	Megabytes    Unit = "mb"
	Percent      Unit = "pct"
)

// Name is the unit's name.
func (u Unit) Name() i18n.Key { return i18n.Key("setting.unit_" + string(u)) }

// Definition is one parameter.
type Definition struct {
	Key       string
	Form      Form
	Tab       Tab
	Section   Section
	Default   string // as it is kept; of a text per language see DefaultIn
	Min, Max  int    // bounds of a number, lengths of a text, most entries of a list
	OrZero    bool   // 0 is allowed below Min and means "off"
	Choices   []string
	Unit      Unit
	PerEntity bool    // an entity may have a value of its own (ENT-060)
	With      BoolKey // shown only while this one is on (ADM-003), or ""
	refusal   string  // the text where a value is out of bounds, if it is not the usual one
}

// Label is the parameter's name.
func (d Definition) Label() i18n.Key { return i18n.Key("setting.label_" + d.Key) }

// Hint explains the parameter; ok is false where its name says it all.
func (d Definition) Hint() (hint i18n.Key, ok bool) {
	hint = i18n.Key("setting.hint_" + d.Key)
	return hint, i18n.Has(string(hint))
}

// ChoiceName is what one of the choices is called.
func (d Definition) ChoiceName(choice string) i18n.Key {
	return i18n.Key("setting.choice_" + d.Key + "_" + choice)
}

// PerLanguage reports whether the parameter has a value per language.
func (d Definition) PerLanguage() bool { return d.Form == Local || d.Form == Rich }

// DefaultIn is the default in a language.
func (d Definition) DefaultIn(lang i18n.Lang) string {
	if key := "setting.default_" + d.Key; d.PerLanguage() && i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return d.Default
}

// Definitions are all parameters in the order of the pages.
var Definitions = collect(generalTab, messageSections, functionsTab, connectorsTab, securityTab)

var byKey = func() map[string]Definition {
	out := make(map[string]Definition, len(Definitions))
	for _, d := range Definitions {
		if _, dup := out[d.Key]; dup {
			panic("setting: two parameters " + d.Key)
		}
		out[d.Key] = d
	}
	return out
}()

// Define is the definition of a parameter; ok is false for one that does not exist.
func Define(key string) (d Definition, ok bool) {
	d, ok = byKey[key]
	return d, ok
}

// Search finds parameters of all tabs by words of their name, explanation,
// section or key, in lang (ADM-005). Without a word there are none.
func Search(lang i18n.Lang, text string) []Definition {
	words := i18n.Words(text)
	var out []Definition
	for _, d := range Definitions {
		texts := []string{d.Key, d.Label().In(lang), d.Section.Title().In(lang)}
		if hint, ok := d.Hint(); ok {
			texts = append(texts, hint.In(lang))
		}
		about := i18n.Fold(strings.Join(texts, " "))
		lacking := func(word string) bool { return !strings.Contains(about, word) }
		if len(words) > 0 && !slices.ContainsFunc(words, lacking) {
			out = append(out, d)
		}
	}
	return out
}

// section is a group of definitions as the tables write it.
type section struct {
	tab         Tab
	name        Section
	definitions []Definition
}

func in(tab Tab, name Section, definitions ...Definition) section {
	return section{tab, name, definitions}
}

func collect(tabs ...[]section) []Definition {
	var out []Definition
	for _, sections := range tabs {
		for _, s := range sections {
			for _, d := range s.definitions {
				d.Tab, d.Section = s.tab, s.name
				out = append(out, d)
			}
		}
	}
	return out
}

func flag(k BoolKey, on bool) Definition {
	return Definition{Key: string(k), Form: Flag, Default: yesNo(on)}
}

func whole(k IntKey, usual, low, high int) Definition {
	return Definition{Key: string(k), Form: Whole, Default: strconv.Itoa(usual), Min: low, Max: high}
}

func line(k TextKey, usual string, low, high int) Definition {
	return Definition{Key: string(k), Form: Line, Default: usual, Min: low, Max: high}
}

func choice(k TextKey, usual string, choices ...string) Definition {
	return Definition{Key: string(k), Form: Choice, Default: usual, Choices: choices}
}

// typed is a text of one of the special forms.
func typed(k TextKey, f Form, usual string) Definition {
	return Definition{Key: string(k), Form: f, Default: usual, Max: maxLine}
}

func local(k LocalKey, f Form, most int) Definition {
	return Definition{Key: string(k), Form: f, Max: most}
}

func several(k ListKey, f Form, usual string) Definition {
	return Definition{Key: string(k), Form: f, Default: usual, Max: maxEntries}
}

func hidden(k SecretKey) Definition { return Definition{Key: string(k), Form: Secret, Max: maxSecret} }

func hours(k HoursKey, usual string) Definition {
	return Definition{Key: string(k), Form: Hours, Default: usual, Max: maxEntries}
}

func (d Definition) unit(u Unit) Definition        { d.Unit = u; return d }
func (d Definition) orZero() Definition            { d.OrZero = true; return d }
func (d Definition) perEntity() Definition         { d.PerEntity = true; return d }
func (d Definition) with(k BoolKey) Definition     { d.With = k; return d }
func (d Definition) refused(key string) Definition { d.refusal = key; return d }

// port is a TCP port.
func port(k IntKey, usual int) Definition { return whole(k, usual, 1, 65_535).refused("setting.port") }

func yesNo(on bool) string {
	if on {
		return "yes"
	}
	return "no"
}
