package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// decide says which lines go. When they would leave nothing, none does.
func decide(lines []line) []bool {
	drop := make([]bool, len(lines))
	resolveMaybe(lines)
	above := false // a person's words stand above
	for i := 0; i < len(lines); {
		if b := boundaryAt(lines, i); b.lines > 0 {
			i = cutAt(lines, drop, i, b, above)
			continue
		}
		above = above || !lines[i].quoted && says(lines[i])
		i++
	}
	keepContext(lines, drop)
	if nothingLeft(lines, drop) {
		return make([]bool, len(lines))
	}
	dropEdges(lines, drop)
	return drop
}

// resolveMaybe makes blocks quoted that follow an attribution; others are what
// a person indented.
func resolveMaybe(lines []line) {
	for i := 0; i < len(lines); i++ {
		if !lines[i].maybe {
			continue
		}
		before := lastWritten(lines, i)
		quotes := before >= 0 && (lines[before].attrib || lines[before].quoted || endsAttribution(lines, before))
		for ; i < len(lines) && (lines[i].maybe || lines[i].blank()); i++ {
			lines[i].quoted = lines[i].quoted || quotes && lines[i].maybe
		}
	}
}

// lastWritten is the last line before i that says something, -1 when there is none.
func lastWritten(lines []line, i int) int {
	for i--; i >= 0; i-- {
		if !lines[i].blank() {
			return i
		}
	}
	return -1
}

// endsAttribution reports that an attribution of one or more lines ends at i.
func endsAttribution(lines []line, i int) bool {
	for back := range maxAttribution {
		from := i - back
		if from < 0 {
			break
		}
		if n := attribution(lines, from); n > 0 && from+n-1 == i {
			return true
		}
	}
	return looksAttributive(lines[i].text)
}

// boundary is where a quotation is announced: by so many lines, and of a kind
// that either marks what it quotes or is followed by it down to the end.
type boundary struct {
	lines int
	ours  bool // our own delimiter
}

// boundaryAt tells whether a quotation is announced at line i.
func boundaryAt(lines []line, i int) boundary {
	l := lines[i]
	if n := delimiter(lines, i); n > 0 {
		return boundary{lines: n, ours: true}
	}
	if l.quoted || l.blank() && !l.hard {
		return boundary{}
	}
	if l.hard {
		return boundary{lines: 1}
	}
	if n := attribution(lines, i); n > 0 {
		return boundary{lines: n}
	}
	if n := original(lines, i); n > 0 {
		return boundary{lines: n}
	}
	if n := headerBlock(lines, i); n > 0 {
		return boundary{lines: n}
	}
	if next := nextWritten(lines, i+1); next >= 0 && lines[next].quoted && (l.attrib || looksAttributive(l.text)) {
		return boundary{lines: 1}
	}
	return boundary{}
}

// cutAt drops the announcement and, when the quotation after it is not marked,
// all that follows. It returns where to look on.
func cutAt(lines []line, drop []bool, i int, b boundary, above bool) int {
	after := i + b.lines
	next := nextWritten(lines, after)
	if lines[i].quoted || next >= 0 && lines[next].quoted {
		for j := i; j < after; j++ {
			drop[j] = true
		}
		return after
	}
	if b.ours && !above {
		return cutOurs(lines, drop, i, after)
	}
	for j := i; j < len(lines); j++ {
		drop[j] = true
	}
	return len(lines)
}

// cutOurs handles an answer written below our mail, which nothing marks as
// quoted: what stands between our two lines goes.
func cutOurs(lines []line, drop []bool, i, after int) int {
	for j := after; j < len(lines); j++ {
		if n := delimiter(lines, j); n > 0 && nextWritten(lines, j+n) >= 0 {
			for k := i; k < j+n; k++ {
				drop[k] = true
			}
			return j + n
		}
	}
	return len(lines) // nothing tells our mail from an answer: all stays
}

func nextWritten(lines []line, i int) int {
	for ; i < len(lines); i++ {
		if !lines[i].blank() {
			return i
		}
	}
	return -1
}

// maxContext is how many quoted lines stay above an answer between quotations,
// so that it can be understood.
const maxContext = 4

// keepContext drops the quoted lines, but those right above an answer written
// between two quotations.
func keepContext(lines []line, drop []bool) {
	last := lastQuoted(lines)
	for i := range lines {
		if lines[i].quoted {
			drop[i] = true
		}
	}
	for i := 0; i < last; i++ {
		if drop[i] || lines[i].quoted || !says(lines[i]) || !quotedAbove(lines, i) {
			continue
		}
		kept := 0
		for j := i - 1; j >= 0 && kept < maxContext; j-- {
			if !lines[j].quoted && lines[j].blank() && kept == 0 {
				continue
			}
			if !lines[j].quoted || lines[j].blank() || delimiter(lines, j) > 0 {
				break
			}
			drop[j] = false
			kept++
		}
	}
}

// quotedAbove reports that what stands above the paragraph of line i is quoted.
func quotedAbove(lines []line, i int) bool {
	before := lastWritten(lines, i)
	return before >= 0 && lines[before].quoted
}

func lastQuoted(lines []line) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].quoted && !lines[i].blank() {
			return i
		}
	}
	return -1
}

// dropEdges drops the rules that stand alone before what was cut: a line of
// underscores says nothing.
func dropEdges(lines []line, drop []bool) {
	for i := len(lines) - 1; i >= 0; i-- {
		if drop[i] || lines[i].blank() {
			continue
		}
		if isRule(lines[i].text) && !lines[i].image && i+1 < len(lines) && dropsAfter(lines, drop, i) {
			drop[i] = true
			continue
		}
		return
	}
}

func dropsAfter(lines []line, drop []bool, i int) bool {
	next := nextWritten(lines, i+1)
	return next >= 0 && drop[next]
}

func isRule(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) >= 5 && strings.Trim(s, "_-=*—") == ""
}

// nothingLeft reports that no kept line says anything in the person's own words.
func nothingLeft(lines []line, drop []bool) bool {
	for i := range lines {
		if !drop[i] && !lines[i].quoted && says(lines[i]) {
			return false
		}
	}
	return true
}

// says reports a line with at least one sign a person would type, or a picture.
func says(l line) bool {
	return l.image || strings.ContainsFunc(l.text, func(r rune) bool {
		return unicode.IsGraphic(r) && !unicode.IsSpace(r) && r != utf8.RuneError && !strings.ContainsRune(">*_-–—=|.", r)
	})
}
