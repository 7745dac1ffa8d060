package demo

import (
	"embed"
	"fmt"
	"html"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"renfort/internal/i18n"
)

//go:embed texts/*.txt
var texts embed.FS

// story is what one ticket is about, in five lines of a file: title,
// description, the technician's question, the answer, the solution.
type story struct{ title, description, question, answer, solution string }

var stories = func() map[i18n.Lang][]story {
	out := map[i18n.Lang][]story{}
	for _, lang := range i18n.Langs {
		b, err := texts.ReadFile("texts/" + string(lang) + ".txt")
		if err != nil {
			panic(err)
		}
		for block := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n\n") {
			l := strings.Split(block, "\n")
			if len(l) != 5 {
				panic(fmt.Sprintf("demo: %d lines, not five: %s", len(l), block))
			}
			out[lang] = append(out[lang], story{l[0], l[1], l[2], l[3], l[4]})
		}
	}
	return out
}()

// tell is a story of the language with its rooms, numbers and days filled in.
func tell(r *rand.Rand, lang i18n.Lang, at time.Time) story {
	all := stories[lang]
	s := all[r.IntN(len(all))]
	fill := strings.NewReplacer("{floor}", strconv.Itoa(2+r.IntN(4)), "{room}", strconv.Itoa(101+r.IntN(60)),
		"{ext}", strconv.Itoa(4100+r.IntN(800)), "{year}", strconv.Itoa(at.Year()),
		"{day}", i18n.Date(lang, at.AddDate(0, 0, 3+r.IntN(20)), time.UTC))
	for _, line := range []*string{&s.title, &s.description, &s.question, &s.answer, &s.solution} {
		*line = fill.Replace(*line)
	}
	return s
}

// paragraph is a line of a story as clean HTML.
func paragraph(line string) string { return "<p>" + html.EscapeString(line) + "</p>" }
