package message_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/message"
)

// parse reads a message written with "\n".
func parse(t testing.TB, raw string) *message.Message {
	t.Helper()
	m, err := message.Parse(t.Context(), strings.NewReader(strings.ReplaceAll(raw, "\n", "\r\n")), message.Limits{})
	if err != nil {
		t.Fatalf("%v\n%s", err, raw)
	}
	return m
}

func encoded(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// MIN-003, MIN-006: header texts, as standards and as senders write them.
func TestSubjects(t *testing.T) {
	latin, _ := charmap.ISO8859_1.NewEncoder().String("Dépannage")
	cp1252, _ := charmap.Windows1252.NewEncoder().String("l’écran à 5 €")
	jis, _ := japanese.ISO2022JP.NewEncoder().String("プリンター")
	for _, c := range []struct{ in, want string }{
		{"plain", "plain"},
		{"", ""},
		{"=?utf-8?q?D=C3=A9pannage_urgent?=", "Dépannage urgent"},
		{"=?UTF-8?B?" + encoded("Dépannage") + "?=", "Dépannage"},
		{"=?iso-8859-1?Q?D=E9pannage?= 7", "Dépannage 7"},
		{"=?iso-8859-15?q?5_=A4?=", "5 €"},
		{"=?windows-1252?q?l=92=E9cran?=", "l’écran"},
		{"=?ISO-2022-JP?B?" + encoded(jis) + "?=", "プリンター"},
		{"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"},
		{"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"},
		{"=?utf-8?b?" + encoded("é"[:1]) + "?=\n =?utf-8?b?" + encoded("é"[1:]) + "?=", "é"},
		{"=?utf-8?q?a b?=", "a b"},
		{"=?utf-8*fr?q?caf=C3=A9?=", "café"},
		{"=?utf-8?b?w6k?=", "é"},
		{"=?utf-8?q?a=3Db=22c?=", `a=b"c`},
		{"=?utf-8?x?abc?=", "=?utf-8?x?abc?="},
		{"=?utf-8?q?broken", "=?utf-8?q?broken"},
		{"=?nobody-knows?q?caf=C3=A9?=", "café"},
		{latin, "Dépannage"},
		{cp1252, "l’écran à 5 €"},
		{"Dépannage €", "Dépannage €"},
		{"a\n  b\n\tc", "a b c"},
		{"a\x00b\x07c\x1b[31m", "abc[31m"},
		{"=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"},
		{"evil\u202egpj.exe", "evilgpj.exe"},
		{strings.Repeat("x", 5000), strings.Repeat("x", 2000)},
	} {
		if got := parse(t, "From: a@example.org\nSubject: "+c.in+"\n\nbody").Subject; got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

// MIN-010, MIN-013: addresses as they come.
func TestAddresses(t *testing.T) {
	at := func(name, address string) mailwire.Address { return mailwire.Address{Name: name, Address: address} }
	type list = []mailwire.Address
	for _, c := range []struct {
		in   string
		want list
	}{
		{"jo@example.org", list{at("", "jo@example.org")}},
		{"Jo Do <jo@example.org>, \"Do, Max\" <max@example.org>", list{at("Jo Do", "jo@example.org"), at("Do, Max", "max@example.org")}},
		{"jo@example.org (Jo Do)", list{at("Jo Do", "jo@example.org")}},
		{"=?utf-8?q?L=C3=A9a=2C_Do?= <lea@example.org>", list{at("Léa, Do", "lea@example.org")}},
		{`"=?utf-8?q?L=C3=A9a?=" <lea@example.org>`, list{at("Léa", "lea@example.org")}},
		{"team: jo@example.org, max@example.org;", list{at("", "jo@example.org"), at("", "max@example.org")}},
		{"undisclosed-recipients:;", nil},
		{"<jo@example.org", list{at("", "jo@example.org")}},
		{"Jo <mailto:x> <jo@example.org>", list{at("Jo <mailto:x>", "jo@example.org")}},
		{`"Jo \"the\" Do" <jo@example.org>`, list{at(`Jo "the" Do`, "jo@example.org")}},
		{"'jo@example.org' <jo@example.org>", list{at("", "jo@example.org")}},
		{"jo@example.org; max@example.org", list{at("", "jo@example.org"), at("", "max@example.org")}},
		{"L\xe9a <lea@example.org>", list{at("Léa", "lea@example.org")}},
		{"nobody", nil}, {"", nil}, {"<>", nil}, {",,;", nil}, {`"unclosed <jo@example.org>`, nil},
		{"a b@example.org <jo@example.org\r\n >", list{at("a b@example.org", "jo@example.org")}},
	} {
		got := parse(t, "From: x@example.org\nTo: "+c.in+"\n\nbody").To
		if c.in == `"unclosed <jo@example.org>` && len(got) == 1 && got[0].Address == "jo@example.org" {
			continue // either reading will do
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
	many := parse(t, "To: "+strings.Repeat("a@example.org,", 5000)+"\n\nx").To
	if len(many) != 1000 {
		t.Errorf("%d addresses", len(many))
	}
}

// MIN-041, SMT-038: what threads are made of.
func TestThreading(t *testing.T) {
	m := parse(t, "From: a@example.org\nMessage-ID: <c@x>\nIn-Reply-To: Your message of today <b@x>\nReferences: <a@x>\n <b@x> garbage <broken\nDate: Tue, 24 Nov 2026 10:12:00 +0100 (CET)\n\nx")
	if m.MessageID != "<c@x>" || !slices.Equal(m.InReplyTo, []string{"<b@x>"}) || !slices.Equal(m.References, []string{"<a@x>", "<b@x>"}) || !slices.Equal(m.Answers(), []string{"<b@x>", "<b@x>", "<a@x>"}) {
		t.Errorf("%+v", m)
	}
	if !m.Date.Equal(time.Date(2026, 11, 24, 9, 12, 0, 0, time.UTC)) {
		t.Errorf("date %v", m.Date)
	}
	for _, date := range []string{"", "yesterday", "Thu, 99 Nov 2026", "Tue, 24 Nov 0026 10:12:00 +0100"} {
		if got := parse(t, "From: a@example.org\nDate: "+date+"\n\nx").Date; !got.IsZero() {
			t.Errorf("%q is %v", date, got)
		}
	}
	if got := parse(t, "References: "+strings.Repeat("<a@x> ", 500)+"<last@x>\n\nx").References; len(got) != 100 || got[99] != "<last@x>" {
		t.Errorf("%d references", len(got))
	}
}

// MIN-022: machines are told from people.
func TestAutomatic(t *testing.T) {
	for head, want := range map[string]bool{
		"": false, "Auto-Submitted: no": false, "Auto-Submitted: auto-replied": true, "Auto-Submitted: auto-generated; owner=x": true,
		"Precedence: bulk": true, "Precedence: List": true, "Precedence: junk": true, "Precedence: normal": false,
		"X-Auto-Response-Suppress: All": true, "X-Auto-Response-Suppress: None": false,
		"Return-Path: <>": true, "Return-Path: <a@example.org>": false, "Return-Path:": true, "List-Id: <x.example.org>": false,
	} {
		if head != "" {
			head += "\n"
		}
		if reason, got := parse(t, "From: a@example.org\n"+head+"\nx").Automatic(); got != want || got != (reason != "") {
			t.Errorf("%q: %v %q", head, got, reason)
		}
	}
}

// MIN-006: any character set, and what is no text of any.
func TestCharsets(t *testing.T) {
	for _, c := range []struct {
		charset, body, want string
		note                bool
	}{
		{"utf-8", "é €", "é €", false},
		{"", "é €", "é €", false},
		{"", "\xe9 \x80", "é €", false},
		{"us-ascii", "\xe9", "é", false},
		{"iso-8859-1", "\xe9 \x80", "é €", false},
		{"iso-8859-15", "\xa4", "€", false},
		{"windows-1252", "\x93\x80\x94", "“€”", false},
		{"windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2", "Привет", false},
		{"koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет", false},
		{"gb2312", "\xc4\xe3\xba\xc3", "你好", false},
		{"shift_jis", "\x83\x76", "プ", false},
		{"euc-kr", "\xb0\xa1", "가", false},
		{"cp850", "\x82", "é", false},
		{"macintosh", "\x8e", "é", false},
		{"utf-7", "caf+AOk-", "café", false},
		{"iso-8859-1", "déjà", "déjà", false}, // UTF-8 under a wrong name
		{"utf-8", "\xe9t\xe9", "été", false},  // Windows-1252 under a wrong name
		{"utf-8", "é \xff", "é �", true},
		{"nobody-knows", "caf\xe9", "café", true},
		{"\"utf-8\"", "é", "é", false},
	} {
		m := parse(t, "From: a@example.org\nContent-Type: text/plain; charset="+c.charset+"\nContent-Transfer-Encoding: base64\n\n"+encoded(c.body))
		if m.Text != c.want || (len(m.Notes) > 0) != c.note {
			t.Errorf("%s %q: %q %v, want %q", c.charset, c.body, m.Text, m.Notes, c.want)
		}
	}
	utf16 := "\xff\xfeh\x00i\x00"
	if m := parse(t, "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"+encoded(utf16)); m.Text != "hi" {
		t.Errorf("UTF-16: %q", m.Text)
	}
	meta := "<html><head><meta charset=windows-1251></head><body>\xcf\xf0</body>"
	if m := parse(t, "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"+encoded(meta)); !strings.Contains(m.HTML, "Пр") {
		t.Errorf("meta: %q", m.HTML)
	}
	if m := parse(t, "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"+encoded("a\x00b\r\nc\rd\x1b\ufeff")); m.Text != "ab\nc\nd" {
		t.Errorf("controls: %q", m.Text)
	}
}

const mixed = `From: a@example.org
Subject: x
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=M

preamble
--M
Content-Type: multipart/related; boundary="R"

--R
Content-Type: multipart/alternative; boundary=A

--A
Content-Type: text/plain; charset=utf-8

the text
--A
Content-Type: text/html

<p>the <img src="cid:Logo@x"> html</p>
--A--
--R
Content-Type: image/png; name=logo.png
Content-ID: <logo@x>
Content-Transfer-Encoding: base64

UE5H
--R
Content-Type: image/png
Content-ID: <unused@x>
Content-Transfer-Encoding: base64

UE5H
--R--
--M
Content-Type: application/pdf
Content-Disposition: attachment; filename*=iso-8859-1''caf%E9.pdf
Content-Transfer-Encoding: base64

UERG
--M
Content-Type: text/plain; charset=utf-8

the footer
--M
Content-Type: text/plain; name=notes.txt

kept as a file
--M
Content-Type: message/rfc822

From: b@example.org
Subject: =?utf-8?q?For=C3=AAt?= / plan
Content-Type: multipart/mixed; boundary=N

--N

inside
--N--
--M
Content-Type: application/ms-tnef; name="winmail.dat"
Content-Transfer-Encoding: base64

VE5FRg==
--M--
epilogue
`

// MIN-003, MIN-006: the body, the images it shows, and the files, each in its place.
func TestStructure(t *testing.T) {
	m := parse(t, mixed)
	if m.Text != "the text\nthe footer" {
		t.Errorf("text %q", m.Text)
	}
	if m.HTML != "<p>the <img src=\"cid:Logo@x\"> html</p>\n<div>the footer</div>" {
		t.Errorf("HTML %q", m.HTML)
	}
	if len(m.Inline) != 1 || m.Inline[0].ContentID != "logo@x" || string(m.Inline[0].Content) != "PNG" {
		t.Errorf("inline %+v", m.Inline)
	}
	want := []string{"attachment-1.png image/png PNG", "café.pdf application/pdf PDF", "notes.txt text/plain kept as a file", "Forêt _ plan.eml message/rfc822 From: b@example.org", "winmail.dat application/ms-tnef TNEF"}
	if got := files(m); !slices.Equal(got, want) {
		t.Errorf("files %q\nwant  %q", got, want)
	}
	if len(m.Notes) != 0 {
		t.Errorf("notes %v", m.Notes)
	}
}

// files are name, type and the first line of each attachment.
func files(m *message.Message) []string {
	var all []string
	for _, f := range m.Attachments {
		content, _, _ := strings.Cut(string(f.Content), "\r\n")
		all = append(all, f.Name+" "+f.Type+" "+content)
	}
	return all
}

// MIN-060: what senders break is read as far as it can be.
func TestBrokenStructures(t *testing.T) {
	head := "From: a@example.org\nContent-Type: multipart/mixed; boundary=B\n\n"
	for _, c := range []struct {
		name, in, text string
		files          int
	}{
		{"not closed", head + "--B\n\none\n--B\nContent-Type: application/pdf; name=a.pdf\n\nPDF", "one", 1},
		{"cut in a header", head + "--B\n\none\n--B\nContent-Type: appl", "one", 0},
		{"never opened", head + "just text", "just text", 0},
		{"no boundary", "From: a@example.org\nContent-Type: multipart/mixed\n\n--X\n\none\n--X--", "one", 0},
		{"wrong boundary", "From: a@example.org\nContent-Type: multipart/mixed; boundary=Y\n\n--X\n\none\n--X--", "--X\n\none\n--X--", 0},
		{"trailing blanks", head + "--B  \n\none\n--B--\t\n", "one", 0},
		{"inner not closed", head + "--B\nContent-Type: multipart/alternative; boundary=C\n\n--C\n\none\n--B\nContent-Type: image/png; name=x.png\n\nP\n--B--", "one", 1},
		{"no blank line", head + "--B\nContent-Type: text/plain\none\n--B--", "one", 0},
		{"no header at all", "\nbody: here", "body: here", 0},
		{"only text", "hello\nworld", "hello\nworld", 0},
		{"blank start", "\n\nFrom: a@example.org\n\none", "one", 0},
		{"envelope line", "From a@example.org Tue Nov 24\nFrom: a@example.org\n\none", "one", 0},
		{"base64 that is not", "From: a@example.org\nContent-Transfer-Encoding: base64\n\nplain words here", "plain words here", 0},
		{"base64 with dirt", "From: a@example.org\nContent-Transfer-Encoding: base64\n\naGVs!bG8*\n", "hello", 0},
		{"quoted-printable, broken", "From: a@example.org\nContent-Transfer-Encoding: quoted-printable\n\na=C3=A9 =ZZ b=\nc =", "aé =ZZ bc", 0},
		{"unknown encoding", "From: a@example.org\nContent-Transfer-Encoding: x-uue\n\nas it is", "as it is", 0},
		{"broken type", "From: a@example.org\nContent-Type: ;;; charset\n\none", "one", 0},
		{"unindented header", "From: a@example.org\nContent-Type: multipart/mixed;\nboundary=B\nSubject: x\n\n--B\n\none\n--B--", "one", 0},
		{"same boundary twice", head + "--B\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\none\n--B--\n--B--", "one", 0},
		{"only an attachment", "From: a@example.org\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=../../etc/passwd\n\nPDF", "", 1},
		{"only a header", "From: a@example.org", "", 0},
	} {
		m := parse(t, c.in)
		if strings.TrimSpace(m.Text) != c.text || len(m.Attachments) != c.files {
			t.Errorf("%s: %q and %d files, want %q and %d", c.name, m.Text, len(m.Attachments), c.text, c.files)
		}
		for _, f := range m.Attachments {
			if strings.ContainsAny(f.Name, `/\`) || f.Name == "" {
				t.Errorf("%s: file %q", c.name, f.Name)
			}
		}
	}
}

// Invitations, and names of files in every form.
func TestFileNames(t *testing.T) {
	for _, c := range []struct{ head, want string }{
		{"Content-Type: text/calendar; method=REQUEST", "attachment-1.ics"},
		{"Content-Type: image/jpeg", "attachment-1.jpg"},
		{"Content-Type: x-unknown/x-thing", "attachment-1.bin"},
		{"Content-Type: application/pdf; name=\"=?utf-8?q?=C3=A9tat?=.pdf\"", "état.pdf"},
		{"Content-Type: application/pdf\nContent-Disposition: attachment; filename*0=\"long \"; filename*1=\"name.pdf\"", "long name.pdf"},
		{"Content-Type: application/pdf\nContent-Disposition: attachment; filename*=UTF-8''%C3%A9t%C3%A9.pdf", "été.pdf"},
		{"Content-Type: application/pdf\nContent-Disposition: attachment; filename=C:\\Temp\\x.pdf", "x.pdf"},
		{"Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"..\"", "attachment-1.pdf"},
		{"Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"a\u202efdp.exe\"", "afdp.exe"},
		{"Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"" + strings.Repeat("é", 500) + ".pdf\"", strings.Repeat("é", 150) + strings.Repeat("é", 46) + ".pdf"},
		{"Content-Type: application/pdf\nContent-Disposition: attachment; filename=\xe9t\xe9.pdf", "été.pdf"},
	} {
		m := parse(t, "From: a@example.org\n"+c.head+"\n\nx")
		if len(m.Attachments) != 1 || m.Attachments[0].Name != c.want {
			t.Errorf("%q: %q, want %q", c.head, files(m), c.want)
		}
	}
}

const report = `From: MAILER-DAEMON@mx.example.org
To: support@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: text/plain

I could not deliver your mail.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; jo@example.net
Original-Recipient: rfc822;jo@example.org
Action: failed
Status: 5.1.1 (no such user)
Diagnostic-Code: smtp; 550 5.1.1
 unknown user

Final-Recipient: rfc822; max@example.org
Action: delayed
Status: 4.4.1
--B
Content-Type: text/rfc822-headers

From: support@example.org
Message-ID: <ticket.42.abc@example.org>
--B--
`

// MIN-022: a delivery report says which of our mails it is about and what became of it.
func TestDeliveryReport(t *testing.T) {
	m := parse(t, report)
	if m.Report == nil {
		t.Fatal("not recognised")
	}
	want := []message.Delivery{
		{Address: "jo@example.org", Action: "failed", Status: "5.1.1", Diagnostic: "550 5.1.1 unknown user"},
		{Address: "max@example.org", Action: "delayed", Status: "4.4.1"},
	}
	if m.Report.Original != "<ticket.42.abc@example.org>" || m.Report.Kind != "delivery-status" || !m.Report.Failed() || !slices.Equal(m.Report.Recipients, want) {
		t.Errorf("%+v", m.Report)
	}
	if m.Text != "I could not deliver your mail." {
		t.Errorf("text %q", m.Text)
	}
	if _, yes := m.Automatic(); !yes {
		t.Error("a report is automatic")
	}
	receipt := parse(t, "From: a@example.org\nContent-Type: multipart/report; report-type=disposition-notification; boundary=B\n\n--B\n\nread\n--B\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@example.org\nOriginal-Message-ID: <x@y>\nDisposition: manual-action/MDN-sent-manually; displayed\n--B--")
	if r := receipt.Report; r == nil || r.Original != "<x@y>" || r.Failed() || len(r.Recipients) != 1 || r.Recipients[0].Action != "displayed" {
		t.Errorf("receipt %+v", receipt.Report)
	}
}

// §7: signatures are ignored, what is encrypted is kept whole.
func TestSealed(t *testing.T) {
	signed := parse(t, "From: a@example.org\nContent-Type: multipart/signed; protocol=x; boundary=B\n\n--B\n\nsaid\n--B\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nxx\n--B--")
	if signed.Text != "said" || len(signed.Attachments) != 0 || signed.Encrypted {
		t.Errorf("signed: %q %q", signed.Text, files(signed))
	}
	clear := parse(t, "From: a@example.org\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nsaid\n- --\nJo\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n")
	if clear.Text != "said\n--\nJo" {
		t.Errorf("signed in place: %q", clear.Text)
	}
	for name, raw := range map[string]string{
		"S/MIME":   "From: a@example.org\nSubject: secret\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nxx",
		"PGP/MIME": "From: a@example.org\nSubject: secret\nContent-Type: multipart/encrypted; boundary=B\n\n--B\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--B\nContent-Type: application/octet-stream\n\nxx\n--B--",
		"PGP":      "From: a@example.org\nSubject: secret\n\n-----BEGIN PGP MESSAGE-----\nxx\n-----END PGP MESSAGE-----\n",
	} {
		m := parse(t, raw)
		if !m.Encrypted || m.Text != "" || len(m.Attachments) != 1 || m.Attachments[0].Name != "secret.eml" || m.Attachments[0].Type != "message/rfc822" ||
			!bytes.Contains(m.Attachments[0].Content, []byte("Subject: secret")) || len(m.Notes) != 1 || m.Notes[0].Key != "mailwire.note_encrypted" {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// endless is a reader that never ends.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	e.read += int64(len(p))
	return copy(p, bytes.Repeat([]byte("x"), len(p))), nil
}

// MIN-060: every refusal says why.
func TestRefusals(t *testing.T) {
	parts := func(n int) string {
		return "Content-Type: multipart/mixed; boundary=B\n\n" + strings.Repeat("--B\n\nx\n", n) + "--B--"
	}
	deep := ""
	for i := range 40 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n", i, i)
	}
	for name, c := range map[string]struct{ raw, want string }{
		"empty":           {"", mailwire.KeyEmpty},
		"blank":           {"\n \n\t\n", mailwire.KeyEmpty},
		"many parts":      {parts(10_000), mailwire.KeyTooManyPart},
		"too deep":        {deep, mailwire.KeyTooDeep},
		"too much header": {"From: a@example.org\n" + strings.Repeat("X-A: b\n", 300_000), mailwire.KeyHeader},
		"one long header": {"X-A: " + strings.Repeat("x", 2_000_000), mailwire.KeyHeader},
	} {
		_, err := message.Parse(t.Context(), strings.NewReader(c.raw), message.Limits{})
		if !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if m := parse(t, parts(900)); strings.Count(m.Text, "x") != 900 {
		t.Error("900 parts are not too many")
	}

	source := &endless{}
	_, err := message.Parse(t.Context(), io.LimitReader(source, 300<<20), message.Limits{Size: 1 << 20})
	if !fault.Is(err, mailwire.KeyTooLarge) || source.read > 4<<20 {
		t.Errorf("300 MB: %v after %d bytes", err, source.read)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = message.Parse(ended, strings.NewReader(mixed), message.Limits{}); !fault.Is(err, mailwire.KeyTooSlow) {
		t.Errorf("no time: %v", err)
	}
	if _, err = message.Parse(t.Context(), broken{}, message.Limits{}); !fault.Is(err, mailwire.KeyUnreadable) {
		t.Errorf("a failing disk: %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// MIN-060: messages made to be slow or large are neither.
func TestBombs(t *testing.T) {
	nested := strings.Builder{}
	for i := range 30 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n", i, i)
	}
	for name, raw := range map[string]string{
		"delimiters of nothing": "Content-Type: multipart/mixed; boundary=B\n\n" + strings.Repeat("--C\n", 500_000),
		"deep and long":         nested.String() + "\n" + strings.Repeat("--Bx\n", 300_000),
		"continuations":         "Subject: x\n" + strings.Repeat(" y\n", 300_000) + "\nbody",
		"encoded words":         "Subject: " + strings.Repeat("=?utf-8?q?a?= ", 15_000) + "\n\nbody",
		"half encoded words":    "Subject: " + strings.Repeat("=?utf-8?q?", 20_000) + "\n\nbody",
		"addresses":             "To: " + strings.Repeat("\"(<", 60_000) + "\n\nbody",
		"comments":              "Date: " + strings.Repeat("(", 100_000) + "\nTo: " + strings.Repeat("(", 100_000) + "\n\nbody",
		"parameters":            "Content-Type: text/plain" + strings.Repeat("; a=b", 50_000) + "\n\nbody",
		"quotes":                "Content-Type: text/plain; name=\"" + strings.Repeat("\\\"", 100_000) + "\n\nbody",
		"text":                  "From: a@example.org\n\n" + strings.Repeat("word ", 1_000_000),
		"base64":                "Content-Transfer-Encoding: base64\n\n" + strings.Repeat("QUJD\n", 1_000_000),
		"dirty base64":          "Content-Transfer-Encoding: base64\n\n" + strings.Repeat("!*%\n", 1_000_000),
		"equal signs":           "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("=", 2_000_000),
		"one line":              "Content-Type: multipart/mixed; boundary=B\n\n--" + strings.Repeat("B", 20_000_000),
		"references":            "References: " + strings.Repeat("<", 250_000) + "\n\nbody",
		"report":                "Content-Type: multipart/report; boundary=B\n\n--B\nContent-Type: message/delivery-status\n\n" + strings.Repeat("Final-Recipient: x; a@b\n\n", 300_000) + "--B--",
		"pictures":              "Content-Type: text/html\n\n" + strings.Repeat("cid:a ", 500_000),
	} {
		took, memory, err := measure([]byte(raw))
		if took > 3*time.Second || memory > 400<<20 {
			t.Errorf("%s: %v, %d MB, %v", name, took, memory>>20, err)
		}
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Errorf("%s: no stated reason: %v", name, err)
		}
	}
}

// FuzzParse: any bytes parse or say why not, and what comes out is clean.
func FuzzParse(f *testing.F) {
	f.Add([]byte(mixed))
	f.Add([]byte(report))
	f.Add([]byte("Subject: =?utf-8?q?=C3?= =?utf-8?q?=A9?=\nContent-Type: text/html; charset=utf-7\n\n+AOk-"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := message.Parse(t.Context(), bytes.NewReader(raw), message.Limits{Size: 1 << 20})
		if err != nil {
			if len(fault.All(err)) != 1 || fault.Is(err, mailwire.KeyUnreadable) {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, s := range []string{m.Subject, m.Text, m.HTML, m.From.Name, m.From.Address, m.MessageID} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\x1b\r") {
				t.Errorf("%q", s)
			}
		}
		for _, a := range slices.Concat(m.Attachments, m.Inline) {
			if a.Name == "" || !utf8.ValidString(a.Name) || strings.ContainsAny(a.Name, "/\\\x00\n") {
				t.Errorf("file %q", a.Name)
			}
		}
	})
}
