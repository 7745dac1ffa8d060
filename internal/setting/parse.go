package setting

import (
	"cmp"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"renfort/internal/address"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/mailwire/clean"
)

const (
	maxLine    = 255
	maxSecret  = 1000
	maxEntries = 500
	maxID      = 1<<31 - 1
	typedMost  = 100_000 // characters of any value as it is typed
)

// Parse checks what was typed for a parameter and is the value as it is kept.
// A refusal states the allowed range or form (ADM-002); its field is the key.
// A secret is passed through as it is.
func (d Definition) Parse(raw string) (string, error) {
	if n := utf8.RuneCountInString(raw); n > typedMost {
		return "", d.refuse("setting.too_long", typedMost, n)
	}
	if !utf8.ValidString(raw) || strings.ContainsRune(raw, 0) {
		return "", d.refuse("setting.characters")
	}
	switch d.Form {
	case Flag:
		return d.parseFlag(raw)
	case Whole:
		return d.parseWhole(raw)
	case Rich:
		return d.parseRich(raw)
	case Local:
		return d.limited(strings.TrimSpace(raw))
	case Secret:
		return d.limited(raw)
	case Hours:
		return d.parseHours(raw)
	case Mails, Domains, Senders, Networks, Origins, Extensions, Dates:
		return d.parseList(raw)
	}
	return d.parseLine(raw)
}

func (d Definition) refuse(key string, args ...any) error {
	return fault.New(fault.Invalid, key, args...).On(d.Key)
}

func (d Definition) parseFlag(raw string) (string, error) {
	switch strings.ToLower(strings.TrimSpace(raw)) {
	case "yes", "on", "true", "1":
		return "yes", nil
	case "no", "off", "false", "0", "":
		return "no", nil
	}
	return "", d.refuse("setting.flag")
}

func (d Definition) parseWhole(raw string) (string, error) {
	n, err := strconv.Atoi(strings.TrimSpace(raw))
	if err == nil && (n >= d.Min && n <= d.Max || n == 0 && d.OrZero) {
		return strconv.Itoa(n), nil
	}
	usual := "setting.range"
	if d.OrZero {
		usual = "setting.range_or_zero"
	}
	return "", d.refuse(cmp.Or(d.refusal, usual), d.Min, d.Max)
}

func (d Definition) limited(text string) (string, error) {
	n := utf8.RuneCountInString(text)
	switch {
	case n > d.Max:
		return "", d.refuse("setting.too_long", d.Max, n)
	case n < d.Min:
		return "", d.refuse(cmp.Or(d.refusal, "setting.missing"))
	}
	return text, nil
}

// parseRich keeps safe formatting only (GEN-022). A text without words or
// images is no text.
func (d Definition) parseRich(raw string) (string, error) {
	text, err := d.limited(strings.TrimSpace(raw))
	if err != nil {
		return "", err
	}
	safe, err := clean.HTML(text, clean.Options{})
	if err != nil {
		return "", d.refuse("setting.too_long", d.Max, utf8.RuneCountInString(text))
	}
	if strings.TrimSpace(clean.ToText(safe)) == "" && !strings.Contains(safe, "<img") {
		return "", nil
	}
	return safe, nil
}

// parseLine checks the forms that stand on one line.
func (d Definition) parseLine(raw string) (string, error) {
	if d.Form == Choice {
		if !slices.Contains(d.Choices, raw) {
			return "", d.refuse("setting.choice")
		}
		return raw, nil
	}
	text := strings.TrimSpace(raw)
	if strings.ContainsFunc(text, unicode.IsControl) {
		return "", d.refuse("setting.one_line")
	}
	text, err := d.limited(text)
	if err != nil || text == "" {
		return text, err
	}
	parse, ok := lineForms[d.Form]
	if !ok {
		return text, nil
	}
	kept, ok := parse.read(text)
	if !ok {
		return "", d.refuse(parse.refusal)
	}
	return kept, nil
}

// form reads one kind of text; a text that is none of the kind is refused.
type form struct {
	read    func(string) (string, bool)
	refusal string
}

var lineForms = map[Form]form{
	Mail:       {is(address.Mail), "setting.mail"},
	Host:       {is(address.Host), "setting.host"},
	Colour:     {colour, "setting.colour"},
	Clock:      {clock, "setting.clock"},
	WebAddress: {webAddress("http", "https"), "setting.web_address"},
	Feed:       {webAddress("https"), "setting.feed"},
	Zone:       {is(zone), "setting.zone"},
	View:       {is(view.MatchString), "setting.view"},
	Command:    {is(command), "setting.command"},
	File:       {is(fileName.MatchString), "setting.file"},
}

// listForms are the forms of single entries of a list.
var listForms = map[Form]form{
	Mails:      {is(address.Mail), "setting.mail_in_list"},
	Domains:    {domain, "setting.domain_in_list"},
	Senders:    {sender, "setting.sender_in_list"},
	Networks:   {is(address.Network), "setting.network_in_list"},
	Origins:    {origin, "setting.origin_in_list"},
	Extensions: {extension, "setting.extension_in_list"},
	Dates:      {day, "setting.date_in_list"},
}

// separator stands between the entries of a list as it is kept.
const separator = "; "

// parseList reads entries between semicolons, commas, blanks or line breaks, and
// names the first one that cannot be read (MIN-021).
func (d Definition) parseList(raw string) (string, error) {
	var entries []string
	for entry := range strings.FieldsFuncSeq(raw, between) {
		kept, ok := listForms[d.Form].read(entry)
		if !ok {
			return "", d.refuse(listForms[d.Form].refusal, shown(entry))
		}
		if !slices.Contains(entries, kept) {
			entries = append(entries, kept)
		}
		if len(entries) > d.Max {
			return "", d.refuse("setting.too_many", d.Max)
		}
	}
	return strings.Join(entries, separator), nil
}

func between(r rune) bool { return r == ';' || r == ',' || unicode.IsSpace(r) }

// shown is an entry as a refusal names it, cut where it is very long.
func shown(entry string) string {
	if r := []rune(entry); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return entry
}

func is(ok func(string) bool) func(string) (string, bool) {
	return func(s string) (string, bool) { return s, ok(s) }
}

var sixHex = regexp.MustCompile(`^#?([0-9A-Fa-f]{6})$`)

// colour accepts 2E6DA4 and #2e6da4 (SMT-035).
func colour(s string) (string, bool) {
	m := sixHex.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	return strings.ToUpper(m[1]), true
}

func clock(s string) (string, bool) {
	t, err := time.Parse("15:04", s)
	return t.Format("15:04"), err == nil
}

func webAddress(schemes ...string) func(string) (string, bool) {
	return func(s string) (string, bool) {
		u, err := url.Parse(s)
		if err != nil || !slices.Contains(schemes, u.Scheme) || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
			!address.Host(u.Hostname()) || !validPort(u) || strings.Contains(s, `\`) {
			return "", false
		}
		return strings.TrimRight(u.String(), "/"), true
	}
}

func validPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.Atoi(u.Port())
	return err == nil && n > 0 && n <= 65_535
}

// zone refuses "Local", which means another zone on every machine.
func zone(s string) bool {
	_, err := time.LoadLocation(s)
	return err == nil && s != "Local" && s != ""
}

// view is a view of the ticket list: all open ones, those to do, those of one
// state; one's own or all; or the activity (LST-002).
var view = regexp.MustCompile(`^(activity|(your|all)(_todo|_state_[1-9]\d{0,8})?)$`)

var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]*$`)

// command is a program by its full path, with arguments; it is run without a shell.
func command(s string) bool {
	program, _, _ := strings.Cut(s, " ")
	return path.IsAbs(program) && path.Clean(program) == program
}

func domain(s string) (string, bool) {
	s = strings.ToLower(strings.TrimPrefix(s, "@"))
	return s, address.Domain(s)
}

// sender is a mail address, a domain, or *.domain for what lies below it (MIN-020).
func sender(s string) (string, bool) {
	s = strings.ToLower(s)
	if strings.Contains(strings.TrimPrefix(s, "@"), "@") {
		return s, address.Mail(s)
	}
	if below, ok := strings.CutPrefix(s, "*."); ok {
		return s, address.Domain(below)
	}
	return domain(s)
}

func origin(s string) (string, bool) {
	kept, ok := webAddress("http", "https")(s)
	u, err := url.Parse(kept)
	return strings.ToLower(kept), ok && err == nil && u.Path == ""
}

var extensionShape = regexp.MustCompile(`^[a-z0-9]{1,20}$`)

func extension(s string) (string, bool) {
	s = strings.ToLower(strings.TrimPrefix(s, "."))
	return s, extensionShape.MatchString(s)
}

func day(s string) (string, bool) {
	t, err := i18n.ParseDate(s)
	return t.Format(time.DateOnly), err == nil
}
