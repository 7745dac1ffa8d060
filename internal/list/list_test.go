package list

import (
	"bufio"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/i18n/i18ntest"
	"renfort/internal/ids"
)

// GEN-001
func TestCataloguesAreComplete(t *testing.T) {
	i18ntest.CheckCatalogues(t, "list")
	for _, d := range Definitions {
		for _, key := range []i18n.Key{d.Kind.Title(), d.Kind.One()} {
			if !i18n.Has(string(key)) {
				t.Errorf("no text for %s", key)
			}
		}
		for _, c := range d.Columns {
			if !i18n.Has(string(c.Title())) {
				t.Errorf("no text for %s", c.Title())
			}
		}
	}
	for _, tone := range Tones {
		if !i18n.Has(string(tone.Title())) {
			t.Errorf("no text for %s", tone.Title())
		}
	}
	for _, shape := range Shapes {
		if !i18n.Has(string(shape.Title())) {
			t.Errorf("no text for %s", shape.Title())
		}
	}
}

// specTable reads the rows of a table of the specification whose second cell is a code.
func specTable(t *testing.T, file, heading string) [][]string {
	t.Helper()
	f, err := os.Open("../../docs/spec/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	inside := false
	row := regexp.MustCompile(`^\| \d+ \| [a-z_]+ \|`)
	for scanner := bufio.NewScanner(f); scanner.Scan(); {
		line := scanner.Text()
		switch {
		case strings.HasPrefix(line, heading):
			inside = true
		case inside && row.MatchString(line):
			var cells []string
			for cell := range strings.SplitSeq(strings.Trim(line, "| "), "|") {
				cells = append(cells, strings.TrimSpace(cell))
			}
			rows = append(rows, cells)
		case inside && len(rows) > 0:
			return rows
		}
	}
	return rows
}

// The built-in values are those of 10-tickets.md and 50-assets.md, GEN-012.
func TestBuiltinValuesAreThoseOfTheSpecification(t *testing.T) {
	tones := map[string]Tone{"#B03A2E": "red", "#B71C1C": "red", "#D84315": "orange", "#C77700": "amber", "#1F6FB2": "blue",
		"#7A4EA3": "violet", "#2E7D32": "green", "#5F6A72": "slate"}
	s := Collect(Builtin())
	for _, c := range []struct {
		file, heading string
		kind          Kind
		rows          int
	}{
		{"10-tickets.md", "### Built-in states", State, 6},
		{"10-tickets.md", "### Default priorities", Priority, 6},
		{"10-tickets.md", "### Default criticalities", Criticality, 4},
		{"50-assets.md", "Default asset states", AssetState, 4},
	} {
		rows := specTable(t, c.file, c.heading)
		if len(rows) != c.rows || len(s.items[c.kind]) != c.rows {
			t.Errorf("%s: %d rows in the specification, %d here", c.kind, len(rows), len(s.items[c.kind]))
		}
		for _, want := range rows {
			item, _ := s.ByCode(c.kind, want[1])
			got := []string{fmt.Sprint(item.ID), item.Code, item.Labels.FR, item.Labels.EN, item.Labels.ES, item.Labels.DE}
			if !slices.Equal(got, want[:6]) || item.Tone != tones[want[6]] || item.Rank != int(item.ID) {
				t.Errorf("%s: %v %s rank %d, want %v", c.kind, got, item.Tone, item.Rank, want)
			}
			flag := func(on bool) string { return map[bool]string{true: "1", false: "0"}[on] }
			if c.kind == State && (flag(item.Closed) != want[7] || flag(item.Todo) != want[8]) {
				t.Errorf("flags of %s: closed %t, to do %t", item.Code, item.Closed, item.Todo)
			}
			if c.kind == AssetState && flag(item.Details.BlocksIP) != want[7] {
				t.Errorf("%s blocks addresses: %t", item.Code, item.Details.BlocksIP)
			}
		}
	}
}

// 80-administration-settings-lists.md § 5: default times, channels and document origins.
func TestDefaultTimesChannelsAndOrigins(t *testing.T) {
	s := Collect(Builtin())
	for _, c := range []struct {
		kind Kind
		lang i18n.Lang
		want string
	}{
		{Time, i18n.EN, "5 min, 10 min, 15 min, 30 min, 45 min, 1 h, 1 h 30, 2 h, 3 h, 4 h, 1 day, 2 days, 5 days"},
		{Time, i18n.FR, "5 min, 10 min, 15 min, 30 min, 45 min, 1 h, 1 h 30, 2 h, 3 h, 4 h, 1 jour, 2 jours, 5 jours"},
		{Channel, i18n.EN, "API, Counter, Form, Mail, Phone, Web"},
		{DocumentOrigin, i18n.EN, "Asset, Contract, Other, Procedure, Ticket"},
		{DocumentOrigin, i18n.DE, "Anleitung, Gerät, Sonstiges, Ticket, Vertrag"},
		{Category, i18n.EN, ""},
	} {
		if got := labels(s.All(c.kind, c.lang), c.lang); got != c.want {
			t.Errorf("%s: %s, want %s", c.kind, got, c.want)
		}
	}
	var minutes []int
	for _, item := range s.All(Time, i18n.EN) {
		minutes = append(minutes, item.Minutes)
	}
	if !slices.Equal(minutes, []int{5, 10, 15, 30, 45, 60, 90, 120, 180, 240, 480, 960, 2400}) {
		t.Errorf("times count %v", minutes)
	}
}

func labels(items []Item, lang i18n.Lang) string {
	var out []string
	for _, item := range items {
		out = append(out, item.Label(lang))
	}
	return strings.Join(out, ", ")
}

// Every value that the product brings along could be saved by hand as well.
func TestBuiltinValuesObeyTheRules(t *testing.T) {
	s := Collect(Builtin())
	seen := map[string]bool{}
	for _, item := range Builtin() {
		if err := s.Check(item, nil); err != nil {
			t.Errorf("%s %s: %v", item.List, item.Code, err)
		}
		tidied := item.Tidied()
		if fmt.Sprint(tidied) != fmt.Sprint(item) {
			t.Errorf("%s %s is kept as %v", item.List, item.Code, tidied)
		}
		key := fmt.Sprintf("%s %s", item.List, item.Code)
		if seen[key] || item.Code == "" {
			t.Errorf("the code of %s %d is %q", item.List, item.ID, item.Code)
		}
		seen[key] = true
		for _, lang := range i18n.Langs {
			if item.Labels.In(lang) == "" {
				t.Errorf("%s has no label in %s", key, lang)
			}
			if short := item.Short(lang); item.List == State && utf8.RuneCountInString(short) > 14 {
				t.Errorf("%s: %q is too long for a narrow list", key, short)
			}
		}
	}
}

// GEN-012
func TestLabelFollowsTheLanguageUntilItIsEdited(t *testing.T) {
	s := Collect(Builtin())
	state, _ := s.ByCode(State, "resolved")
	for lang, want := range map[i18n.Lang]string{i18n.FR: "Résolu", i18n.EN: "Resolved", i18n.ES: "Resuelto", i18n.DE: "Gelöst"} {
		if got := s.Label(State, state.ID, lang); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	state.Name, state.Labels = "Done", i18n.Text{}
	for _, lang := range i18n.Langs {
		if state.Label(lang) != "Done" {
			t.Errorf("edited, %s: %q", lang, state.Label(lang))
		}
	}
	state.Labels.FR = "Fait"
	if state.Label(i18n.FR) != "Fait" || state.Label(i18n.DE) != "Done" {
		t.Error("a label per language does not win in its language alone")
	}
	if got := (Item{Labels: i18n.Text{ES: "Hecho"}}).Label(i18n.DE); got != "Hecho" {
		t.Errorf("with a Spanish label only: %q", got)
	}
	if s.Label(State, 0, i18n.FR) != "" || s.Label(State, 99, i18n.FR) != "" {
		t.Error("none and gone have labels")
	}
}

// small is a set of lists with two entities, 1 > 2 > 3, and departments.
func small() *Snapshot {
	return Collect(append(Builtin(),
		Item{List: Department, ID: 1, Name: "IT"},
		Item{List: Department, ID: 2, Name: "Sales"},
		Item{List: Category, ID: 1, Name: "Server"},
		Item{List: Category, ID: 2, Name: "PC", Details: Details{Departments: []int64{1}}},
		Item{List: Category, ID: 3, Name: "Ölheizung", Entity: 2},
		Item{List: Category, ID: 4, Name: "Network", Entity: 2, Below: true},
		Item{List: Category, ID: 5, Name: "Fax", Disabled: true},
		Item{List: Subcategory, ID: 1, Name: "Disk", Parent: 1},
		Item{List: Subcategory, ID: 2, Name: "Disk", Parent: 2},
		Item{List: Subcategory, ID: 3, Name: "Memory", Parent: 1},
		Item{List: KnowledgeCategory, ID: 1, Name: "Top"},
		Item{List: KnowledgeCategory, ID: 2, Name: "Middle", Parent: 1},
		Item{List: KnowledgeCategory, ID: 3, Name: "Bottom", Parent: 2},
	))
}

// LIS-009, LIS-010, LIS-011, LIS-016, TKT-065, TKT-070, TKT-142
func TestOptionsAreThoseThatCountThere(t *testing.T) {
	s := small()
	root, second, third := []ids.Entity{1}, []ids.Entity{1, 2}, []ids.Entity{1, 2, 3}
	for _, c := range []struct {
		kind Kind
		at   At
		want string
	}{
		{Category, At{Up: root}, "PC, Server"},
		{Category, At{Up: second}, "Network, Ölheizung, PC, Server"},
		{Category, At{Up: third}, "Network, PC, Server"},
		{Category, At{Up: root, Department: 1}, "PC, Server"},
		{Category, At{Up: root, Department: 2}, "Server"},
		{Category, At{}, "PC, Server"},
		{Subcategory, At{Up: root, Parent: 1}, "Disk, Memory"},
		{Subcategory, At{Up: root, Parent: 2}, "Disk"},
		{Subcategory, At{Up: root, Parent: 2, Department: 2}, ""},
		{Subcategory, At{Up: root}, ""},
		{Priority, At{Up: root}, "Urgent, Very high, High, Medium, Low, Very low"},
		{Product, At{Up: root}, ""},
		{"no_such_list", At{Up: root}, ""},
	} {
		if got := labels(s.Options(c.kind, i18n.EN, c.at), i18n.EN); got != c.want {
			t.Errorf("%s at %v: %s, want %s", c.kind, c.at, got, c.want)
		}
		if got := s.Usable(c.kind, c.at); got != (c.want != "") { // TKT-005
			t.Errorf("%s at %v usable: %t", c.kind, c.at, got)
		}
	}
	if got := labels(s.All(Category, i18n.EN), i18n.EN); got != "Fax, Network, Ölheizung, PC, Server" {
		t.Errorf("all: %s", got)
	}
	if got := labels(s.All(Category, "xx"), i18n.EN); got != "Fax, Network, Ölheizung, PC, Server" {
		t.Errorf("in an unknown language: %s", got)
	}
	if got := labels(s.Children(Category, 1), i18n.EN); got != "Disk, Memory" {
		t.Errorf("children: %s", got)
	}
}

// GEN-027, TKT-069
func TestChooseRefusesWhatIsNotOffered(t *testing.T) {
	s := small()
	at := At{Up: []ids.Entity{1}, Parent: 1, Department: 2}
	for _, c := range []struct {
		kind     Kind
		id, kept int64
		ok       bool
	}{
		{Category, 0, 0, true}, {Category, 1, 0, true}, {Category, 2, 0, false}, {Category, 3, 0, false}, {Category, 5, 0, false},
		{Category, 5, 5, true}, {Category, 99, 99, false}, {Category, -1, 0, false},
		{Subcategory, 1, 0, true}, {Subcategory, 2, 0, false}, {Subcategory, 0, 0, true},
		{State, 0, 0, false}, {State, 1, 0, true}, {"no_such_list", 1, 0, false},
	} {
		err := s.Choose(c.kind, c.id, c.kept, at, "category")
		if (err == nil) != c.ok {
			t.Errorf("%s %d, kept %d: %v", c.kind, c.id, c.kept, err)
		}
		if err != nil && (!fault.Is(err, "list.gone") || fault.All(err)[0].Field != "category") {
			t.Errorf("%s %d: %v", c.kind, c.id, err)
		}
	}
	err := fault.All(s.Choose(Category, 99, 0, at, "category"))[0]
	if got := i18n.T(i18n.EN, err.Key, err.Args...); got != "The selected category is no longer available." {
		t.Errorf("said as %q", got)
	}
}
