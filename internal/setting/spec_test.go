package setting

import (
	"bufio"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"renfort/internal/authz"
	"renfort/internal/i18n"
	"renfort/internal/i18n/i18ntest"
)

// A row of a table of parameters in the specification.
type specRow struct{ keys, kind, usual string }

// specRows are the rows of the tables in a file below the headings, each table
// being told by its header: which of its columns hold keys, type and default.
func specRows(t *testing.T, file string) []specRow {
	t.Helper()
	f, err := os.Open("../../docs/spec/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []specRow
	columns := map[string]int{}
	for scanner := bufio.NewScanner(f); scanner.Scan(); {
		text := scanner.Text()
		if !strings.HasPrefix(text, "|") {
			clear(columns)
			continue
		}
		cells := cellsOf(text)
		switch {
		case len(columns) == 0:
			for i, cell := range cells {
				columns[strings.ToLower(strings.TrimSuffix(cell, " (key)"))] = i
			}
		case len(cells) == len(columns) && columns["default"] > 0:
			key, ok := columns["key"]
			if !ok {
				key, ok = columns["parameter"]
			}
			if ok && strings.Contains(cells[key], "`") && cells[columns["type"]]+cells[columns["default"]] != "" {
				out = append(out, specRow{cells[key], cells[columns["type"]], cells[columns["default"]]})
			}
		}
	}
	return out
}

func cellsOf(line string) []string {
	var cells []string
	for cell := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "|"), "|"), "|") {
		cells = append(cells, strings.TrimSpace(cell))
	}
	return cells
}

var (
	quoted  = regexp.MustCompile("`([a-z0-9_<>*]+)`")
	devices = []string{"monitor", "printer", "phone", "peripheral"}
)

// keysOf spells out "`mail_color_title`, `_background`", "`connect_state_<kind>`".
func (r specRow) keysOf() []string {
	var out []string
	last := ""
	for _, m := range quoted.FindAllStringSubmatch(r.keys, -1) {
		key := m[1]
		if strings.HasPrefix(key, "_") {
			key = siblings[last] + key
		} else {
			last = key
		}
		if before, ok := strings.CutSuffix(key, "<kind>"); ok {
			for _, device := range devices {
				out = append(out, before+device)
			}
			continue
		}
		out = append(out, key)
	}
	return out
}

// siblings are the stems of keys that the specification abbreviates.
var siblings = map[string]string{"self_register_domains": "self_register", "manage_phone": "manage", "mail_color_title": "mail_color"}

// elsewhere are keys of the tables that are no parameters of this table.
var elsewhere = map[string]string{
	"host": "a mailbox's", "protocol": "a mailbox's", "folder": "a mailbox's", // 30-mail.md § 5: one record per mailbox
	"maintenance_*": "stand in 23", "mail_*": "stand in 30",
}

// Defaults that the tables say in words.
var inWords = map[string]string{
	"company_name": "My company", "company_logo": "", "server_url": "", "default_state": "your", "ticket_next_number": "0",
	"ticket_order": "number", "attachments_blocked": blocked, "user_custom1_label": "", "user_custom2_label": "",
	"mail_text_start": "", "mail_from_name": "", "mail_admin_address": "", "maintenance_login_text": "", "maintenance_notify_text": "",
	"working_hours": "mon 09:00-18:00; tue 09:00-18:00; wed 09:00-18:00; thu 09:00-18:00; fri 09:00-18:00", "holidays": "",
	"update_feed_url": "", "intake_post": "read", "intake_unknown": "create", "smtp_transport": "smtp", "csv_separator": ";",
	"default_profile": "power_user", "wol_relay": "", "smtp_oauth": "none", "smtp_password": "", "smtp_user": "", "smtp_host": "",
	"mail_text_end": "", "mail_from": "", "intake_error_folder": "", "intake_post_folder": "", "smtp_sendmail_path": "/usr/sbin/sendmail",
}

// usualOf are the defaults of a row's keys as the table states them, in order.
func (r specRow) usualOf(keys []string) []string {
	usual := strings.NewReplacer("empty", "", "–", "", "unchanged", "0", "`", "", "STARTTLS", "starttls").Replace(r.usual)
	parts := strings.Split(usual, ", ")
	if len(parts) != len(keys) {
		parts = slices.Repeat([]string{strings.TrimSpace(usual)}, len(keys))
	}
	return parts
}

// Every parameter of the specification exists with its default: ADM-006.
func TestParametersAreThoseOfTheSpecification(t *testing.T) {
	wanted := map[string]bool{}
	for _, file := range []string{"80-administration-settings-lists.md", "30-mail.md", "23-sessions-bans-maintenance.md"} {
		for _, row := range specRows(t, file) {
			keys := row.keysOf()
			usual := row.usualOf(keys)
			for i, key := range keys {
				if elsewhere[key] != "" {
					continue
				}
				wanted[key] = true
				d, ok := Define(key)
				if !ok {
					t.Errorf("%s: no parameter %s", file, key)
					continue
				}
				want, words := inWords[key]
				if !words {
					want = strings.TrimSpace(usual[i])
				}
				if key == "connect_copy" {
					want = "no"
				} else if strings.Contains(key, "connect_state_") {
					want = "0"
				}
				if d.Default != want {
					t.Errorf("%s: %s is %q by default, the specification says %q (%s)", file, key, d.Default, want, row.usual)
				}
			}
		}
	}
	if len(wanted) < 125 {
		t.Errorf("only %d parameters were found in the specification", len(wanted))
	}
	// What the tables name without a key, or another requirement asks for.
	for _, key := range []string{"smtp_helo", "smtp_timeout_s", "smtp_oauth_client", "smtp_oauth_secret", "smtp_oauth_refresh", "default_technician_group"} {
		wanted[key] = true
	}
	for _, d := range Definitions {
		if !wanted[d.Key] {
			t.Errorf("%s stands in no table of the specification", d.Key)
		}
	}
}

// bounds are the ranges of the tables' numbers.
var bounds = regexp.MustCompile(`(\d[\d,]*)–(\d[\d,]*)`)

// ADM-002
func TestRangesAreThoseOfTheSpecification(t *testing.T) {
	checked := 0
	for _, file := range []string{"80-administration-settings-lists.md", "30-mail.md", "23-sessions-bans-maintenance.md"} {
		for _, row := range specRows(t, file) {
			keys := row.keysOf()
			kinds := strings.Split(row.kind, ", ")
			if len(kinds) != len(keys) {
				kinds = slices.Repeat([]string{row.kind}, len(keys))
			}
			for i, key := range keys {
				d, _ := Define(key)
				m := bounds.FindStringSubmatch(kinds[i])
				if m == nil || d.Form != Whole && d.Form != Line {
					continue
				}
				checked++
				low, high := number(m[1]), number(m[2])
				if d.Min != low || d.Max != high {
					t.Errorf("%s is bounded by %d and %d, want %d and %d", key, d.Min, d.Max, low, high)
				}
			}
		}
	}
	if checked < 26 {
		t.Errorf("only %d ranges were found in the specification", checked)
	}
}

func number(s string) (n int) {
	for _, digit := range strings.ReplaceAll(s, ",", "") {
		n = n*10 + int(digit-'0')
	}
	return n
}

// ENT-060
func TestParametersOfEntities(t *testing.T) {
	var own []string
	for _, d := range Definitions {
		if d.PerEntity {
			own = append(own, d.Key)
		}
	}
	slices.Sort(own)
	want := []string{"company_logo", "default_technician_group", "mail_from", "mail_from_name", "mail_text_end", "mail_text_start", "survey_enabled"}
	if !slices.Equal(own, want) {
		t.Errorf("%v", own)
	}
}

// Rights name parameters that exist: RGT-007.
func TestNeededParametersExist(t *testing.T) {
	needs := map[string]string{}
	for _, d := range authz.Rights {
		needs[d.Needs] = string(d.Right)
	}
	delete(needs, "")
	for key, who := range needs {
		if d, ok := Define(key); !ok || d.Form != Flag {
			t.Errorf("%s needs %s, which is no flag", who, key)
		}
	}
}

// GEN-001
func TestEveryParameterHasItsTexts(t *testing.T) {
	i18ntest.CheckCatalogues(t, "setting")
	said := map[string]bool{}
	say := func(key i18n.Key) {
		said[string(key)] = true
		if !i18n.Has(string(key)) {
			t.Errorf("no text for %s", key)
		}
	}
	for _, tab := range Tabs {
		say(tab.Title())
	}
	for _, d := range Definitions {
		say(d.Label())
		say(d.Section.Title())
		if d.Unit != "" {
			say(d.Unit.Name())
		}
		for _, choice := range d.Choices {
			say(d.ChoiceName(choice))
		}
		if hint, ok := d.Hint(); ok {
			say(hint)
		}
		said["setting.default_"+d.Key] = d.PerLanguage()
		if d.With != "" {
			if on, ok := Define(string(d.With)); !ok || on.Form != Flag {
				t.Errorf("%s shows with %s, which is no flag", d.Key, d.With)
			}
		}
	}
	about := regexp.MustCompile(`^setting\.(tab|section|label|hint|choice|unit|default)_`)
	for _, key := range i18n.Keys(i18n.EN) {
		if about.MatchString(key) && !said[key] {
			t.Errorf("%s belongs to no parameter", key)
		}
	}
}

// Each default would be accepted if somebody typed it.
func TestDefaultsObeyTheRules(t *testing.T) {
	for _, d := range Definitions {
		for _, lang := range i18n.Langs {
			usual := d.DefaultIn(lang)
			got, err := d.Parse(usual)
			if err != nil || got != usual {
				t.Errorf("%s: the default %q is read as %q, %v", d.Key, usual, got, err)
			}
		}
	}
	if err := Defaults().together(); err != nil {
		t.Error(err)
	}
}

// ATT-005
func TestBlockedExtensionsAreThoseOfTheSpecification(t *testing.T) {
	text, err := os.ReadFile("../../docs/spec/12-thread-attachments.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`blocked extensions are: ([a-z0-9 ,]+);`).FindSubmatch(text)
	if m == nil {
		t.Fatal("the list is not in the specification")
	}
	want := strings.FieldsFunc(string(m[1]), between)
	if got := Defaults().List(AttachmentsBlocked); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
