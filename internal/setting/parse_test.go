package setting

import (
	"strings"
	"testing"
	"time"

	"renfort/internal/fault"
	"renfort/internal/i18n"
)

// What each form accepts, as it is kept, and what it refuses with which text:
// ADM-002, ADM-010, ADM-012, LST-057, LST-058, SMT-009, SMT-035, SMT-036, MIN-021, GEN-025, GEN-026.
func TestParse(t *testing.T) {
	for _, c := range []struct{ key, typed, want string }{
		{"ticket_types", "yes", "yes"}, {"ticket_types", "ON", "yes"}, {"ticket_types", "", "no"}, {"ticket_types", "0", "no"}, {"ticket_types", "perhaps", "!setting.flag"},
		{"lines_per_page", " 5 ", "5"}, {"lines_per_page", "500", "500"}, {"lines_per_page", "4", "!setting.range"}, {"lines_per_page", "501", "!setting.range"},
		{"lines_per_page", "", "!setting.range"}, {"lines_per_page", "ten", "!setting.range"}, {"lines_per_page", "7.5", "!setting.range"}, {"lines_per_page", "99999999999999999999", "!setting.range"}, {"lines_per_page", "0", "!setting.range"},
		{"auto_refresh_s", "0", "0"}, {"auto_refresh_s", "10", "10"}, {"auto_refresh_s", "9", "!setting.refresh"}, {"auto_refresh_s", "-1", "!setting.refresh"},
		{"ticket_next_number", "0", "0"}, {"ticket_next_number", "-3", "!setting.range_or_zero"}, {"ticket_next_number", "1000000000", "!setting.range_or_zero"},
		{"smtp_port", "65535", "65535"}, {"smtp_port", "0", "!setting.port"}, {"smtp_port", "65536", "!setting.port"},
		{"company_name", "  ACME & Söhne ", "ACME & Söhne"}, {"company_name", " ", "!setting.company_missing"}, {"company_name", strings.Repeat("é", 100), strings.Repeat("é", 100)},
		{"company_name", strings.Repeat("é", 101), "!setting.too_long"}, {"company_name", "a\nb", "!setting.one_line"}, {"company_name", "a\x00b", "!setting.characters"}, {"company_name", "\xff", "!setting.characters"},
		{"default_language", "de", "de"}, {"default_language", "it", "!setting.choice"}, {"csv_separator", "tab", "tab"}, {"csv_separator", "|", "!setting.choice"},
		{"server_url", "https://desk.example.org/", "https://desk.example.org"}, {"server_url", "http://10.0.0.5:8080/desk", "http://10.0.0.5:8080/desk"}, {"server_url", "", ""},
		{"server_url", "https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"},
		{"server_url", "desk.example.org", "!setting.web_address"}, {"server_url", "ftp://desk.example.org", "!setting.web_address"}, {"server_url", "javascript:alert(1)", "!setting.web_address"},
		{"server_url", "http://", "!setting.web_address"}, {"server_url", "http://user:pw@host", "!setting.web_address"}, {"server_url", "http://a b", "!setting.web_address"},
		{"server_url", "http://host:99999", "!setting.web_address"}, {"server_url", "http://host/?x=1", "!setting.web_address"}, {"server_url", "http://host/#x", "!setting.web_address"}, {"server_url", "http://a\r\nX: y", "!setting.one_line"},
		{"update_feed_url", "https://feed.example.org/x.json", "https://feed.example.org/x.json"}, {"update_feed_url", "http://feed.example.org", "!setting.feed"},
		{"time_zone", "Europe/Berlin", "Europe/Berlin"}, {"time_zone", "Local", "!setting.zone"}, {"time_zone", "Europe/Nowhere", "!setting.zone"}, {"time_zone", "../etc/passwd", "!setting.zone"},
		{"mail_color_title", "2E6DA4", "2E6DA4"}, {"mail_color_title", "#2e6da4", "2E6DA4"}, {"mail_color_title", "2E6DA", "!setting.colour"}, {"mail_color_title", "red", "!setting.colour"}, {"mail_color_title", "#2E6DA4;", "!setting.colour"},
		{"ban_default_end", "07:05", "07:05"}, {"ban_default_end", "7:05", "07:05"}, {"ban_default_end", "24:00", "!setting.clock"}, {"ban_default_end", "19", "!setting.clock"},
		{"smtp_host", "localhost", "localhost"}, {"smtp_host", "smtp.gmail.com", "smtp.gmail.com"}, {"smtp_host", "", ""}, {"smtp_host", "http://smtp", "!setting.host"}, {"smtp_host", "a b", "!setting.host"},
		{"mail_from", "desk@example.org", "desk@example.org"}, {"mail_from", "desk", "!setting.mail"}, {"mail_from", "a@b\r\nBcc: c@d", "!setting.one_line"},
		{"mail_cc", "a@b.example; c@d.example ,e@f.example", "a@b.example; c@d.example; e@f.example"}, {"mail_cc", "a@b.example;;a@b.example", "a@b.example"}, {"mail_cc", "a@b.example; nobody", "!setting.mail_in_list nobody"}, {"mail_cc", " ", ""},
		{"intake_exclude", "Spam@x.example; spam.com; @Other.example; *.ads.example", "spam@x.example; spam.com; other.example; *.ads.example"}, {"intake_exclude", "a b@", "!setting.sender_in_list b@"}, {"intake_exclude", "*.", "!setting.sender_in_list *."},
		{"self_register_domains", "@Example.org", "example.org"}, {"self_register_domains", "exa mple..org", "!setting.domain_in_list mple..org"},
		{"trusted_proxies", "10.0.0.0/8 ::1", "10.0.0.0/8; ::1"}, {"trusted_proxies", "10.0.0.0/99", "!setting.network_in_list 10.0.0.0/99"}, {"trusted_proxies", "everybody", "!setting.network_in_list everybody"},
		{"api_cors_origins", "https://Intranet.example.org http://a:81", "https://intranet.example.org; http://a:81"}, {"api_cors_origins", "*", "!setting.origin_in_list *"}, {"api_cors_origins", "https://a/b", "!setting.origin_in_list https://a/b"},
		{"attachments_blocked", ".EXE, php\nsh", "exe; php; sh"}, {"attachments_blocked", "ex*e", "!setting.extension_in_list ex*e"}, {"attachments_blocked", "", ""},
		{"holidays", "25/12/2026; 2027-01-01", "2026-12-25; 2027-01-01"}, {"holidays", "31/02/2026", "!setting.date_in_list 31/02/2026"},
		{"working_hours", "Tue 9:00-12:00 14:00-18:00; mon 13:00-15:00 08:00-12:00", "mon 08:00-12:00 13:00-15:00; tue 09:00-12:00 14:00-18:00"}, {"working_hours", "sun 00:00-24:00", "sun 00:00-24:00"}, {"working_hours", "", ""},
		{"working_hours", "mon 9-18", "!setting.hours"}, {"working_hours", "mon 18:00-09:00", "!setting.hours"}, {"working_hours", "day 09:00-18:00", "!setting.hours"}, {"working_hours", "mon", "!setting.hours"},
		{"working_hours", "mon 09:00-12:00 11:00-14:00", "!setting.hours"}, {"working_hours", "mon 09:00-25:00", "!setting.hours"}, {"working_hours", "mon 09:60-10:00", "!setting.hours"},
		{"default_state", "your", "your"}, {"default_state", "all_state_3", "all_state_3"}, {"default_state", "your_todo", "your_todo"}, {"default_state", "activity", "activity"}, {"default_state", "all_state_0", "!setting.view"}, {"default_state", "x", "!setting.view"},
		{"attachment_scan_command", "/usr/bin/clamdscan --fdpass", "/usr/bin/clamdscan --fdpass"}, {"attachment_scan_command", "clamdscan", "!setting.command"}, {"attachment_scan_command", "/usr/../bin/x", "!setting.command"}, {"attachment_scan_command", "/bin/x\n/bin/y", "!setting.one_line"},
		{"company_logo", "logo/3f9a.png", "logo/3f9a.png"}, {"company_logo", "../x", "!setting.file"}, {"company_logo", "a b", "!setting.file"},
		{"smtp_password", " pa55 word\n", " pa55 word\n"}, {"smtp_password", strings.Repeat("x", 1001), "!setting.too_long"},
		{"user_custom1_label", " Badge ", "Badge"}, {"user_custom1_label", strings.Repeat("x", 41), "!setting.too_long"},
		{"maintenance_login_text", strings.Repeat("x", 1001), "!setting.too_long"}, {"mail_text_start", strings.Repeat("x", 100_001), "!setting.too_long"},
		{"mail_text_start", "<p> </p>", ""},
	} {
		d, ok := Define(c.key)
		if !ok {
			t.Fatalf("no parameter %s", c.key)
		}
		got, err := d.Parse(c.typed)
		if wanted, refused := strings.CutPrefix(c.want, "!"); refused {
			key, entry, _ := strings.Cut(wanted, " ")
			f := fault.All(err)
			if len(f) != 1 || f[0].Key != key || f[0].Field != c.key || f[0].Kind != fault.Invalid {
				t.Errorf("%s = %.40q: %q, %v, want %s", c.key, c.typed, got, err, key)
			} else if entry != "" && f[0].Args[0] != entry {
				t.Errorf("%s = %q names %v, want %s", c.key, c.typed, f[0].Args, entry)
			} else if text := i18n.T(i18n.EN, f[0].Key, f[0].Args...); strings.Contains(text, "%") || text == f[0].Key {
				t.Errorf("%s = %.40q is refused with %q", c.key, c.typed, text)
			}
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("%s = %.40q: %q, %v, want %q", c.key, c.typed, got, err, c.want)
		}
	}
}

// GEN-022, SMT-034
func TestFormattedTextIsCleaned(t *testing.T) {
	d, _ := Define("mail_text_start")
	got, err := d.Parse(`<p onclick="x()">Hello <b>you</b><script>alert(1)</script> <a href="javascript:x">here</a></p>`)
	if err != nil || !strings.Contains(got, "<b>you</b>") && !strings.Contains(got, "<strong>you</strong>") {
		t.Errorf("%q, %v", got, err)
	}
	for _, bad := range []string{"script", "onclick", "javascript"} {
		if strings.Contains(got, bad) {
			t.Errorf("%s is left in %q", bad, got)
		}
	}
}

// Whatever is accepted is accepted again, and means the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"yes", "10", "https://a.example/", "a@b.example; *.c", "mon 09:00-12:00", "2E6DA4", "25/12/2026", "/bin/x", "<p>x</p>"} {
		f.Add(s)
	}
	var forms []Definition
	seen := map[Form]bool{}
	for _, d := range Definitions {
		if !seen[d.Form] && d.Form != Rich { // cleaning has tests of its own
			seen[d.Form] = true
			forms = append(forms, d)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range forms {
			once, err := d.Parse(s)
			if err != nil {
				continue
			}
			if again, err := d.Parse(once); err != nil || again != once {
				t.Errorf("%s: %q is kept as %q, that as %q (%v)", d.Key, s, once, again, err)
			}
		}
	})
}

func TestWeekIsOpen(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	week, ok := readWeek("mon 09:00-12:00 14:00-18:00; sun 00:00-24:00")
	if !ok {
		t.Fatal("not read")
	}
	for at, want := range map[string]bool{
		"2026-11-23 08:59": false, "2026-11-23 09:00": true, "2026-11-23 11:59": true, "2026-11-23 12:00": false,
		"2026-11-23 17:59": true, "2026-11-24 10:00": false, "2026-11-22 00:00": true, "2026-11-22 23:59": true,
	} {
		moment, err := time.ParseInLocation("2006-01-02 15:04", at, paris)
		if err != nil {
			t.Fatal(err)
		}
		if week.Open(moment) != want {
			t.Errorf("%s: %t", at, !want)
		}
	}
}
