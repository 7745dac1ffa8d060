// Package quote tells what a person wrote in a reply from what his mail program
// repeated below, above or between it (MIN-042).
//
// A body, text or HTML, is first read as lines that know whether they are
// quoted; then one set of rules, the same for both, says which lines go. The
// rules err on the side of keeping: what a person wrote is never lost, and a
// reply is never cut to nothing.
package quote

import "strings"

// Open and Close are around the words of the lines between which our own mails
// stand (SMT-037). They are how a reply is recognised, in any language.
const (
	Open  = "##-"
	Close = "-##"
)

// Delimiter is such a line: Delimiter("Please type your reply above this line").
func Delimiter(words string) string { return Open + " " + words + " " + Close }

// line is one line as a reader sees it.
type line struct {
	text   string
	quoted bool // marked as quoted by the mail program
	maybe  bool // in a block that quotes if an attribution stands before it
	hard   bool // begins what the mail program repeats, down to the end
	attrib bool // marked as the line that names the author of what follows
	image  bool // shows a picture
	start  int  // where it begins in the source
	depth  int  // of nested quotations
}

// blank reports a line that says nothing.
func (l line) blank() bool { return strings.TrimSpace(l.text) == "" && !l.image }

// maxText bounds, in bytes, a text that is looked at; more is kept as it is.
const maxText = 4 << 20

// Text cuts a plain text. cut is false when nothing was taken away.
func Text(s string) (kept string, cut bool) {
	if len(s) > maxText {
		return s, false
	}
	lines := textLines(s)
	drop := decide(lines)
	var b strings.Builder
	for i, l := range lines {
		if drop[i] {
			cut = true
			continue
		}
		b.WriteString(s[l.start:end(lines, i, len(s))])
	}
	if !cut {
		return s, false
	}
	return strings.TrimSpace(b.String()), true
}

// end is where line i ends: where the next one starts.
func end(lines []line, i, total int) int {
	if i+1 < len(lines) {
		return lines[i+1].start
	}
	return total
}

// textLines reads a plain text; ">" marks what is quoted.
func textLines(s string) []line {
	var lines []line
	pos := 0
	for raw := range strings.SplitAfterSeq(s, "\n") {
		if raw == "" {
			break
		}
		text, depth := unquoted(strings.TrimRight(raw, "\r\n"))
		lines = append(lines, line{text: text, quoted: depth > 0, depth: depth, start: pos})
		pos += len(raw)
	}
	rejoinWrapped(lines)
	return lines
}

// unquoted takes the marks off a line: "> > text".
func unquoted(s string) (text string, depth int) {
	rest := strings.TrimLeft(s, " \t\u00a0")
	for strings.HasPrefix(rest, ">") {
		depth++
		rest = strings.TrimLeft(rest[1:], " \t\u00a0")
	}
	if depth == 0 {
		return s, 0
	}
	return rest, depth
}

// wrapped is the length from which programs cut a quoted line in two.
const wrapped = 60

// rejoinWrapped marks the second half of a long quoted line that a program cut
// without marking it: one unmarked line right between two marked ones.
func rejoinWrapped(lines []line) {
	for i := 1; i+1 < len(lines); i++ {
		before, l, after := lines[i-1], lines[i], lines[i+1]
		if before.quoted && after.quoted && !l.quoted && !l.blank() && !after.blank() &&
			len(before.text) >= wrapped && len(l.text) < wrapped && !endsSentence(before.text) {
			lines[i].quoted, lines[i].depth = true, before.depth
		}
	}
}

func endsSentence(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.ContainsAny(s[len(s)-1:], ".!?:;")
}
