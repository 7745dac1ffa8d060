package list

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"renfort/internal/address"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// Limits of the specification: LIS-005, LIS-006, 20-users-profiles-rights.md § 1
// for addresses and phones, TKT-150 for ticket limits.
const (
	maxName       = 80
	maxShort      = 14
	maxMinutes    = 525_600
	maxPhone      = 50
	maxCity       = 100
	maxPostalCode = 20
	maxLine       = 255
	maxComment    = 5000
	maxTickets    = 100_000
	maxDays       = 3650
	maxLinks      = 500 // departments of one value
)

// Check finds every fault of a value that is to be saved, against the lists as
// they stand. up is the way from the root to the value's entity.
func (s *Snapshot) Check(i Item, up []ids.Entity) error {
	d, ok := Define(i.List)
	if !ok {
		return fault.New(fault.NotFound, "list.unknown")
	}
	var es fault.Errors
	es.Add(checkNames(i))
	if len(es) == 0 {
		es.Add(s.checkTaken(i, up))
	}
	es.Add(s.checkParent(d, i))
	if d.Has(ColumnMinutes) && (i.Minutes < 1 || i.Minutes > maxMinutes) {
		es.Add(fault.New(fault.Invalid, "list.minutes_range", maxMinutes).On("minutes"))
	}
	if d.Has(ColumnTone) && i.Tone != "" && !slices.Contains(Tones, i.Tone) {
		es.Add(fault.New(fault.Invalid, "list.tone_unknown").On("tone"))
	}
	es.Add(s.checkDetails(i.Details))
	if i.Disabled && s.leftWithout(i.List, i.ID) {
		es.Add(fault.New(fault.Invalid, "list.last_one").On("disabled"))
	}
	return es.Err()
}

// checkNames asks for a label that fits; LIS-005.
func checkNames(i Item) error {
	var es fault.Errors
	if i.Label(i18n.EN) == "" {
		es.Add(fault.New(fault.Invalid, "list.name_missing").On("name"))
	}
	es.Add(limited("name", i.Name, maxName))
	for _, lang := range i18n.Langs {
		es.Add(limited("label_"+string(lang), i.Labels.In(lang), maxName))
		es.Add(limited("short_"+string(lang), i.Details.Short.In(lang), maxShort))
	}
	return es.Err()
}

func limited(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return fault.New(fault.Invalid, "list.too_long", most, n).On(field)
	}
	return nil
}

// checkTaken refuses a label that another value shows, case and accents
// ignored. Values of entities that do not meet may be called alike.
func (s *Snapshot) checkTaken(i Item, up []ids.Entity) error {
	names := i.folded()
	for _, other := range s.items[i.List] {
		if other.ID == i.ID || other.Parent != i.Parent || !meet(i, other, up) {
			continue
		}
		if slices.ContainsFunc(other.folded(), func(name string) bool { return slices.Contains(names, name) }) {
			key := "list.name_taken"
			if i.List == Subcategory {
				key = "list.subcategory_taken"
			}
			return fault.New(fault.Invalid, key).On("name")
		}
	}
	return nil
}

// folded are the labels of a value as they are compared.
func (i Item) folded() []string {
	var out []string
	for _, lang := range i18n.Langs {
		out = append(out, i18n.Fold(i.Label(lang)))
	}
	return out
}

// meet reports whether two values can stand in one drop-down.
func meet(i, other Item, up []ids.Entity) bool {
	return i.Entity == 0 || other.reaches(up)
}

func (s *Snapshot) checkParent(d Definition, i Item) error {
	if d.Parent == "" {
		return nil
	}
	if i.Parent == 0 {
		if d.Orphans {
			return nil
		}
		return fault.New(fault.Invalid, "list.category_missing").On("parent")
	}
	if _, ok := s.Get(d.Parent, i.Parent); !ok {
		return fault.New(fault.Invalid, "list.gone", d.Parent.One()).On("parent")
	}
	if d.Parent == i.List && s.within(i.List, i.Parent, i.ID) {
		return fault.New(fault.Invalid, "list.own_parent").On("parent")
	}
	return nil
}

// within reports whether a value is the one above, or in a tree stands below it.
func (s *Snapshot) within(k Kind, id, above int64) bool {
	if definitions[k].Parent != k {
		return id == above
	}
	for range len(s.items[k]) {
		if id == above || id == 0 {
			break
		}
		id = s.items[k][id].Parent
	}
	return id == above && above != 0
}

// leftWithout reports whether a list of which every record has a value would
// have none to choose without this one.
func (s *Snapshot) leftWithout(k Kind, id int64) bool {
	if !definitions[k].Filled {
		return false
	}
	for _, item := range s.items[k] {
		if item.ID != id && !item.Disabled {
			return false
		}
	}
	return true
}

func (s *Snapshot) checkDetails(d Details) error {
	var es fault.Errors
	es.Add(limited("ldap_group", d.LDAPGroup, maxLine))
	es.Add(limited("phone", d.Phone, maxPhone))
	es.Add(limited("address", d.Address, maxLine))
	es.Add(limited("city", d.City, maxCity))
	es.Add(limited("postal_code", d.PostalCode, maxPostalCode))
	es.Add(limited("country", d.Country, maxCity))
	es.Add(limited("comment", d.Comment, maxComment))
	if d.Mail != "" && !address.Mail(d.Mail) {
		es.Add(fault.New(fault.Invalid, "list.mail_invalid").On("mail"))
	}
	if d.Shape != "" && !slices.Contains(Shapes, d.Shape) {
		es.Add(fault.New(fault.Invalid, "list.shape_unknown").On("shape"))
	}
	if len(d.Departments) > maxLinks {
		es.Add(fault.New(fault.Invalid, "list.too_many", maxLinks).On("departments"))
	}
	for _, id := range d.Departments {
		if _, ok := s.Get(Department, id); !ok {
			es.Add(fault.New(fault.Invalid, "list.gone", Department.One()).On("departments"))
			break
		}
	}
	if d.Limit != nil {
		es.Add(d.Limit.check())
	}
	return es.Err()
}

// check asks for number, duration and start together (TKT-154).
func (l Limit) check() error {
	if l.Days == 0 || l.Start == "" {
		return fault.New(fault.Invalid, "list.limit_incomplete").On("limit")
	}
	var es fault.Errors
	if l.Tickets < 0 || l.Tickets > maxTickets {
		es.Add(fault.New(fault.Invalid, "list.limit_tickets", maxTickets).On("limit_tickets"))
	}
	if l.Days < 1 || l.Days > maxDays {
		es.Add(fault.New(fault.Invalid, "list.limit_days", maxDays).On("limit_days"))
	}
	if _, err := i18n.ParseDate(l.Start); err != nil {
		es.Add(fault.New(fault.Invalid, i18n.UnreadableDate).On("limit_start"))
	}
	return es.Err()
}

// Tidied is the value as it is kept: texts without blanks around them and
// without line breaks, and nothing in columns that its list does not have.
func (i Item) Tidied() Item {
	d := definitions[i.List]
	i.Name = oneLine(i.Name)
	for _, lang := range i18n.Langs {
		i.Labels = i.Labels.With(lang, oneLine(i.Labels.In(lang)))
		i.Details.Short = i.Details.Short.With(lang, oneLine(i.Details.Short.In(lang)))
	}
	if !d.Has(ColumnParent) {
		i.Parent = 0
	}
	if !d.Has(ColumnTone) {
		i.Tone = ""
	}
	if !d.Has(ColumnClosed) {
		i.Closed, i.Todo = false, false
	}
	if !d.Has(ColumnMinutes) {
		i.Minutes = 0
	}
	if !d.Has(ColumnEntity) {
		i.Entity, i.Below = 0, false
	}
	if i.Entity == 0 {
		i.Below = false
	}
	i.Details = i.Details.tidied(d)
	return i
}

func (x Details) tidied(d Definition) Details {
	for column, text := range map[Column]*string{
		ColumnLDAPGroup: &x.LDAPGroup, ColumnMail: &x.Mail, ColumnPhone: &x.Phone, ColumnAddress: &x.Address,
		ColumnCity: &x.City, ColumnPostalCode: &x.PostalCode, ColumnCountry: &x.Country,
	} {
		*text = oneLine(*text)
		if !d.Has(column) {
			*text = ""
		}
	}
	x.Comment = strings.TrimSpace(x.Comment)
	if !d.Has(ColumnComment) {
		x.Comment = ""
	}
	if !d.Has(ColumnShape) {
		x.Shape = ""
	}
	if !d.Has(ColumnShort) {
		x.Short = i18n.Text{}
	}
	if !d.Has(ColumnDepartments) {
		x.Departments = nil
	}
	if !d.Has(ColumnLimit) {
		x.Limit = nil
	}
	if !d.Has(ColumnBlocksIP) {
		x.BlocksIP = false
	}
	slices.Sort(x.Departments)
	x.Departments = slices.Compact(x.Departments)
	return x
}

// oneLine is s on one line: runs of blanks become one, control and invisible
// characters go.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u200b' || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
