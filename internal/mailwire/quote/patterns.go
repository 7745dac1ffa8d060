package quote

import (
	"regexp"
	"strings"
)

// Our delimiter, also when a program broke it into several lines or put marks
// around it.
const maxDelimiter = 4 // lines

// delimiter is how many lines, from i on, are one of our delimiters; 0 when none is.
func delimiter(lines []line, i int) int {
	text := bare(lines[i].text)
	if !strings.HasPrefix(text, Open) {
		return 0
	}
	for n := 0; n < maxDelimiter && i+n < len(lines); n++ {
		if n > 0 {
			text = bare(lines[i+n].text)
		}
		if strings.HasSuffix(text, Close) && (n > 0 || len(text) >= len(Open)+len(Close)) {
			return n + 1
		}
	}
	return 0
}

// bare is the text without what programs put around it: bold marks, quotes, blanks.
func bare(s string) string {
	return strings.Trim(strings.ReplaceAll(s, "\u00a0", " "), " \t\u200b*_>|\"")
}

const (
	maxAttribution     = 5   // lines
	maxAttributionText = 500 // bytes
)

// attributions are the lines that name whom a program quotes, in the languages
// of the product and of their neighbours. Each is matched against up to
// maxAttribution lines joined into one.
var attributions = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:on|le|el|am|il|op|em|den|dne|w dniu|på)\s.{3,400}?[\s>](?i:wrote|writes|a écrit|a ecrit|écrit|escribi[oó]|schrieb|geschrieben|ha scritto|schreef|escreveu|skrev|napsal\(a\)|napisał\(a\))(?:\s.{1,200})?\s?:$`),
	regexp.MustCompile(`^.{3,400}?\s(?i:wrote on|schrieb am|a écrit le|escribió el)\s.{3,200}\s?:$`),
	regexp.MustCompile(`^.{0,200}[^\s@<]+@[^\s@>]+>?["\])]*,?\s(?i:wrote|writes|a écrit|a ecrit|escribi[oó]|schrieb|ha scritto|schreef|escreveu)\s?:$`),
	regexp.MustCompile(`^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}),?\s.{0,60}[0-9]{1,2}[:.h][0-9]{2}.{0,200}<[^\s@<]+@[^\s@>]+>\s?:$`),
	regexp.MustCompile(`^(?i:el|am|le|on)\s.{3,200}<[^\s@<]+@[^\s@>]+>\s?:$`),
}

// attribution is how many lines, from i on, are an attribution; 0 when none is.
func attribution(lines []line, i int) int {
	if !startsAttribution(lines[i].text) {
		return 0
	}
	joined := ""
	for n := 0; n < maxAttribution && i+n < len(lines); n++ {
		l := lines[i+n]
		if l.quoted || l.blank() || len(joined) > maxAttributionText {
			return 0
		}
		joined = strings.TrimSpace(joined + " " + bare(l.text))
		if strings.HasSuffix(joined, ":") && isAttribution(joined) {
			return n + 1
		}
	}
	return 0
}

var attributionStart = regexp.MustCompile(`^[\s*_|"]*(?:(?i:on|le|el|am|il|op|em|den|dne|w dniu|på)\s|[0-9]|.*@|.*\s(?i:wrote|schrieb|a écrit|escribió))`)

func startsAttribution(s string) bool {
	return len(s) <= maxAttributionText && attributionStart.MatchString(s)
}

// isAttribution reports that s names a moment or an address and a person.
func isAttribution(s string) bool {
	if !strings.ContainsAny(s, "0123456789@") {
		return false
	}
	for _, pattern := range attributions {
		if pattern.MatchString(s) {
			return true
		}
	}
	return false
}

var attributive = regexp.MustCompile(`(?:@|[0-9]{1,2}[:.h][0-9]{2}|[0-9]{4}).{0,200}:$`)

// looksAttributive reports a line that, right above a quotation, can only be its
// attribution, whatever its language.
func looksAttributive(s string) bool {
	s = bare(s)
	return len(s) <= maxAttributionText && attributive.MatchString(s)
}

var originalMessage = regexp.MustCompile(`(?i)^[-_*\s]{2,}(?:original message|original appointment|message d['’]origine|message original|mensaje original|urspr(?:ü|ue)ngliche nachricht|original[- ]?nachricht|messaggio originale|mensagem original|oorspronkelijk bericht|reply message|reply above)[-_*\s:]{2,}$`)

// original is 1 for a line like "-----Original Message-----".
func original(lines []line, i int) int {
	if s := lines[i].text; len(s) < 200 && originalMessage.MatchString(s) {
		return 1
	}
	return 0
}

// labels are those of the header that Outlook and others put above what they
// repeat, each with the kind it belongs to.
var labels = func() map[string]string {
	all := map[string]string{}
	for kind, names := range map[string]string{
		"from":    "from|de|von|expéditeur|expediteur|absender|remitente|da|van",
		"sent":    "sent|date|envoyé|envoye|envoyé le|date d'envoi|date d’envoi|enviado el|enviado|fecha|gesendet|datum|inviato|data|verzonden",
		"to":      "to|à|a|pour|destinataire|destinataires|para|an|empfänger|destinatario|aan",
		"subject": "subject|objet|sujet|asunto|betreff|oggetto|assunto|onderwerp",
		"other":   "cc|bcc|cci|cco|reply-to|répondre à|responder a|antwort an|importance|priorité|wichtigkeit|importancia|attachments|pièces jointes|anlagen|adjuntos",
	} {
		for name := range strings.SplitSeq(names, "|") {
			all[name] = kind
		}
	}
	return all
}()

const (
	maxHeaderLines = 14 // addresses wrap
	maxWrapped     = 3  // lines that continue a label
)

// headerBlock is how many lines, from i on, are such a header: a sender and at
// least two more labels, in any order.
func headerBlock(lines []line, i int) int {
	if labelOf(lines[i].text) == "" {
		return 0
	}
	found := map[string]bool{}
	length, loose := 0, 0
	for n := 0; n < maxHeaderLines && i+n < len(lines); n++ {
		l := lines[i+n]
		if label := labelOf(l.text); label != "" {
			found[label] = true
			length, loose = n+1, 0
			continue
		}
		if loose++; l.blank() && length == n || loose > maxWrapped {
			break
		}
	}
	if found["from"] && (found["sent"] || found["subject"]) && len(found) >= 3 {
		return length
	}
	return 0
}

// maxLabel bounds, in bytes, a label with the marks of bold text around it.
const maxLabel = 40

// labelOf is the kind of the label that s begins with, "" when it has none.
func labelOf(s string) string {
	colon := strings.IndexByte(s[:min(len(s), maxLabel)], ':')
	if colon < 0 {
		return ""
	}
	return labels[strings.ToLower(bare(s[:colon]))]
}
