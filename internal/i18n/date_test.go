package i18n

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// GEN-011
func TestDatesInFourLanguages(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, paris)
	late := time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC) // already the 23rd in Paris
	for _, c := range []struct{ got, want string }{
		{Date(FR, late, paris), "23/11/2026"},
		{Date(EN, late, paris), "23/11/2026"},
		{Date(ES, late, paris), "23/11/2026"},
		{Date(DE, late, paris), "23.11.2026"},
		{DateTime(DE, late, paris), "23.11.2026 00:30"},
		{DateTime(FR, late, time.UTC), "22/11/2026 23:30"},
		{LongDate(FR, late, paris), "lundi 23 novembre 2026"},
		{LongDate(FR, time.Date(2026, 5, 1, 9, 0, 0, 0, paris), paris), "vendredi 1er mai 2026"},
		{LongDate(EN, late, paris), "Monday 23 November 2026"},
		{LongDate(ES, late, paris), "lunes, 23 de noviembre de 2026"},
		{LongDate(DE, late, paris), "Montag, 23. November 2026"},
		{ShortDate(FR, late, now, paris), "00:30"},
		{ShortDate(FR, late, now, time.UTC), "22/11"},
		{ShortDate(ES, now.AddDate(0, -1, 0), now, paris), "23/10"},
		{ShortDate(DE, now.AddDate(0, -1, 0), now, paris), "23.10."},
		{ShortDate(EN, now.AddDate(0, -1, 0), now, paris), "23 Oct"},
		{ShortDate(FR, now.AddDate(-1, 0, 0), now, paris), "23/11/2025"},
		{ShortDate(DE, now.AddDate(-1, 0, 0), now, paris), "23.11.2025"},
		{ShortDate(EN, now.AddDate(-1, 0, 0), now, paris), "23 Nov 2025"},
		{Date(FR, time.Time{}, paris) + DateTime(FR, time.Time{}, paris) + ShortDate(FR, time.Time{}, now, paris) + LongDate(FR, time.Time{}, paris), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// GEN-025
func TestParseDate(t *testing.T) {
	for s, want := range map[string]string{
		"23/11/2026": "2026-11-23", "23.11.2026": "2026-11-23", "23-11-2026": "2026-11-23",
		" 1/2/2026 ": "2026-02-01", "2026-11-23": "2026-11-23",
		"29/02/2024": "2024-02-29", "29/02/2000": "2000-02-29",
		"29/02/2026": "", "29/02/2100": "", "31/02/2026": "", "31/04/2026": "", "00/01/2026": "", "01/00/2026": "",
		"11/23/2026": "", "32/01/2026": "", "23/11/26": "", "23/11": "", "": "", "demain": "",
		"23/11.2026": "", "2026-2-3": "", "0020-01-01": "", "2026-13-01": "", "23/11/2026 x": "", "23/11/20260": "", "٢٣/١١/٢٠٢٦": "",
	} {
		got, err := ParseDate(s)
		if want == "" {
			if !errors.Is(err, ErrDate) {
				t.Errorf("%q is read as %v", s, got)
			}
			continue
		}
		if err != nil || got.Format(time.DateOnly) != want || got.Location() != time.UTC {
			t.Errorf("%q: %v %v, want %s", s, got, err, want)
		}
	}
}

// GEN-025, and the hours at which clocks change (23-sessions, edge cases).
func TestParseDateTime(t *testing.T) {
	paris, newYork, lordHowe := zone(t, "Europe/Paris"), zone(t, "America/New_York"), zone(t, "Australia/Lord_Howe")
	for _, c := range []struct {
		s    string
		loc  *time.Location
		want string
	}{
		{"23/11/2026 14:05", paris, "2026-11-23T13:05:00Z"},
		{"23.11.2026 4:05", paris, "2026-11-23T03:05:00Z"},
		{"2026-07-01T14:05", paris, "2026-07-01T12:05:00Z"},
		{"2026-07-01T14:05:09", paris, "2026-07-01T12:05:09Z"},
		{"29/03/2026 02:30", paris, ""},                        // skipped
		{"29/03/2026 03:00", paris, "2026-03-29T01:00:00Z"},    //
		{"25/10/2026 02:30", paris, "2026-10-25T00:30:00Z"},    // twice: the first
		{"25/10/2026 03:00", paris, "2026-10-25T02:00:00Z"},    //
		{"01/11/2026 01:30", newYork, "2026-11-01T05:30:00Z"},  // twice: the first
		{"08/03/2026 02:30", newYork, ""},                      // skipped
		{"05/04/2026 01:45", lordHowe, "2026-04-04T14:45:00Z"}, // half an hour twice
		{"04/10/2026 02:15", lordHowe, ""},                     // half an hour skipped
		{"31/02/2026 10:00", paris, ""}, {"23/11/2026 24:00", paris, ""}, {"23/11/2026 10:60", paris, ""},
		{"23/11/2026", paris, ""}, {"10:00", paris, ""}, {"", paris, ""}, {"23/11/2026 10", paris, ""},
	} {
		got, err := ParseDateTime(c.s, c.loc)
		if c.want == "" {
			if !errors.Is(err, ErrTime) {
				t.Errorf("%q is read as %v", c.s, got.UTC())
			}
			continue
		}
		if err != nil || got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%q in %v: %v %v, want %s", c.s, c.loc, got.UTC(), err, c.want)
		}
	}
}

// What is written can be read again, in every language.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"23/11/2026", "29.02.2024", "2026-11-23", "31/02/2026", "\xff/1/2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		day, err := ParseDate(s)
		if err != nil {
			return
		}
		for _, lang := range Langs {
			again, err := ParseDate(Date(lang, day, time.UTC))
			if err != nil || !again.Equal(day) {
				t.Errorf("%q is %v, which %s writes %q and reads %v (%v)", s, day, lang, Date(lang, day, time.UTC), again, err)
			}
		}
		if d := day.Format("2006"); !strings.Contains(s, d) {
			t.Errorf("%q became the year %s", s, d)
		}
	})
}

// TKT-134
func TestAgo(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		-time.Hour: "for less than a minute", 59 * time.Second: "for less than a minute",
		time.Minute: "for 1 minute", 59 * time.Minute: "for 59 minutes",
		time.Hour: "for 1 hour", 23*time.Hour + 59*time.Minute: "for 23 hours",
		day: "for 1 day", 3 * day: "for 3 days", 59 * day: "for 59 days",
		61 * day: "for 2 months", 729 * day: "for 23 months", 731 * day: "for 2 years",
	} {
		if got := Ago(EN, d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	for lang, want := range map[Lang]string{FR: "depuis 3 jours", ES: "desde hace 3 días", DE: "seit 3 Tagen"} {
		if got := Ago(lang, 3*day); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Number(FR, 1234567), "1\u202f234\u202f567"}, {Number(EN, int64(-1234567)), "-1,234,567"},
		{Number(ES, 999), "999"}, {Number(DE, 1000), "1.000"}, {Number(EN, 0), "0"},
		{Decimal(FR, 1234.56, 1), "1\u202f234,6"}, {Decimal(EN, -0.25, 2), "-0.25"}, {Decimal(DE, 12, 0), "12"},
		{Bytes(EN, 10<<20), "10 MB"}, {Bytes(FR, 10<<20), "10 Mo"}, {Bytes(FR, 1536), "1,5 Ko"}, {Bytes(DE, 1500<<20), "1,5 GB"},
		{Bytes(EN, 0), "0 B"}, {Bytes(EN, 1023), "1,023 B"}, {Bytes(EN, 1<<62), "4 EB"},
		{Minutes(FR, 0), "0 min"}, {Minutes(FR, 45), "45 min"}, {Minutes(FR, 60), "1 h"},
		{Minutes(FR, 90), "1 h 30"}, {Minutes(EN, 65), "1 h 05"}, {Minutes(EN, -90), "-1 h 30"}, {Minutes(EN, 600000), "10,000 h"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
