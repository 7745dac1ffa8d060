package bench

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"
)

const (
	// vocabulary is how many words texts are made of; how often each is used
	// falls as it does in real texts.
	vocabulary = 60_000
	frequent   = 40 // the rank of a word that about every fifth text holds
	// abroad stands in texts of the last country alone: elsewhere nobody finds it.
	abroad = "nordlicht"
)

var syllables = strings.Fields("ba be bi bo bu da de di do ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to va ve vi vo za ze zo")

// wordAt is the word of a rank: short ones first, all different.
func wordAt(n int) string {
	var b strings.Builder
	for n += len(syllables); n > 0; n /= len(syllables) {
		b.WriteString(syllables[n%len(syllables)])
	}
	return b.String()
}

func capital(w string) string { return string(unicode.ToUpper(rune(w[0]))) + w[1:] }

// writer writes texts.
type writer struct {
	*rand.Rand
	zipf *rand.Zipf
}

func newWriter(batch int) writer {
	r := rand.New(rand.NewPCG(7, uint64(batch)))
	return writer{r, rand.NewZipf(r, 1.07, 12, vocabulary-1)}
}

// line is from least to most words.
func (w writer) line(least, most int) string {
	var b strings.Builder
	for i := range least + w.IntN(most-least+1) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(wordAt(int(w.zipf.Uint64())))
	}
	return b.String()
}

// serial is a word that stands in one ticket alone.
func serial(ticket int) string { return "sn" + strconv.Itoa(700_000_000+ticket*7919%10_000_000) }
