package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// unjoined are the letters that no decomposition takes apart.
var unjoined = map[rune]string{
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ħ': "h",
	'þ': "th", 'ı': "i", 'ŋ': "n", 'ŧ': "t", 'ς': "σ",
}

// Fold is s without case and accents, so that two spellings of one word meet:
// "Œuvre Étendue" becomes "oeuvre etendue". Folding twice changes nothing more.
func Fold(s string) string {
	if folded, ok := foldASCII(s); ok {
		return folded
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		if letters, ok := unjoined[r]; ok {
			b.WriteString(letters)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func foldASCII(s string) (string, bool) {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return "", false
		}
	}
	return strings.ToLower(s), true
}

// maxWord is how many runes of a word search looks at.
const maxWord = 60

// Words are the folded words of s in order: runs of letters and digits, each
// cut to 60 runes.
func Words(s string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(Fold(s), apart) {
		word = strings.TrimLeftFunc(word, unicode.IsMark)
		if word != "" {
			words = append(words, firstRunes(word, maxWord))
		}
	}
	return words
}

// apart reports whether r stands between words. The marks that are left after
// folding are vowels of scripts that write them apart from their letters.
func apart(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
