package i18n

import (
	"fmt"
	"time"
)

// The names of months and days are no catalogue entries: layouts below need
// them as tables, and they never change.
var (
	months = map[Lang][12]string{
		FR: {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		EN: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		ES: {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		DE: {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
	}
	weekdays = map[Lang][7]string{
		FR: {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		EN: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		ES: {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
		DE: {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
	}
)

// Month is the name of a month.
func Month(lang Lang, m time.Month) string { return months[known(lang)][m-1] }

// Weekday is the name of a day of the week.
func Weekday(lang Lang, d time.Weekday) string { return weekdays[known(lang)][d] }

// known is lang, or English for one that does not exist.
func known(lang Lang) Lang {
	if _, ok := Parse(string(lang)); ok {
		return lang
	}
	return EN
}

// Date is the day of t in loc: 23/11/2026, in German 23.11.2026. Of the zero
// time it is empty.
func Date(lang Lang, t time.Time, loc *time.Location) string {
	layout := "02/01/2006"
	if lang == DE {
		layout = "02.01.2006"
	}
	return format(t, loc, layout)
}

// DateTime is the day and time of t in loc: 23/11/2026 14:05.
func DateTime(lang Lang, t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return Date(lang, t, loc) + " " + Clock(t, loc)
}

// Clock is the time of day of t in loc: 14:05.
func Clock(t time.Time, loc *time.Location) string { return format(t, loc, "15:04") }

// LongDate is the day of t in loc in words: lundi 23 novembre 2026.
func LongDate(lang Lang, t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(loc)
	day, month, year := fmt.Sprint(t.Day()), Month(lang, t.Month()), t.Year()
	weekday := Weekday(lang, t.Weekday())
	switch lang {
	case FR:
		if t.Day() == 1 {
			day = "1er"
		}
		return fmt.Sprintf("%s %s %s %d", weekday, day, month, year)
	case ES:
		return fmt.Sprintf("%s, %s de %s de %d", weekday, day, month, year)
	case DE:
		return fmt.Sprintf("%s, %s. %s %d", weekday, day, month, year)
	}
	return fmt.Sprintf("%s %s %s %d", weekday, day, month, year)
}

// ShortDate is t as lists show it: the hour for today, the day within now's
// year, else the day with its year.
func ShortDate(lang Lang, t, now time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(loc), now.In(loc)
	sameYear := t.Year() == now.Year()
	switch {
	case sameYear && t.YearDay() == now.YearDay():
		return Clock(t, loc)
	case sameYear:
		return shortDay(lang, t)
	case lang == EN:
		return shortDay(lang, t) + t.Format(" 2006")
	}
	return Date(lang, t, loc)
}

// shortDay is a day without its year: 23/11, in German 23.11., in English 23 Nov.
func shortDay(lang Lang, t time.Time) string {
	switch lang {
	case FR, ES:
		return t.Format("02/01")
	case DE:
		return t.Format("02.01.")
	}
	return t.Format("2 Jan")
}

func format(t time.Time, loc *time.Location, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(loc).Format(layout)
}

// Moment is an instant as an argument of T: it is written as a day and time.
type Moment struct {
	At  time.Time
	Loc *time.Location
}

// In is the day and time of m.
func (m Moment) In(lang Lang) string { return DateTime(lang, m.At, m.Loc) }

// Day is an instant as an argument of T: it is written as a day.
type Day struct {
	At  time.Time
	Loc *time.Location
}

// In is the day of d.
func (d Day) In(lang Lang) string { return Date(lang, d.At, d.Loc) }
