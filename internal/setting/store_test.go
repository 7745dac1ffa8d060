package setting_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"renfort/internal/authz"
	"renfort/internal/dbtest"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/secret"
	"renfort/internal/setting"
)

type settings struct {
	*setting.Settings
	t  *testing.T
	db *dbx.DB
}

func each(t *testing.T, fixed map[string]setting.Fixed, fn func(t *testing.T, s settings)) {
	dbtest.Each(t, func(t *testing.T, db *dbx.DB) {
		box, err := secret.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		s, err := setting.New(db, &event.Log{}, box, fixed)
		if err != nil {
			t.Fatal(err)
		}
		fn(t, settings{s, t, db})
	})
}

func (s settings) now() setting.Values {
	s.t.Helper()
	v, err := s.Values(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

func (s settings) save(who authz.Actor, e ids.Entity, changes ...setting.Change) error {
	return s.Save(s.t.Context(), who, e, changes)
}

func (s settings) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func set(key, value string) setting.Change { return setting.Change{Key: key, Value: value} }

var (
	selectRows   = dbx.Unscoped(`SELECT key || '=' || value FROM settings ORDER BY key`)
	selectEvents = dbx.Unscoped(`SELECT detail FROM events ORDER BY id`)
)

// rows are what the database holds.
func (s settings) rows(q dbx.Global) (out []string) {
	s.t.Helper()
	s.must(s.db.Read(s.t.Context(), func(tx *dbx.Tx) (err error) {
		out, err = dbx.All(s.t.Context(), tx, q, dbx.Scalar[string])
		return err
	}))
	return out
}

func person(entity ids.Entity, rights ...authz.Right) authz.Actor {
	held := authz.Set{}
	for _, r := range rights {
		held[r] = true
	}
	return authz.NewActor(1, "Ada", entity, false, []ids.Entity{entity}, held)
}

var admin = person(ids.Root, authz.AdminParameters, authz.AdminConnectors, authz.AdminEntities)

// ADM-001, ADM-002, ADM-006, GEN-020, GEN-050
func TestSaveIsAllOrNothing(t *testing.T) {
	each(t, nil, func(t *testing.T, s settings) {
		err := s.save(admin, 0, set("lines_per_page", "50"), set("reopen_days", "many"), set("mail_from", "nobody"))
		var fields []string
		for _, f := range fault.All(err) {
			fields = append(fields, f.Field)
		}
		if !slices.Equal(fields, []string{"reopen_days", "mail_from"}) {
			t.Errorf("%v", err)
		}
		if s.now().Int(setting.LinesPerPage) != 20 || s.rows(selectRows) != nil {
			t.Error("a part of a refused page was saved")
		}
		s.must(s.save(admin, 0, set("lines_per_page", "50"), set("reopen_days", "7"), set("ticket_types", "no")))
		if v := s.Current(); v.Int(setting.LinesPerPage) != 50 || v.Int(setting.ReopenDays) != 7 {
			t.Error("a saved page is not in force")
		}
		s.must(s.save(admin, 0, set("lines_per_page", "50"))) // changes nothing
		events := s.rows(selectEvents)
		if len(events) != 1 || !strings.Contains(events[0], `{"key":"lines_per_page","old":"20","new":"50"}`) || strings.Contains(events[0], "ticket_types") {
			t.Errorf("recorded %v", events)
		}
		s.must(s.save(admin, 0, set("lines_per_page", "20"), setting.Change{Key: "reopen_days", Reset: true}))
		if s.now().Int(setting.ReopenDays) != 30 || s.rows(selectRows) != nil {
			t.Errorf("after a reset the database holds %v", s.rows(selectRows))
		}
	})
}

// SMT-009, SMT-024: what does not fit together is refused, unless it was so before.
func TestSaveRefusesWhatDoesNotFitTogether(t *testing.T) {
	each(t, map[string]setting.Fixed{"mail_admin_open": {Value: "yes", Source: "file"}}, func(t *testing.T, s settings) {
		if err := s.save(admin, 0, set("smtp_enabled", "yes")); !fault.Is(err, "setting.host_missing") {
			t.Errorf("SMTP without a server: %v", err)
		}
		s.must(s.save(admin, 0, set("smtp_enabled", "yes"), set("smtp_host", "localhost")))
	})
}

// GEN-051
func TestSecretIsSealedAndNeverShown(t *testing.T) {
	each(t, nil, func(t *testing.T, s settings) {
		ctx := t.Context()
		if text, err := s.Secret(ctx, setting.SMTPPassword); text != "" || err != nil {
			t.Errorf("unset: %q, %v", text, err)
		}
		s.must(s.save(admin, 0, set("smtp_password", "pa55word")))
		s.must(s.save(admin, 0, set("smtp_password", ""))) // unchanged
		if text, err := s.Secret(ctx, setting.SMTPPassword); text != "pa55word" || err != nil {
			t.Errorf("%q, %v", text, err)
		}
		d, _ := setting.Define("smtp_password")
		if shown := s.now().Show(d, 0, ""); shown.Value != "" || !shown.Set {
			t.Errorf("shown as %+v", shown)
		}
		s.must(s.save(admin, 0, set("smtp_password", "an0ther")))
		s.must(s.save(admin, 0, setting.Change{Key: "smtp_password", Reset: true}))
		if s.now().HasSecret(setting.SMTPPassword) {
			t.Error("a secret that was reset is still there")
		}
		s.must(s.save(admin, 0, set("smtp_password", "thi2d")))
		everything := strings.Join(slices.Concat(s.rows(selectRows), s.rows(selectEvents)), "\n")
		for _, word := range []string{"pa55word", "an0ther", "thi2d"} {
			if strings.Contains(everything, word) {
				t.Errorf("%s stands in the database:\n%s", word, everything)
			}
		}
		if n := len(s.rows(selectEvents)); n != 4 {
			t.Errorf("recorded %d times", n)
		}
	})
}

// ENT-060
func TestEntityHasValuesOfItsOwn(t *testing.T) {
	each(t, nil, func(t *testing.T, s settings) {
		local := person(7, authz.AdminEntities)
		s.must(s.save(admin, 0, set("mail_from", "all@a.example")))
		s.must(s.save(local, 7, set("mail_from", "seven@a.example"), setting.Change{Key: "mail_text_start", Lang: i18n.FR, Value: "<p>Salut</p>"}))
		here, elsewhere := s.now().For([]ids.Entity{1, 7, 9}), s.now().For([]ids.Entity{1, 8})
		if here.String(setting.MailFrom) != "seven@a.example" || elsewhere.String(setting.MailFrom) != "all@a.example" {
			t.Error("an entity's value does not count there, or counts elsewhere")
		}
		if here.Text(setting.MailTextStart, i18n.FR) != "<p>Salut</p>" || here.Text(setting.MailTextStart, i18n.EN) != "<p>Hello,</p>" {
			t.Error("an entity's text does not count in its language alone")
		}
		s.must(s.save(local, 7, set("mail_from", "all@a.example"))) // the same as above, but its own
		s.must(s.save(admin, 0, set("mail_from", "new@a.example")))
		if got := s.now().For([]ids.Entity{1, 7}).String(setting.MailFrom); got != "all@a.example" {
			t.Errorf("%s", got)
		}
		s.must(s.save(local, 7, setting.Change{Key: "mail_from", Reset: true}))
		if got := s.now().For([]ids.Entity{1, 7}).String(setting.MailFrom); got != "new@a.example" {
			t.Errorf("after a reset: %s", got)
		}
		if err := s.save(local, 7, set("reopen_days", "3")); !fault.Is(err, "setting.not_per_entity") {
			t.Errorf("%v", err)
		}
		if err := s.save(local, 8, set("mail_from", "x@a.example")); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("another entity's values: %v", err)
		}
		if err := s.save(local, 0, set("mail_from", "x@a.example")); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("the installation's values: %v", err)
		}
	})
}

// RGT-008, DEC-01
func TestRightsOnParameters(t *testing.T) {
	each(t, nil, func(t *testing.T, s settings) {
		general, connectors := person(ids.Root, authz.AdminParameters), person(ids.Root, authz.AdminConnectors)
		for name, c := range map[string]struct {
			who authz.Actor
			key string
			ok  bool
		}{
			"general":                 {general, "ticket_types", true},
			"functions":               {general, "calendar", true},
			"security":                {general, "update_auto", true},
			"connectors":              {connectors, "intake_ack", true},
			"general by connectors":   {connectors, "ticket_places", false},
			"connectors by general":   {general, "intake_multi", false},
			"anything by a stranger":  {authz.Actor{}, "ticket_places", false},
			"anything by a clerk":     {person(ids.Root, authz.Admin), "ticket_places", false},
			"entities right, general": {person(ids.Root, authz.AdminEntities), "ticket_places", false},
		} {
			err := s.save(c.who, 0, set(c.key, "yes"))
			if c.ok && err != nil || !c.ok && fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.save(admin, 0, set("no_such_parameter", "yes")); !fault.Is(err, "setting.unknown") {
			t.Errorf("%v", err)
		}
		if err := s.save(admin, 0, set("mail_text_end", "x")); !fault.Is(err, "setting.language") {
			t.Errorf("a text without its language: %v", err)
		}
		if err := s.save(admin, 0, setting.Change{Key: "mail_link", Lang: i18n.FR, Value: "no"}); !fault.Is(err, "setting.not_per_language") {
			t.Errorf("a flag with a language: %v", err)
		}
	})
}

// GEN-023
func TestOlderPageIsRefused(t *testing.T) {
	each(t, nil, func(t *testing.T, s settings) {
		seen := "20"
		s.must(s.save(admin, 0, setting.Change{Key: "lines_per_page", Value: "30", Seen: &seen}))
		err := s.save(admin, 0, setting.Change{Key: "lines_per_page", Value: "40", Seen: &seen})
		if fault.KindOf(err) != fault.Conflict || s.now().Int(setting.LinesPerPage) != 30 {
			t.Errorf("%v, now %d", err, s.now().Int(setting.LinesPerPage))
		}
	})
}

// ADM-004
func TestConfigurationWinsAndLocks(t *testing.T) {
	fixed := map[string]setting.Fixed{"server_url": {Value: "https://desk.example.org/", Source: "RENFORT_SERVER_URL"}, "smtp_password": {Value: "pa55", Source: "file"}}
	each(t, fixed, func(t *testing.T, s settings) {
		if got := s.now().String(setting.ServerURL); got != "https://desk.example.org" {
			t.Errorf("%s", got)
		}
		if got, err := s.Secret(t.Context(), setting.SMTPPassword); got != "pa55" || err != nil {
			t.Errorf("%s, %v", got, err)
		}
		err := s.save(admin, 0, set("server_url", "https://other.example.org"))
		if !fault.Is(err, "setting.locked") || fault.All(err)[0].Args[0] != "RENFORT_SERVER_URL" {
			t.Errorf("%v", err)
		}
	})
	db := dbtest.SQLite(t)
	for name, bad := range map[string]map[string]setting.Fixed{
		"unknown": {"no_such": {Value: "x", Source: "RENFORT_NO_SUCH"}},
		"wrong":   {"lines_per_page": {Value: "4", Source: "RENFORT_LINES_PER_PAGE"}},
	} {
		if _, err := setting.New(db, &event.Log{}, nil, bad); err == nil || !strings.Contains(err.Error(), "RENFORT_") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TKT-015: only the tickets know which numbers are taken.
func TestGuardRefusesInTheSameTransaction(t *testing.T) {
	each(t, nil, func(t *testing.T, s settings) {
		refusal := errors.New("taken")
		asked := ""
		s.Guard(setting.TicketNextNumber, func(_ context.Context, _ *dbx.Tx, value string) error {
			asked = value
			if value == "5" {
				return refusal
			}
			return nil
		})
		if err := s.save(admin, 0, set("ticket_places", "yes"), set("ticket_next_number", "5")); !errors.Is(err, refusal) {
			t.Errorf("%v", err)
		}
		if s.now().Bool(setting.TicketPlaces) {
			t.Error("a part of what the guard refused was saved")
		}
		s.must(s.save(admin, 0, set("ticket_next_number", "1000")))
		if asked != "1000" || s.now().Int(setting.TicketNextNumber) != 1000 {
			t.Errorf("asked about %s", asked)
		}
	})
}

// 80-administration-settings-lists.md § 2: a day of debug mode begins whenever it is switched on.
func TestDebugModeBeginsAnew(t *testing.T) {
	each(t, nil, func(t *testing.T, s settings) {
		start := time.Now()
		clock := start
		s.db.Now = func() time.Time { return clock }
		s.must(s.save(admin, 0, set("debug", "yes")))
		clock = start.Add(20 * time.Hour)
		s.must(s.save(admin, 0, set("debug", "yes"), set("ticket_types", "yes"))) // a page saved for another reason
		clock = start.Add(25 * time.Hour)
		if s.now().Debugging(clock) {
			t.Error("on after a day")
		}
		s.must(s.save(admin, 0, set("debug", "yes")))
		if !s.now().Debugging(clock) {
			t.Error("off though switched on again")
		}
		s.must(s.save(admin, 0, set("debug", "no")))
		if s.now().Debugging(clock) {
			t.Error("on though switched off")
		}
	})
}

// ADM-007
func TestExportIsReadElsewhere(t *testing.T) {
	each(t, nil, func(t *testing.T, s settings) {
		s.must(s.save(admin, 0, set("lines_per_page", "50"), set("smtp_password", "pa55"), setting.Change{Key: "mail_text_end", Lang: i18n.DE, Value: "<p>Gruß</p>"}))
		s.must(s.save(admin, ids.Root, set("mail_from", "root@a.example")))
		exported := s.now().Export()
		s.must(s.save(admin, 0, set("lines_per_page", "20"), setting.Change{Key: "mail_text_end", Lang: i18n.DE, Reset: true}))
		changes, err := s.Preview(t.Context(), admin, 0, exported)
		want := []setting.FieldChange{{Key: "lines_per_page", Old: "20", New: "50"}, {Key: "mail_text_end", Lang: i18n.DE, New: "<p>Gruß</p>"}}
		if err != nil || !slices.Equal(changes, want) {
			t.Errorf("%v, %v", changes, err)
		}
		if s.now().Int(setting.LinesPerPage) != 20 {
			t.Error("a preview changed something")
		}
		s.must(s.save(admin, 0, exported...))
		if s.now().Int(setting.LinesPerPage) != 50 || s.now().Text(setting.MailTextEnd, i18n.DE) != "<p>Gruß</p>" {
			t.Error("what was exported is not in force after the import")
		}
	})
}

// ADM-005
func TestSearchFindsParametersOfAllTabs(t *testing.T) {
	for _, c := range []struct {
		lang i18n.Lang
		text string
		want []string
	}{
		{i18n.EN, "vnc port", []string{"vnc_port"}},
		{i18n.FR, "garantie avertir", []string{"warranty_notice_days"}},
		{i18n.DE, "postfächer", []string{"intake_enabled", "intake_multi"}},
		{i18n.DE, "POSTFACHER", []string{"intake_enabled", "intake_multi"}},
		{i18n.EN, "smtp_timeout", []string{"smtp_timeout_s"}},
		{i18n.EN, "nothing like it", nil},
		{i18n.EN, " ", nil},
	} {
		var got []string
		for _, d := range setting.Search(c.lang, c.text) {
			got = append(got, d.Key)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s %q: %v, want %v", c.lang, c.text, got, c.want)
		}
	}
}

// ADM-001: effective without restart, on every node.
func TestOtherNodeFollows(t *testing.T) {
	db := dbtest.Postgres(t)
	box, err := secret.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var nodes [2]settings
	for i := range nodes {
		s, err := setting.New(db, &event.Log{}, box, nil)
		if err != nil {
			t.Fatal(err)
		}
		nodes[i] = settings{s, t, db}
	}
	nodes[1].now()
	for i := range 100 { // until the listener stands
		nodes[0].must(nodes[0].save(admin, 0, set("lines_per_page", []string{"30", "40"}[i%2])))
		time.Sleep(20 * time.Millisecond)
		if nodes[1].now().Int(setting.LinesPerPage) == nodes[0].now().Int(setting.LinesPerPage) {
			return
		}
	}
	t.Error("the other node never followed")
}
