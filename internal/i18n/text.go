package i18n

// Localized is what can be said in any of the languages. Given as an argument
// of T or N, it is said in the language of the sentence around it.
type Localized interface{ In(Lang) string }

// Text is one label in the four languages, kept as data.
type Text struct{ FR, EN, ES, DE string }

// Same is a text that reads alike in every language, such as a name.
func Same(s string) Text { return Text{FR: s, EN: s, ES: s, DE: s} }

// In is the label in lang; in an unknown language it is the English one.
func (t Text) In(lang Lang) string {
	switch lang {
	case FR:
		return t.FR
	case ES:
		return t.ES
	case DE:
		return t.DE
	}
	return t.EN
}

// With is t with the label of one language replaced.
func (t Text) With(lang Lang, s string) Text {
	switch lang {
	case FR:
		t.FR = s
	case ES:
		t.ES = s
	case DE:
		t.DE = s
	default:
		t.EN = s
	}
	return t
}

// Plural is a counted text used as an argument: "Used by %[1]s" with "3 tickets".
type Plural struct {
	Key string
	N   int
}

// In is the text in the form that fits the number.
func (p Plural) In(lang Lang) string { return N(lang, p.Key, p.N) }

// Key is a catalogue key used as an argument: T("authz.refused", Key("right.ticket_close")).
type Key string

// In is the key's translation.
func (k Key) In(lang Lang) string { return T(lang, string(k)) }
