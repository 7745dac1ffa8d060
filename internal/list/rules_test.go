package list

import (
	"slices"
	"strings"
	"testing"

	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// told are the keys and fields of the faults in err, "list.name_missing@name".
func told(err error) (out []string) {
	for _, f := range fault.All(err) {
		out = append(out, f.Key+"@"+f.Field)
	}
	return out
}

// LIS-004, LIS-005, LIS-006, LIS-014, TKT-066, TKT-154, GEN-020, GEN-021, GEN-025, GEN-026
func TestCheckFindsEachFault(t *testing.T) {
	s := small()
	limit := func(l Limit) Item { return Item{List: Company, Name: "ACME", Details: Details{Limit: &l}} }
	long := strings.Repeat("é", 81)
	for name, c := range map[string]struct {
		item Item
		want []string
	}{
		"fine":                           {Item{List: Category, Name: "Printer"}, nil},
		"80 characters":                  {Item{List: Category, Name: long[:160]}, nil},
		"81 characters":                  {Item{List: Category, Name: long}, []string{"list.too_long@name"}},
		"no name":                        {Item{List: Category}, []string{"list.name_missing@name"}},
		"label in one language":          {Item{List: Category, Labels: i18n.Text{DE: "Drucker"}}, nil},
		"long label":                     {Item{List: Category, Labels: i18n.Text{DE: long}}, []string{"list.too_long@label_de"}},
		"name taken":                     {Item{List: Category, Name: "SERVER"}, []string{"list.name_taken@name"}},
		"name taken, accents":            {Item{List: Category, Name: "Sérver"}, []string{"list.name_taken@name"}},
		"name taken in another language": {Item{List: Channel, Name: "Guichet"}, []string{"list.name_taken@name"}},
		"name of a disabled one":         {Item{List: Category, Name: "fax"}, []string{"list.name_taken@name"}},
		"its own name":                   {Item{List: Category, ID: 1, Name: "server"}, nil},
		"global one like a local one":    {Item{List: Category, Name: "Network"}, []string{"list.name_taken@name"}},
		"local one elsewhere":            {Item{List: Category, Name: "Network", Entity: 9}, nil},
		"local one below":                {Item{List: Category, Name: "Network", Entity: 3}, []string{"list.name_taken@name"}},
		"subcategory without category":   {Item{List: Subcategory, Name: "Tape"}, []string{"list.category_missing@parent"}},
		"subcategory of no category":     {Item{List: Subcategory, Name: "Tape", Parent: 99}, []string{"list.gone@parent"}},
		"subcategory taken":              {Item{List: Subcategory, Name: "disk", Parent: 1}, []string{"list.subcategory_taken@name"}},
		"subcategory of another":         {Item{List: Subcategory, Name: "memory", Parent: 2}, nil},
		"tree without parent":            {Item{List: KnowledgeCategory, Name: "Other"}, nil},
		"below itself":                   {Item{List: KnowledgeCategory, ID: 1, Name: "Top", Parent: 3}, []string{"list.own_parent@parent"}},
		"its own parent":                 {Item{List: KnowledgeCategory, ID: 2, Name: "Middle", Parent: 2}, []string{"list.own_parent@parent"}},
		"moved in the tree":              {Item{List: KnowledgeCategory, ID: 3, Name: "Bottom", Parent: 1}, nil},
		"time without minutes":           {Item{List: Time, Name: "Long"}, []string{"list.minutes_range@minutes"}},
		"time of no name nor minutes":    {Item{List: Time, Minutes: -5}, []string{"list.name_missing@name", "list.minutes_range@minutes"}},
		"longest time":                   {Item{List: Time, Name: "A year", Minutes: 525_600}, nil},
		"time too long":                  {Item{List: Time, Name: "Longer", Minutes: 525_601}, []string{"list.minutes_range@minutes"}},
		"tone":                           {Item{List: Tag, Name: "VIP", Tone: "teal"}, nil},
		"no tone":                        {Item{List: Tag, Name: "VIP", Tone: "#ff0000"}, []string{"list.tone_unknown@tone"}},
		"no shape":                       {Item{List: State, Name: "Test", Details: Details{Shape: "star"}}, []string{"list.shape_unknown@shape"}},
		"short label":                    {Item{List: State, Name: "Test", Details: Details{Short: i18n.Same("fifteen letters")}}, []string{"list.too_long@short_fr", "list.too_long@short_en", "list.too_long@short_es", "list.too_long@short_de"}},
		"department gone":                {Item{List: Category, Name: "X", Details: Details{Departments: []int64{1, 9}}}, []string{"list.gone@departments"}},
		"mail":                           {Item{List: Branch, Name: "X", Details: Details{Mail: "a@b\r\nBcc: c@d"}}, []string{"list.mail_invalid@mail"}},
		"phone":                          {Item{List: Supplier, Name: "X", Details: Details{Phone: strings.Repeat("1", 51)}}, []string{"list.too_long@phone"}},
		"limit":                          {limit(Limit{Tickets: 0, Days: 30, Start: "2026-11-23", Renew: true}), nil},
		"limit without days":             {limit(Limit{Tickets: 5, Start: "2026-11-23"}), []string{"list.limit_incomplete@limit"}},
		"limit without start":            {limit(Limit{Tickets: 5, Days: 3}), []string{"list.limit_incomplete@limit"}},
		"limit out of range":             {limit(Limit{Tickets: 100_001, Days: 3651, Start: "31/02/2026"}), []string{"list.limit_tickets@limit_tickets", "list.limit_days@limit_days", "i18n.date_unreadable@limit_start"}},
		"no such list":                   {Item{List: "x", Name: "X"}, []string{"list.unknown@"}},
	} {
		up := map[int64][]int64{0: nil, 3: {1, 2, 3}, 9: {1, 9}}[int64(c.item.Entity)]
		if got := told(s.Check(c.item, way(up))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func way(up []int64) (out []ids.Entity) {
	for _, id := range up {
		out = append(out, ids.Entity(id))
	}
	return out
}

func TestTidied(t *testing.T) {
	item := Item{List: Category, Name: "  Big\r\n\tServer\x00\u202e ", Parent: 4, Tone: "red", Closed: true, Todo: true, Minutes: 3, Below: true,
		Details: Details{Departments: []int64{2, 1, 2}, Mail: "a@b.example", Shape: "half", Comment: "x", Limit: &Limit{}}}.Tidied()
	if item.Name != "Big Server" || item.Parent != 0 || item.Tone != "" || item.Closed || item.Todo || item.Minutes != 0 || item.Below {
		t.Errorf("%+v", item)
	}
	d := item.Details
	if !slices.Equal(d.Departments, []int64{1, 2}) || d.Mail != "" || d.Shape != "" || d.Comment != "" || d.Limit != nil {
		t.Errorf("%+v", d)
	}
	supplier := Item{List: Supplier, Name: "X", Details: Details{Comment: " a\nb ", Phone: " 1  2 "}}.Tidied()
	if supplier.Details.Comment != "a\nb" || supplier.Details.Phone != "1 2" {
		t.Errorf("%+v", supplier.Details)
	}
}
