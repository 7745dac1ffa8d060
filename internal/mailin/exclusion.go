package mailin

import (
	"slices"
	"strings"

	"renfort/internal/mailwire/compose"
	mail "renfort/internal/mailwire/message"
)

// sender is the address that a message is from, in lower case.
func sender(m *mail.Message) string {
	if m.From.Address != "" {
		return strings.ToLower(m.From.Address)
	}
	return strings.ToLower(m.Sender.Address)
}

// excludes reports whether one of the values names the address: as it is, by its
// domain ("spam.com", "@spam.com"), or by a domain above its own ("*.spam.com") (MIN-020).
func excludes(values []string, address string) bool {
	_, domain, _ := strings.Cut(address, "@")
	return slices.ContainsFunc(values, func(v string) bool {
		v = strings.ToLower(strings.TrimSpace(v))
		if above, ok := strings.CutPrefix(v, "*."); ok {
			return above != "" && strings.HasSuffix(domain, "."+above)
		}
		if name, rest, ok := strings.Cut(v, "@"); ok && name != "" {
			return v == address
		} else if ok {
			v = rest
		}
		return v != "" && v == domain
	})
}

// unwanted is why a message is ignored, or nil (MIN-020, MIN-022, MIN-023).
func (s *Intake) unwanted(m *mail.Message, mailboxes []string) decision {
	from := sender(m)
	if _, ours := compose.TicketOf(s.key, m.MessageID); ours {
		return exclude("mailin.loop", from)
	}
	if slices.Contains(mailboxes, from) || slices.ContainsFunc(s.Settings.Senders(), func(a string) bool { return strings.EqualFold(a, from) }) {
		return exclude("mailin.loop", from)
	}
	if header, yes := m.Automatic(); yes {
		return s.automatic(m, header)
	}
	if from == "" {
		return quarantine("mailin.no_sender")
	}
	if excludes(s.Settings.Excluded(), from) {
		return exclude("mailin.excluded", from)
	}
	return nil
}
