package attachment

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"
)

// BlockedByDefault are extensions of files that do harm where they are opened (ATT-005).
var BlockedByDefault = strings.Fields(`php php3 php4 php5 php7 phtml phar exe com bat cmd msi msp scr pif cpl dll lnk reg
	hta jar ps1 psm1 vbs vbe js mjs jse wsf wsh sh bash cgi pl py rb asp aspx jsp htaccess`)

const maxName = 200

// clean is a name without folders, control characters and direction marks, at
// most 200 characters long with its extension kept (ATT-006, ATT-007).
func clean(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0xFFFD {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.TrimRight(strings.TrimSpace(name), ". ")
	if name == "" || name == "/" {
		name = "file"
	}
	runes := []rune(name)
	if len(runes) <= maxName {
		return name
	}
	ext := []rune(path.Ext(name))
	if len(ext) > 20 {
		ext = nil
	}
	return string(runes[:maxName-len(ext)]) + string(ext)
}

// blocked is the extension or kind that forbids the file, or empty (ATT-004, ATT-006).
func (s *Files) blocked(name string, head []byte) string {
	forbidden := s.settings.Blocked()
	parts := strings.Split(strings.ToLower(name), ".")
	for _, ext := range parts[1:] {
		if ext = strings.TrimSpace(ext); slices.Contains(forbidden, ext) {
			return ext
		}
	}
	return program(head)
}

// program recognises what a computer would run, whatever its name says.
func program(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("MZ")):
		return "exe"
	case bytes.HasPrefix(head, []byte("\x7fELF")):
		return "elf"
	case bytes.HasPrefix(head, []byte("#!")):
		return "script"
	case bytes.Contains(bytes.ToLower(head[:min(len(head), 512)]), []byte("<?php")):
		return "php"
	}
	return ""
}
