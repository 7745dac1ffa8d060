package setting

import (
	"slices"
	"testing"
	"time"

	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

func with(values map[place]string) Values {
	v := Values{stored: map[place]stored{}}
	for p, value := range values {
		v.stored[p] = stored{value: value}
	}
	return v
}

func TestDefaultsAreInForceUntilChanged(t *testing.T) {
	v := Defaults()
	if v.Int(ReopenDays) != 30 || !v.Bool(TicketMetaTodo) || v.Bool(Debug) || v.String(CompanyName) != "My company" {
		t.Error("a default is not in force")
	}
	if got := v.Text(MaintenanceNotifyText, i18n.DE); got != "Wartung von {start} bis {end}. Bitte speichern Sie Ihre Arbeit." {
		t.Errorf("%q", got)
	}
	if got := v.List(AttachmentsBlocked); len(got) != 40 || got[0] != "php" || got[39] != "htaccess" {
		t.Errorf("%d blocked extensions: %v", len(got), got)
	}
	if v.List(MailCC) != nil || v.HasSecret(SMTPPassword) || v.Location().String() != "Europe/Paris" || v.Language() != i18n.FR {
		t.Error("a default is not in force")
	}
	if week := v.Week(WorkingHours); len(week[time.Friday]) != 1 || len(week[time.Sunday]) != 0 {
		t.Errorf("%v", week)
	}
	v = with(map[place]string{{key: "reopen_days"}: "7", {key: "mail_cc"}: "a@b.example; c@d.example", {key: "time_zone"}: "Mars/Olympus",
		{key: "mail_text_start", lang: i18n.FR}: "<p>Salut</p>"})
	if v.Int(ReopenDays) != 7 || !slices.Equal(v.List(MailCC), []string{"a@b.example", "c@d.example"}) || v.Location() != time.UTC {
		t.Error("a changed value is not in force")
	}
	if v.Text(MailTextStart, i18n.FR) != "<p>Salut</p>" || v.Text(MailTextStart, i18n.EN) != "<p>Hello,</p>" {
		t.Error("a text per language is not kept apart")
	}
}

// ENT-060, SMT-046
func TestEntitiesInheritAndOverride(t *testing.T) {
	v := with(map[place]string{
		{key: "mail_from"}: "all@a.example", {key: "mail_from", entity: 2}: "two@a.example", {key: "mail_from", entity: 4}: "four@a.example",
		{key: "reopen_days", entity: 2}: "5", // no parameter of entities: a value left over counts for nothing
	})
	for _, c := range []struct {
		up   []ids.Entity
		want string
		at   ids.Entity
	}{
		{nil, "all@a.example", 0}, {[]ids.Entity{1}, "all@a.example", 0}, {[]ids.Entity{1, 2}, "two@a.example", 2},
		{[]ids.Entity{1, 2, 3}, "two@a.example", 2}, {[]ids.Entity{1, 2, 4}, "four@a.example", 4},
	} {
		here := v.For(c.up)
		if got := here.String(MailFrom); got != c.want {
			t.Errorf("%v: %s, want %s", c.up, got, c.want)
		}
		if here.Int(ReopenDays) != 30 {
			t.Errorf("%v: reopen_days is %d", c.up, here.Int(ReopenDays))
		}
		d, _ := Define("mail_from")
		if len(c.up) > 0 {
			shown := here.Show(d, c.up[len(c.up)-1], "")
			if shown.At != c.at || shown.Inherited != (c.at != c.up[len(c.up)-1]) || shown.Value != c.want || !shown.Changed {
				t.Errorf("%v is shown as %+v", c.up, shown)
			}
		}
	}
	if v.String(MailFrom) != "all@a.example" {
		t.Error("seeing with an entity's eyes changed the installation's values")
	}
}

// ADM-004, ADM-006, GEN-051
func TestShow(t *testing.T) {
	v := with(map[place]string{{key: "smtp_password"}: "sealed:1:xyz", {key: "lines_per_page"}: "20"})
	v.fixed = map[string]Fixed{"server_url": {"https://desk.example.org", "RENFORT_SERVER_URL"}}
	show := func(key string) Shown {
		d, _ := Define(key)
		return v.Show(d, 0, "")
	}
	if s := show("smtp_password"); s.Value != "" || !s.Set || !s.Changed {
		t.Errorf("a secret is shown as %+v", s)
	}
	if s := show("smtp_oauth_secret"); s.Set || s.Changed {
		t.Errorf("an unset secret is shown as %+v", s)
	}
	if s := show("lines_per_page"); s.Changed || s.Value != "20" {
		t.Errorf("%+v", s)
	}
	if s := show("server_url"); s.Source != "RENFORT_SERVER_URL" || s.Value != "https://desk.example.org" || v.String(ServerURL) != s.Value {
		t.Errorf("%+v", s)
	}
}

// 80-administration-settings-lists.md § 2: debug mode ends by itself after 24 hours.
func TestDebugModeEndsByItself(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	v := Values{stored: map[place]stored{{key: "debug"}: {"yes", now}}}
	if !v.Debugging(now.Add(23*time.Hour)) || v.Debugging(now.Add(24*time.Hour)) || Defaults().Debugging(now) {
		t.Error("debug mode is on when it should be off, or off when on")
	}
	v.fixed = map[string]Fixed{"debug": {"yes", "file"}}
	if !v.Debugging(now.Add(48 * time.Hour)) {
		t.Error("debug mode of the configuration ended")
	}
}

// SMT-009, SMT-024
func TestValuesFitTogether(t *testing.T) {
	for name, c := range map[string]struct {
		values map[place]string
		want   []string
	}{
		"administrator without address": {map[place]string{{key: "mail_admin_open"}: "yes"}, []string{"mail_admin_address"}},
		"administrator with address":    {map[place]string{{key: "mail_admin_open"}: "yes", {key: "mail_admin_address"}: "a@b.example"}, nil},
		"no server":                     {map[place]string{{key: "smtp_enabled"}: "yes"}, []string{"smtp_host"}},
		"local relay":                   {map[place]string{{key: "smtp_enabled"}: "yes", {key: "smtp_host"}: "localhost"}, nil},
		"no user":                       {map[place]string{{key: "smtp_enabled"}: "yes", {key: "smtp_host"}: "localhost", {key: "smtp_auth"}: "yes"}, []string{"smtp_user"}},
		"sendmail":                      {map[place]string{{key: "smtp_enabled"}: "yes", {key: "smtp_transport"}: "sendmail"}, nil},
		"no sendmail":                   {map[place]string{{key: "smtp_enabled"}: "yes", {key: "smtp_transport"}: "sendmail", {key: "smtp_sendmail_path"}: ""}, []string{"smtp_sendmail_path"}},
		"no folder":                     {map[place]string{{key: "intake_enabled"}: "yes", {key: "intake_post"}: "move"}, []string{"intake_post_folder"}},
		"everything off":                {map[place]string{{key: "intake_post"}: "move", {key: "smtp_auth"}: "yes"}, nil},
	} {
		var fields []string
		for _, f := range fault.All(with(c.values).together()) {
			fields = append(fields, f.Field)
		}
		if !slices.Equal(fields, c.want) {
			t.Errorf("%s: %v, want %v", name, fields, c.want)
		}
	}
}
