package ui

import "github.com/a-h/templ"

// Frame is what stands around every page of a signed-in person. Labels are in
// his language already; what he has no right to is not in it (GEN-031).
type Frame struct {
	Home     templ.SafeURL // of the sign at the top left
	Search   templ.SafeURL // takes ?q=…; "" hides the search box
	New      *Item         // the button above the menu
	Sections []Section     // of the menu
	Bar      []Item        // counters at the top (the user bar)
	Bell     *Item         // notifications
	Tabs     []Item        // at the bottom of small screens, beside the menu's own
	Account  Account
	Notices  []Notice // above the page, such as a coming maintenance
	Live     bool     // pages listen for changes (web.Mux.Live)
}

// Section is one group of the menu.
type Section struct {
	Label string
	Items []Item
}

// Item is one entry of the frame.
type Item struct {
	ID    string // what Page.Menu names; unique in the frame
	Label string
	Title string // explains it when the pointer rests on it (GEN-010)
	Href  templ.SafeURL
	Icon  Glyph // or else
	Tone  Tone  // a dot of that tone
	Count string
	Hot   bool   // the count asks for action
	Key   string // keys that open it: "c", "g t"
}

// Account is the menu behind the viewer's initials.
type Account struct {
	Detail  string        // below the name, such as the entity he works in
	Links   []Item        // his profile, other entities
	Look    bool          // he may choose his language and the like
	Theme   bool          // he may choose a theme
	SignOut templ.SafeURL // taken by POST
}

// Notice is one line above the page.
type Notice struct {
	Tone Tone
	Icon Glyph
	Text string
}

// Page is what a page tells its frame.
type Page struct {
	Title Words
	Menu  string // id of the frame's entry that is current
	Bare  bool   // without the frame, as visitors see it
	Wide  bool   // a bare page may be wider than a form
}

// current reports whether the item is where the page is.
func (p Page) current(i Item) bool { return i.ID != "" && i.ID == p.Menu }
