package setting

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Span is a part of a day, in minutes from midnight; To is not included.
type Span struct{ From, To int }

// Week is the opening hours of each day, by time.Weekday.
type Week [7][]Span

// Open reports whether the week is open at t, in t's own zone.
func (w Week) Open(t time.Time) bool {
	minute := t.Hour()*60 + t.Minute()
	return slices.ContainsFunc(w[t.Weekday()], func(s Span) bool { return s.From <= minute && minute < s.To })
}

type weekday struct {
	name string
	day  time.Weekday
}

// weekdays are the days as hours are kept, Monday first.
var weekdays = []weekday{
	{"mon", time.Monday}, {"tue", time.Tuesday}, {"wed", time.Wednesday}, {"thu", time.Thursday},
	{"fri", time.Friday}, {"sat", time.Saturday}, {"sun", time.Sunday},
}

// parseHours reads "mon 09:00-12:00 14:00-18:00; tue 09:00-18:00".
func (d Definition) parseHours(raw string) (string, error) {
	week, ok := readWeek(raw)
	if !ok {
		return "", d.refuse("setting.hours")
	}
	return week.String(), nil
}

func readWeek(raw string) (w Week, ok bool) {
	for entry := range strings.FieldsFuncSeq(strings.ToLower(raw), func(r rune) bool { return r == ';' || r == '\n' }) {
		fields := strings.Fields(entry)
		if len(fields) == 0 {
			continue
		}
		i := slices.IndexFunc(weekdays, func(d weekday) bool { return d.name == fields[0] })
		if i < 0 || len(fields) < 2 {
			return w, false
		}
		day := weekdays[i].day
		for _, field := range fields[1:] {
			span, ok := readSpan(field)
			if !ok {
				return w, false
			}
			w[day] = append(w[day], span)
		}
	}
	return w, w.tidy()
}

// tidy sorts the spans of each day; it fails where two overlap.
func (w *Week) tidy() bool {
	for _, spans := range w {
		slices.SortFunc(spans, func(a, b Span) int { return a.From - b.From })
		for i := 1; i < len(spans); i++ {
			if spans[i].From < spans[i-1].To {
				return false
			}
		}
	}
	return true
}

func readSpan(s string) (Span, bool) {
	from, to, ok := strings.Cut(s, "-")
	f, fromOK := readClock(from)
	t, toOK := readClock(to)
	return Span{f, t}, ok && fromOK && toOK && f < t
}

// readClock reads 00:00 to 24:00 as minutes from midnight.
func readClock(s string) (int, bool) {
	h, m, ok := strings.Cut(s, ":")
	hour, hourErr := strconv.Atoi(h)
	minute, minuteErr := strconv.Atoi(m)
	if !ok || len(h) > 2 || len(m) != 2 || hourErr != nil || minuteErr != nil || hour < 0 || minute < 0 || minute > 59 {
		return 0, false
	}
	n := hour*60 + minute
	return n, n <= 24*60
}

// String is the week as it is kept.
func (w Week) String() string {
	var days []string
	for _, d := range weekdays {
		if len(w[d.day]) == 0 {
			continue
		}
		text := d.name
		for _, s := range w[d.day] {
			text += fmt.Sprintf(" %02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60)
		}
		days = append(days, text)
	}
	return strings.Join(days, separator)
}
