package list

import (
	"cmp"

	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// Item is one value of a list. Its id counts within the list; 0 is never an
// item, it means "none".
type Item struct {
	List     Kind
	ID       int64
	Code     string    // of a value that the product brought along
	Name     string    // the label where a language has none of its own
	Labels   i18n.Text // a label per language, each may be empty
	Parent   int64     // the category of a subcategory
	Rank     int       // its place in a list ordered by rank
	Tone     Tone
	Closed   bool       // tickets in this state are closed
	Todo     bool       // tickets in this state are "to do"
	Minutes  int        // what a value of the list of times counts
	Entity   ids.Entity // 0: everywhere
	Below    bool       // also in the entities below Entity
	Builtin  bool       // reserved for the application: never deleted
	Disabled bool       // no longer offered, still shown (LIS-009)
	Details  Details
	Version  int64
}

// Details are the columns that only a few lists have.
type Details struct {
	Departments []int64   `json:"departments,omitempty"` // it is limited to these; none: all
	Shape       Shape     `json:"shape,omitempty"`
	Short       i18n.Text `json:"short,omitzero"`
	LDAPGroup   string    `json:"ldap_group,omitempty"`
	Mail        string    `json:"mail,omitempty"`
	Phone       string    `json:"phone,omitempty"`
	Address     string    `json:"address,omitempty"`
	City        string    `json:"city,omitempty"`
	PostalCode  string    `json:"postal_code,omitempty"`
	Country     string    `json:"country,omitempty"`
	Comment     string    `json:"comment,omitempty"`
	Limit       *Limit    `json:"limit,omitempty"`
	BlocksIP    bool      `json:"blocks_ip,omitempty"` // an address of such an asset counts as taken
}

// Limit is how many tickets the people of a company may open (TKT-152).
type Limit struct {
	Tickets int    `json:"tickets"`
	Days    int    `json:"days"`
	Start   string `json:"start"` // 2026-11-23
	Renew   bool   `json:"renew,omitempty"`
}

// Label is the value's label in lang: its own in that language if it has one,
// else its name (GEN-012).
func (i Item) Label(lang i18n.Lang) string {
	return cmp.Or(i.Labels.In(lang), i.Name, i.Labels.EN, i.Labels.FR, i.Labels.ES, i.Labels.DE)
}

// Short is the label for narrow places; without one of its own it is the label.
func (i Item) Short(lang i18n.Lang) string {
	if short := i.Details.Short.In(lang); short != "" {
		return short
	}
	return i.Label(lang)
}

// Tone is a colour that stays readable in every theme.
type Tone string

// Tones are those an administrator may pick.
var Tones = []Tone{"red", "orange", "amber", "green", "teal", "blue", "violet", "pink", "slate"}

// Title is the tone's name.
func (t Tone) Title() i18n.Key { return i18n.Key("list.tone_" + string(t)) }

// Shape marks a state beside its colour (GEN-009).
type Shape string

// Shapes are those an administrator may pick.
var Shapes = []Shape{"hollow", "half", "full", "square"}

// Title is the shape's name.
func (s Shape) Title() i18n.Key { return i18n.Key("list.shape_" + string(s)) }
