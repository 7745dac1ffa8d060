package compose_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"renfort/internal/fault"
	"renfort/internal/ids"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/compose"
	"renfort/internal/mailwire/message"
)

var key = []byte("an installation's own key")

func outgoing() compose.Outgoing {
	return compose.Outgoing{
		From:      mailwire.Address{Name: "Équipe Support", Address: "support@example.org"},
		To:        []mailwire.Address{{Name: "Jo, \"le grand\"", Address: "jo@example.org"}},
		Cc:        []mailwire.Address{{Address: "max@bücher.example"}},
		ReplyTo:   &mailwire.Address{Address: "intake@example.org"},
		Subject:   "[#42] L’imprimante n’imprime pas — " + strings.Repeat("très ", 30),
		HTML:      `<p>Bonjour <b>Jo</b> <img src="cid:logo"></p>`,
		MessageID: compose.NewID(key, 42, "help.example.org"),
		InReplyTo: "<a@b>", References: []string{"<first@x>", "broken", "<a@b>"},
		Date:    time.Date(2026, 11, 24, 10, 12, 0, 0, time.UTC),
		Headers: map[string]string{"X-Renfort-Event": "opened"},
		Attachments: []mailwire.File{
			{Name: "Étude \"1\".pdf", Type: "application/pdf", Content: bytes.Repeat([]byte{0, 1, 2, 255}, 1000)},
			{Name: "mail.eml", Type: "message/rfc822", Content: []byte("From: x\r\n\r\ny")},
		},
		Inline: []mailwire.File{{Name: "logo.png", Type: "image/png", ContentID: "logo", Content: []byte("PNG")}},
	}
}

func built(t testing.TB, o compose.Outgoing) ([]byte, *message.Message) {
	t.Helper()
	raw, err := o.Build()
	if err != nil {
		t.Fatal(err)
	}
	m, err := message.Parse(t.Context(), bytes.NewReader(raw), message.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return raw, m
}

// SMT-034, SMT-038, SMT-042: what is built is what is read back.
func TestRoundTrip(t *testing.T) {
	o := outgoing()
	raw, m := built(t, o)
	checkWire(t, raw)
	if m.From != o.From || m.ReplyTo != *o.ReplyTo || m.Subject != strings.TrimSpace(o.Subject) || !m.Date.Equal(o.Date) {
		t.Errorf("header: %+v", m)
	}
	if len(m.To) != 1 || m.To[0].Address != "jo@example.org" || m.To[0].Name != `Jo, "le grand` && m.To[0].Name != o.To[0].Name {
		t.Errorf("To: %+v", m.To)
	}
	if m.Cc[0].Address != "max@xn--bcher-kva.example" {
		t.Errorf("Cc: %+v", m.Cc)
	}
	if m.MessageID != o.MessageID || !slices.Equal(m.InReplyTo, []string{"<a@b>"}) || !slices.Equal(m.References, []string{"<first@x>", "<a@b>"}) {
		t.Errorf("ids: %q %q %q", m.MessageID, m.InReplyTo, m.References)
	}
	if strings.TrimSpace(m.HTML) != o.HTML || !strings.Contains(m.Text, "Bonjour Jo") {
		t.Errorf("body: %q %q", m.HTML, m.Text)
	}
	if len(m.Inline) != 1 || m.Inline[0].ContentID != "logo" || string(m.Inline[0].Content) != "PNG" {
		t.Errorf("inline: %+v", m.Inline)
	}
	if len(m.Attachments) != 2 || !bytes.Equal(m.Attachments[0].Content, o.Attachments[0].Content) || !strings.HasPrefix(m.Attachments[0].Name, "Étude") {
		t.Errorf("attachments: %+v", m.Attachments)
	}
	if reason, yes := m.Automatic(); !yes || !strings.HasPrefix(reason, "Auto-Submitted") {
		t.Errorf("automatic: %q", reason)
	}
	o.ByPerson = true
	if _, m = built(t, o); m.Auto.AutoSubmitted != "" {
		t.Error("a person's mail says it is automatic")
	}
}

// checkWire makes sure that raw can go over any server.
func checkWire(t testing.TB, raw []byte) {
	t.Helper()
	for line := range bytes.SplitAfterSeq(raw, []byte("\n")) {
		if len(line) > 1000 || len(line) > 0 && !bytes.HasSuffix(line, []byte("\r\n")) || bytes.Count(line, []byte("\r")) > 1 {
			t.Errorf("line of %d bytes: %.80q", len(line), line)
		}
	}
	if i := bytes.IndexFunc(raw, func(r rune) bool { return r > 126 || r == 0 }); i >= 0 {
		t.Errorf("not ASCII at %d", i)
	}
}

// smuggled try to add a header or a recipient by every value.
var smuggled = []string{"x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org", "x\rBcc: evil@example.org", "x\r\n\r\n<script>",
	"x\u2028Bcc: evil@example.org", "x\u0085Bcc: evil@example.org", "x\x00\r\nBcc: y", "é\r\nBcc: evil@example.org", "=?utf-8?q?x=0D=0ABcc:_evil@example.org?="}

// SMT-041: no value adds a header.
func TestNoHeaderInjection(t *testing.T) {
	for _, s := range smuggled {
		checkInjection(t, s)
	}
}

func checkInjection(t testing.TB, s string) {
	t.Helper()
	plain, _ := built(t, outgoing())
	want := headerNames(plain)

	o := outgoing()
	o.Subject, o.From.Name, o.To[0].Name, o.ReplyTo.Name = s, s, s, s
	o.InReplyTo, o.References = s, []string{s, "<" + s + "@x>", "<first@x>"}
	o.Headers["X-Renfort-Event"] = s
	o.Attachments[0].Name, o.Attachments[0].Type = s, s
	o.Inline[0].Name, o.Inline[0].ContentID, o.Inline[0].Type = s, s, s
	raw, err := o.Build()
	if err != nil {
		t.Fatal(err)
	}
	got := headerNames(raw)
	want = slices.DeleteFunc(want, func(name string) bool { return name == "In-Reply-To" && !slices.Contains(got, name) })
	if !slices.Equal(got, want) {
		t.Errorf("%q: headers %q, want %q", s, got, want)
	}
	if m, err := message.Parse(t.Context(), bytes.NewReader(raw), message.Limits{}); err != nil || len(m.To)+len(m.Cc) != 2 || len(m.Attachments) < 2 {
		t.Errorf("%q: %+v %v", s, m, err)
	}
}

// headerNames are the names in the header of raw, sorted.
func headerNames(raw []byte) []string {
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	var names []string
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		if name, _, found := bytes.Cut(line, []byte(":")); found && line[0] != ' ' && line[0] != '\t' {
			names = append(names, string(name))
		}
	}
	slices.Sort(names)
	return names
}

// SMT-041: an address that holds more than an address is refused.
func TestAddresses(t *testing.T) {
	for _, address := range []string{"", "x", "@x", "x@", "a b@x", "a@x\r\nRCPT TO:<b@x>", "a@x>", "<a@x", "a@x,b@x", "a@b@c", "a@-x-", "a\x00@x", strings.Repeat("a", 300) + "@x", `"a"@x`} {
		o := outgoing()
		o.To[0].Address = address
		if _, err := o.Build(); !fault.Is(err, mailwire.KeyAddress) || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, name := range []string{"Bcc", "to", "Content-Type", "X:Y", "X Y", "X\r\nY", ""} {
		o := outgoing()
		o.Headers = map[string]string{name: "x"}
		if _, err := o.Build(); !fault.Is(err, mailwire.KeyHeaderName) {
			t.Errorf("header %q: %v", name, err)
		}
	}
}

// SMT-038, MIN-041: an id names its ticket to us and cannot be invented.
func TestMessageIDs(t *testing.T) {
	id := compose.NewID(key, 1234567, "help.example.org")
	if got, ok := compose.TicketOf(key, id); !ok || got != ids.Ticket(1234567) {
		t.Errorf("%s: %d %v", id, got, ok)
	}
	if got, ok := compose.TicketOf(key, strings.ToUpper(id)); !ok || got != 1234567 {
		t.Errorf("in upper case: %d %v", got, ok)
	}
	if id == compose.NewID(key, 1234567, "help.example.org") {
		t.Error("two mails have one id")
	}
	for name, forged := range map[string]string{
		"another number": strings.Replace(id, "1234567", "1234568", 1), "another key": compose.NewID([]byte("x"), 1234567, "h"),
		"no proof": "<ticket.1234567.x@help.example.org>", "empty": "", "plain": compose.NewPlainID("h"), "huge": "<ticket.99999999999999999999.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@h>",
		"zero": "<ticket.0.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@h>",
	} {
		if got, ok := compose.TicketOf(key, forged); ok {
			t.Errorf("%s: taken for ticket %d", name, got)
		}
	}
	for _, host := range []string{"", "a b", "x\r\nBcc: y", "x>y", "ü.example"} {
		if id := compose.NewPlainID(host); !strings.HasSuffix(id, "@renfort.invalid>") {
			t.Errorf("host %q: %s", host, id)
		}
	}
}

func FuzzBuild(f *testing.F) {
	for _, s := range smuggled {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkInjection(t, s) })
}
