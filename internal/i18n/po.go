package i18n

import (
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"github.com/leonelquinteros/gotext"
)

// pluralForms is what the header of each language's catalogues must say, so
// that translation tools show the same two forms that plural chooses from.
var pluralForms = map[Lang]string{
	FR: "nplurals=2; plural=(n > 1);",
	EN: "nplurals=2; plural=(n != 1);",
	ES: "nplurals=2; plural=(n != 1);",
	DE: "nplurals=2; plural=(n != 1);",
}

// readPO reads one catalogue. gotext passes over what it does not understand;
// a text of ours must not get lost that way, so the file is checked first.
func readPO(fsys fs.FS, name string, lang Lang) (map[string]message, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	if err := checkPO(string(text)); err != nil {
		return nil, err
	}
	po := gotext.NewPo()
	po.Parse(text)
	if po.Language != string(lang) {
		return nil, fmt.Errorf("header says Language: %q", po.Language)
	}
	if po.PluralForms != pluralForms[lang] {
		return nil, fmt.Errorf("header says Plural-Forms: %q, want %q", po.PluralForms, pluralForms[lang])
	}
	messages := map[string]message{}
	for key, entry := range po.GetDomain().GetTranslations() {
		if key == "" {
			continue // the header
		}
		m, err := formsOf(entry)
		if err != nil {
			return nil, err
		}
		messages[key] = m
	}
	return messages, nil
}

func formsOf(entry *gotext.Translation) (message, error) {
	want := 1
	if entry.PluralID != "" {
		want = 2
	}
	if len(entry.Trs) != want {
		return message{}, fmt.Errorf("%q has %d texts, want %d", entry.ID, len(entry.Trs), want)
	}
	m := message{forms: make([]string, want)}
	for i := range want {
		m.forms[i] = entry.Trs[i]
		if m.forms[i] == "" {
			return message{}, fmt.Errorf("%q has an empty text", entry.ID)
		}
	}
	return m, nil
}

var poLine = regexp.MustCompile(`^(msgid|msgid_plural|msgstr|msgstr\[[01]\])?\s*(".*")$`)

// checkPO refuses lines that are no PO, broken quotes, and keys that stand twice.
func checkPO(text string) error {
	seen := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		m := poLine.FindStringSubmatch(line)
		if m == nil {
			return fmt.Errorf("line %d is no PO: %s", i+1, line)
		}
		value, err := strconv.Unquote(m[2])
		if err != nil {
			return fmt.Errorf("line %d: broken quotes: %s", i+1, line)
		}
		if m[1] == "msgid" {
			if seen[value] {
				return fmt.Errorf("line %d: %q stands twice", i+1, value)
			}
			seen[value] = true
		}
	}
	return nil
}
