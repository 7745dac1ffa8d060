package i18n

import (
	"strconv"
	"strings"
	"time"
)

// separators are what groups thousands and what starts decimals. The French
// group is a narrow no-break space.
var separators = map[Lang]struct{ group, decimal string }{
	FR: {"\u202f", ","},
	EN: {",", "."},
	ES: {".", ","},
	DE: {".", ","},
}

// Number is n with its thousands grouped: 12,345.
func Number[I ~int | ~int32 | ~int64](lang Lang, n I) string {
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	return sign + grouped(digits, separators[known(lang)].group)
}

// Decimal is v rounded to that many digits after the decimal sign: 1,234.5.
func Decimal(lang Lang, v float64, digits int) string {
	text := strconv.FormatFloat(v, 'f', digits, 64)
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	sep := separators[known(lang)]
	if fraction == "" {
		return sign + grouped(whole, sep.group)
	}
	return sign + grouped(whole, sep.group) + sep.decimal + fraction
}

func grouped(digits, sep string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Bytes is a size in the units people know, of 1,024 each: 10 MB, 1.4 GB, in
// French 10 Mo.
func Bytes(lang Lang, n int64) string {
	units := []string{"B", "KB", "MB", "GB", "TB", "PB", "EB"}
	if lang == FR {
		units = []string{"o", "Ko", "Mo", "Go", "To", "Po", "Eo"}
	}
	v, unit := float64(n), 0
	for v >= 1024 && unit < len(units)-1 {
		v, unit = v/1024, unit+1
	}
	digits := 0
	if unit > 0 && v < 10 && v != float64(int64(v)) {
		digits = 1
	}
	return Decimal(lang, v, digits) + " " + units[unit]
}

// Minutes is a stretch of time as tickets count it: 45 min, 2 h, 1 h 30.
func Minutes(lang Lang, n int) string {
	if n < 0 {
		return "-" + Minutes(lang, -n)
	}
	hours, minutes := n/60, n%60
	switch {
	case hours == 0:
		return strconv.Itoa(minutes) + " min"
	case minutes == 0:
		return Number(lang, hours) + " h"
	}
	two := strconv.Itoa(100 + minutes)[1:]
	return Number(lang, hours) + " h " + two
}

// Ago is how long something has lasted, in its largest unit: "for 3 days" (TKT-134).
func Ago(lang Lang, d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return T(lang, "i18n.for_moments")
	case d < time.Hour:
		return N(lang, "i18n.for_minutes", int(d/time.Minute))
	case d < day:
		return N(lang, "i18n.for_hours", int(d/time.Hour))
	case d < 60*day:
		return N(lang, "i18n.for_days", int(d/day))
	case d < 730*day:
		return N(lang, "i18n.for_months", int(d/(30*day+10*time.Hour)))
	}
	return N(lang, "i18n.for_years", int(d/(365*day+6*time.Hour)))
}
