package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

// Every hx-* attribute of the product is written here, so that pages say what
// they want and one file knows the library.

// boost makes links and forms below swap the page instead of loading it.
func boost() templ.Attributes { return templ.Attributes{"hx-boost:inherited": "true"} }

// Plain keeps a link or form a real navigation: downloads, signing out, language.
func Plain() templ.Attributes { return templ.Attributes{"hx-boost": "false"} }

// Untouched keeps attributes in people's HTML from being obeyed.
func Untouched() templ.Attributes { return templ.Attributes{"hx-ignore": "true"} }

// Refresh makes a link morph one region ("#list") out of the page it leads to,
// and puts that page's address into the address bar.
func Refresh(region string, href templ.SafeURL) templ.Attributes {
	return templ.Attributes{
		"hx-get": string(href), "hx-target": region, "hx-select": region,
		"hx-swap": "outerMorph", "hx-replace-url": "true",
	}
}

// Filter makes a search form refresh region while one types or chooses in the
// inputs that match the selector typed. The form stands around those inputs.
func Filter(region string, action templ.SafeURL, typed string) templ.Attributes {
	a := Refresh(region, action)
	a["hx-trigger"] = `input delay:200ms target:"` + typed + `", submit`
	a["hx-sync"] = "this:replace"
	return a
}

// Post makes a form send itself to action and morph region out of the answer;
// the rest of the page stays. Without script the form goes the usual way.
func Post(region string, action templ.SafeURL) templ.Attributes {
	return templ.Attributes{
		"hx-post": string(action), "hx-target": region, "hx-select": region, "hx-swap": "outerMorph",
	}
}

// OnChange is Post that also goes as soon as one of its inputs changes.
func OnChange(region string, action templ.SafeURL) templ.Attributes {
	a := Post(region, action)
	a["hx-trigger"] = "change, submit"
	return a
}

// LiveRows marks the body of a table as rows of a topic: a row whose data-id
// changes is fetched from rows?ids=… and morphed in place.
func LiveRows(topic, rows string) templ.Attributes {
	return templ.Attributes{"data-live-rows": topic, "data-live-from": rows}
}

// LiveRegion marks a region with an id: it is refreshed from the page's own
// address when the thing changes.
func LiveRegion(topic string, id int64) templ.Attributes {
	return templ.Attributes{"data-live-region": topic, "data-live-id": strconv.FormatInt(id, 10)}
}

// Keep keeps what script has put into an element through a morph of the page.
func Keep() templ.Attributes { return templ.Attributes{"data-keep": true} }

// htmxConfig is the library's configuration: no injected styles (the content
// security policy forbids them), and failures never replace what is on screen.
const htmxConfig = `{"includeIndicatorCSS":false,"history":true,"morphSkip":"[data-keep]","noSwap":[204,304,"5xx"]}`
