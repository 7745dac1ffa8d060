package clean

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// The classes by which a text says how it looks. The style sheet defines them;
// a page never carries style attributes.
var (
	colours    = []string{"red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "grey"}
	sizes      = []string{"size-small", "size-large", "size-huge"}
	alignments = []string{"align-left", "align-center", "align-right", "align-justify"}
	weights    = []string{"bold", "italic", "underline", "strike"}
)

// Classes are all classes that cleaned HTML may carry: text colours "ink-red",
// backgrounds "mark-yellow", sizes, alignments, weights and the placeholder.
func Classes() []string {
	var all []string
	for _, c := range colours {
		all = append(all, "ink-"+c, "mark-"+c)
	}
	for _, w := range weights {
		all = append(all, "text-"+w)
	}
	return append(slices.Concat(all, sizes, alignments), RemoteClass)
}

var known = set(Classes()...)

func classPattern() *regexp.Regexp {
	one := "(?:" + strings.Join(Classes(), "|") + ")"
	return regexp.MustCompile("^" + one + "(?: " + one + ")*$")
}

// classesOf reads what an element says of its looks: style, old attributes, and
// the classes our own editor wrote.
func classesOf(t html.Token) []string {
	var found []string
	add := func(class string) {
		if known[class] && !slices.Contains(found, class) {
			found = append(found, class)
		}
	}
	if t.Data == "center" {
		add("align-center")
	}
	if t.Data == "small" {
		add("size-small")
	}
	if t.Data == "big" {
		add("size-large")
	}
	for _, a := range t.Attr {
		switch a.Key {
		case "class":
			for class := range strings.FieldsSeq(a.Val) {
				if class != RemoteClass {
					add(class)
				}
			}
		case "style":
			for property, value := range declarations(a.Val) {
				add(classOf(property, value))
			}
		case "align":
			add("align-" + strings.ToLower(strings.TrimSpace(a.Val)))
		case "color":
			add(classOf("color", a.Val))
		case "bgcolor":
			add(classOf("background-color", a.Val))
		case "size":
			if t.Data == "font" {
				add(fontSize(a.Val))
			}
		}
	}
	return found
}

// maxStyle bounds, in bytes, a style attribute.
const maxStyle = 4096

// declarations are the properties of a style attribute in their order.
func declarations(style string) func(func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for declaration := range strings.SplitSeq(style[:min(len(style), maxStyle)], ";") {
			property, value, ok := strings.Cut(declaration, ":")
			if !ok {
				continue
			}
			value, _, _ = strings.Cut(value, "!")
			if !yield(strings.ToLower(strings.TrimSpace(property)), strings.ToLower(strings.TrimSpace(value))) {
				return
			}
		}
	}
}

// classOf is the class for a property, "" when none fits.
func classOf(property, value string) string {
	switch property {
	case "color":
		return coloured("ink-", value)
	case "background", "background-color":
		return coloured("mark-", value)
	case "font-size":
		return sizeClass(value)
	case "text-align":
		return "align-" + value
	case "font-weight":
		if n, err := strconv.Atoi(value); value == "bold" || value == "bolder" || err == nil && n >= 600 {
			return "text-bold"
		}
	case "font-style":
		if value == "italic" || value == "oblique" {
			return "text-italic"
		}
	case "text-decoration", "text-decoration-line":
		if strings.Contains(value, "line-through") {
			return "text-strike"
		}
		if strings.Contains(value, "underline") {
			return "text-underline"
		}
	}
	return ""
}

// fontSize reads <font size>: 1 to 7, 3 is normal.
func fontSize(raw string) string {
	raw = strings.TrimSpace(raw)
	n, err := strconv.Atoi(raw)
	if err != nil {
		return ""
	}
	if raw[0] == '+' || raw[0] == '-' {
		n += 3
	}
	switch {
	case n <= 1:
		return "size-small"
	case n == 4 || n == 5:
		return "size-large"
	case n >= 6:
		return "size-huge"
	}
	return ""
}

var length = regexp.MustCompile(`^([0-9]{1,4}(?:\.[0-9]+)?)(px|pt|em|rem|%)$`)

// perUnit is the size in pixels of one unit; text of 16 px is normal.
var perUnit = map[string]float64{"px": 1, "pt": 4.0 / 3, "em": 16, "rem": 16, "%": 0.16}

func sizeClass(value string) string {
	switch value {
	case "xx-small", "x-small", "smaller":
		return "size-small"
	case "large", "larger", "x-large":
		return "size-large"
	case "xx-large", "xxx-large":
		return "size-huge"
	}
	m := length.FindStringSubmatch(value)
	if m == nil {
		return ""
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return ""
	}
	switch px := n * perUnit[m[2]]; {
	case px < 12: // mail programs write 10 and 11 pt for normal text
		return "size-small"
	case px >= 28:
		return "size-huge"
	case px >= 20:
		return "size-large"
	}
	return ""
}
