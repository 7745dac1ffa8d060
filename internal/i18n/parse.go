package i18n

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Refusals of ParseDate and ParseDateTime. Their texts for people are
// UnreadableDate and UnreadableTime, keys of this package's catalogue.
var (
	ErrDate = errors.New("i18n: no date")
	ErrTime = errors.New("i18n: no date and time")
)

// Keys of the texts that say how a date, or a date and time, is typed (GEN-025).
const (
	UnreadableDate = "i18n.date_unreadable"
	UnreadableTime = "i18n.time_unreadable"
)

// DatePattern is how a date is typed in lang, as a hint beside a field.
func DatePattern(lang Lang) string {
	return Text{FR: "JJ/MM/AAAA", EN: "DD/MM/YYYY", ES: "DD/MM/AAAA", DE: "TT.MM.JJJJ"}.In(lang)
}

// Years that a typed date may lie in. A browser's date field sends the year 20
// while somebody is still typing 2026.
const (
	firstYear = 1900
	lastYear  = 2199
)

var (
	typedDate = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})([/.-])(\d{4})$`)
	isoDate   = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`)
	clockTime = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?$`)
)

// ParseDate reads a day as people type it, day first in all four languages, or
// as a browser's date field sends it (2026-11-23). The result is midnight UTC of
// that day. A day that no calendar has, such as 31/02, is ErrDate (GEN-025).
func ParseDate(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	var day, month, year string
	if m := typedDate.FindStringSubmatch(s); m != nil && m[2] == m[4] {
		day, month, year = m[1], m[3], m[5]
	} else if m := isoDate.FindStringSubmatch(s); m != nil {
		day, month, year = m[3], m[2], m[1]
	} else {
		return time.Time{}, ErrDate
	}
	d, mo, y := number(day), number(month), number(year)
	t := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || int(t.Month()) != mo || y < firstYear || y > lastYear {
		return time.Time{}, ErrDate
	}
	return t, nil
}

// ParseDateTime reads a day and a time of day in loc: "23/11/2026 14:05", or
// "2026-11-23T14:05" from a browser's field. Of an hour that the clock shows
// twice it means the first; an hour that the clock skips is ErrTime.
func ParseDateTime(s string, loc *time.Location) (time.Time, error) {
	s = strings.TrimSpace(s)
	cut := strings.IndexAny(s, " T")
	if cut < 0 {
		return time.Time{}, ErrTime
	}
	day, err := ParseDate(s[:cut])
	if err != nil {
		return time.Time{}, ErrTime
	}
	m := clockTime.FindStringSubmatch(strings.TrimSpace(s[cut+1:]))
	if m == nil {
		return time.Time{}, ErrTime
	}
	h, min, sec := number(m[1]), number(m[2]), number(m[3])
	if h > 23 || min > 59 || sec > 59 {
		return time.Time{}, ErrTime
	}
	return onClock(day, h, min, sec, loc)
}

// onClock is the first instant at which a clock in loc shows the day and time.
func onClock(day time.Time, h, min, sec int, loc *time.Location) (time.Time, error) {
	wall := time.Date(day.Year(), day.Month(), day.Day(), h, min, sec, 0, time.UTC)
	// Clocks change by hours, so the offsets a day before and a day after are
	// those on either side of a change; the earlier one gives the first instant.
	for _, side := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := wall.Add(side).In(loc).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second)
		if _, there := t.In(loc).Zone(); there == offset {
			return t, nil
		}
	}
	return time.Time{}, ErrTime
}

// number reads digits that a pattern has already found; of none it is 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
