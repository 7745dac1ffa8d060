package quote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"renfort/internal/mailwire/clean"
	"renfort/internal/mailwire/quote"
)

// ours is one of our mails as it goes out, one language per entry.
var ours = map[string]string{
	"en": "##- Please type your reply above this line -##\n\nTicket 42: Printer does not print\nState: assigned\n\n##- End of the ticket -##",
	"fr": "##- Merci de répondre au-dessus de cette ligne -##\n\nTicket 42 : L’imprimante n’imprime pas\nÉtat : attribué\n\n##- Fin du ticket -##",
	"es": "##- Escriba su respuesta por encima de esta línea -##\n\nTicket 42: La impresora no imprime\n\n##- Fin del ticket -##",
	"de": "##- Bitte antworten Sie oberhalb dieser Zeile -##\n\nTicket 42: Der Drucker druckt nicht\n\n##- Ende des Tickets -##",
}

func quoted(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") }

// attributionLines are how programs announce what they quote.
var attributionLines = []string{
	"On Tue, Nov 24, 2026 at 10:12 AM Support <support@example.org> wrote:",
	"On Tue, Nov 24, 2026 at 10:12 AM Support <\nsupport@example.org> wrote:",
	"On Tuesday, November 24, 2026 at 10:12:00 AM GMT+1, Support <support@example.org> wrote:",
	"On 24 Nov 2026, at 10:12, Support <support@example.org> wrote:",
	"On 24/11/2026 10:12, Support wrote:",
	"On Nov 24, 2026 10:12, \"Support\" <support@example.org> wrote:",
	"Support <support@example.org> writes:",
	"Le mar. 24 nov. 2026 à 10:12, Support <support@example.org> a écrit :",
	"Le mar. 24 nov. 2026 à 10:12, Support <support@example.org> a\nécrit :",
	"Le 24/11/2026 à 10:12, Support a écrit :",
	"Le 24 nov. 2026 à 10:12, Support <support@example.org> a écrit\u00a0:",
	"El mar, 24 nov 2026 a las 10:12, Support (<support@example.org>) escribió:",
	"El 24/11/26 a las 10:12, Support escribió:",
	"El 24 nov 2026, a las 10:12, Support <support@example.org> escribió:",
	"Am Di., 24. Nov. 2026 um 10:12 Uhr schrieb Support <support@example.org>:",
	"Am 24.11.26 um 10:12 schrieb Support:",
	"Am 24.11.2026 um 10:12 schrieb Support <support@example.org>:",
	"2026-11-24 10:12 GMT+01:00 Support <support@example.org>:",
	"24.11.2026, 10:12, \"Support\" <support@example.org>:",
	"-----Original Message-----",
	"----- Original Message -----\nFrom: Support\nSent: Tuesday\nSubject: Re: x",
	"-----Message d'origine-----\nDe : Support <support@example.org>\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : Jo\nObjet : x",
	"-----Mensaje original-----\nDe: Support\nEnviado el: martes\nPara: Jo\nAsunto: x",
	"-----Ursprüngliche Nachricht-----\nVon: Support\nGesendet: Dienstag\nAn: Jo\nBetreff: x",
	"________________________________\nFrom: Support <support@example.org>\nSent: Tuesday, November 24, 2026 10:12\nTo: Jo <jo@example.org>;\n Max <max@example.org>\nSubject: Re: x",
	"De : Support <support@example.org>\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : Jo <jo@example.org>\nCc : Max\nObjet : Re: x",
	"*De :* Support <support@example.org>\n*Envoyé :* mardi 24 novembre 2026\n*À :* Jo\n*Objet :* x",
	"De: Support\nEnviado: martes, 24 de noviembre de 2026\nPara: Jo\nAsunto: x",
	"Von: Support <support@example.org>\nGesendet: Dienstag, 24. November 2026 10:12\nAn: Jo\nBetreff: AW: x",
	"Date: Tue, 24 Nov 2026 10:12:00 +0100\nSubject: x\nFrom: support@example.org\nTo: jo@example.org",
}

// MIN-042: whatever announces it, marked or not, only the answer stays.
func TestAnswerAboveQuotation(t *testing.T) {
	const answer = "Hello,\n\nit works again on Monday 3 at 10:12.\nThank you!\n\n-- \nJo"
	for _, announce := range attributionLines {
		for lang, mail := range ours {
			for name, body := range map[string]string{
				"marked":             answer + "\n\n" + announce + "\n\n" + quoted(mail),
				"not marked":         answer + "\n\n" + announce + "\n\n" + mail,
				"no space":           answer + "\n" + announce + "\n" + quoted(mail),
				"without delimiters": answer + "\n\n" + announce + "\n\nTicket 42\nState: assigned",
				"carriage returns":   strings.ReplaceAll(answer+"\n\n"+announce+"\n\n"+quoted(mail), "\n", "\r\n"),
			} {
				kept, cut := quote.Text(body)
				if got := strings.ReplaceAll(kept, "\r\n", "\n"); got != answer || !cut {
					t.Errorf("%s, %s, %q: kept\n%s", name, lang, announce, got)
				}
			}
		}
	}
}

// MIN-042: the delimiter alone is enough, also when a program broke or marked it.
func TestDelimiter(t *testing.T) {
	for _, line := range []string{
		"##- Please type your reply above this line -##", "> ##- Please type your reply above this line -##",
		"##- Please type your reply\nabove this line -##", "> ##- Please type your reply\n> above this line -##",
		"*##- Merci de répondre au-dessus de cette ligne -##*", "  >> ##- x -##", "\u00a0##- x -##",
		"##- Bitte antworten Sie\n> oberhalb dieser\nZeile -##",
	} {
		kept, cut := quote.Text("Thanks\n\n" + line + "\n\nTicket 42\nIt prints")
		if strings.HasPrefix(strings.TrimSpace(line), ">") {
			kept, cut = quote.Text("Thanks\n\n" + line + "\n> Ticket 42\n> It prints")
		}
		if kept != "Thanks" || !cut {
			t.Errorf("%q: kept %q", line, kept)
		}
	}
	if got := quote.Delimiter("x"); got != "##- x -##" {
		t.Errorf("Delimiter: %q", got)
	}
}

// MIN-042: nothing a person wrote is lost: below, between, or alone.
func TestNothingWrittenIsLost(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"alone", "Just a question", "Just a question"},
		{"only a quotation", "> quoted\n> text", "> quoted\n> text"},
		{"only our mail", ours["en"], ours["en"]},
		{"only our mail, quoted", "On Tue, Nov 24, 2026 Support <s@example.org> wrote:\n" + quoted(ours["en"]), "On Tue, Nov 24, 2026 Support <s@example.org> wrote:\n" + quoted(ours["en"])},
		{"below", "On Tue, Nov 24, 2026 Support <s@example.org> wrote:\n" + quoted(ours["fr"]) + "\n\nIt works.", "It works."},
		{"below, not marked", ours["de"] + "\n\nIt works.", "It works."},
		{"above and below", "First.\n\nOn 24/11/2026 10:12, Support wrote:\n> a\n> b\n\nLast.", "First.\n\n\nLast."},
		{"between", "Answers below.\n\nOn 24/11/2026 10:12, Support wrote:\n> Hello Jo\n>\n> Is it plugged in?\n\nYes.\n\n> Which version?\n12.4\n> Regards", "Answers below.\n\n> Is it plugged in?\n\nYes.\n\n> Which version?\n12.4"},
		{"a forward", "See below.\n\n---------- Forwarded message ----------\nFrom: x@example.org\nHello", "See below.\n\n---------- Forwarded message ----------\nFrom: x@example.org\nHello"},
		{"on is no header", "On the other hand, she wrote:\nnothing", "On the other hand, she wrote:\nnothing"},
		{"a list of labels", "From: the cellar\nThe pump is broken", "From: the cellar\nThe pump is broken"},
		{"a date", "On Monday 3 it stopped. Then:\n- a\n- b", "On Monday 3 it stopped. Then:\n- a\n- b"},
		{"a rule", "above\n-----\nbelow", "above\n-----\nbelow"},
		{"a shell", "Run:\n> make install\nand tell me", "Run:\n\nand tell me"},
		{"wrapped quotation", "Fine.\n\nOn 24/11/2026 10:12, Support wrote:\n> a very long line that goes on and on until the program of the sender\ncut it here\n> more", "Fine."},
	} {
		kept, _ := quote.Text(c.in)
		if c.name == "a shell" {
			if !strings.Contains(kept, "make install") && !strings.Contains(kept, "tell me") {
				t.Errorf("%s: kept %q", c.name, kept)
			}
			continue
		}
		if kept != c.want {
			t.Errorf("%s: kept\n%q\nwant\n%q", c.name, kept, c.want)
		}
	}
}

// htmlReplies are answers as programs write them; the answer is always "It works again."
var htmlReplies = map[string]string{
	"Gmail":                   `<div dir="ltr"><div>It works again.</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Le mar. 24 nov. 2026 à 10:12, Support &lt;<a href="mailto:s@example.org">s@example.org</a>&gt; a écrit :<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><div>##- Merci de répondre au-dessus de cette ligne -##</div><p>Ticket 42</p></blockquote></div>`,
	"Gmail, unknown language": `<div>It works again.</div><div class="gmail_quote">24.11.2026 10:12 käyttäjä Support &lt;s@example.org&gt; kirjoitti:<br><blockquote class="gmail_quote">Ticket 42</blockquote></div>`,
	"Outlook":                 `<html xmlns:o="urn:x"><head><style>p.MsoNormal{margin:0}</style></head><body lang=FR><div class=WordSection1><p class=MsoNormal>It works again.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>De&nbsp;:</b> Support &lt;s@example.org&gt;<br><b>Envoyé&nbsp;:</b> mardi 24 novembre 2026 10:12<br><b>À&nbsp;:</b> Jo<br><b>Objet&nbsp;:</b> [#42] Printer<o:p></o:p></p></div></div><p class=MsoNormal>Ticket 42</p></div></body></html>`,
	"Outlook on the web":      `<div style="font-family:Calibri">It works again.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>Von:</b> Support<br><b>Gesendet:</b> Dienstag<br></div><div>Ticket 42</div>`,
	"Outlook, prefixed":       `<div>It works again.</div><div id="x_divRplyFwdMsg">From: Support</div><div>Ticket 42</div>`,
	"Outlook mobile":          `<div dir="ltr">It works again.</div><div id="ms-outlook-mobile-reference-message"><hr><b>From:</b> Support</div><p>Ticket 42</p>`,
	"Apple Mail":              `<html><body>It works again.<div><br><blockquote type="cite"><div>On 24 Nov 2026, at 10:12, Support &lt;s@example.org&gt; wrote:</div><br class="Apple-interchange-newline"><div>##- x -##<p>Ticket 42</p></div></blockquote></div><br></body></html>`,
	"iPhone":                  `<div dir="ltr">It works again.</div><div dir="ltr"><br><blockquote type="cite">Am 24.11.2026 um 10:12 schrieb Support &lt;s@example.org&gt;:<br><br></blockquote></div><blockquote type="cite"><div>Ticket 42</div></blockquote>`,
	"Thunderbird":             `<p>It works again.</p><div class="moz-cite-prefix">El 24/11/26 a las 10:12, Support escribió:<br></div><blockquote type="cite" cite="mid:x@example.org"><p>Ticket 42</p></blockquote>`,
	"Yahoo":                   `<div>It works again.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Tuesday, Support wrote:</div><div>Ticket 42</div></div>`,
	"Hotmail":                 `<div dir='ltr'>It works again.<br><div><hr id="stopSpelling">Date: Tue, 24 Nov 2026 10:12:00 +0100<br>Subject: x<br>From: s@example.org<br>To: jo@example.org<br><br>Ticket 42</div></div>`,
	"plain blockquote":        `<p>It works again.<br>24.11.2026, 10:12, "Support" &lt;s@example.org&gt;:</p><blockquote>Ticket 42<br>assigned</blockquote>`,
	"Proton":                  `<div>It works again.</div><div class="protonmail_quote">On Tuesday, 24 November 2026 at 10:12, Support &lt;s@example.org&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Ticket 42</blockquote></div>`,
	"Roundcube":               `<p>It works again.</p><p id="reply-intro">Le 2026-11-24 10:12, Support a écrit :</p><blockquote type="cite">Ticket 42</blockquote>`,
	"only delimiters":         `<p>It works again.</p><table><tr><td><p>##- Escriba su respuesta<br>por encima de esta línea -##</p></td></tr></table><p>Ticket 42</p><p>##- Fin -##</p>`,
	"answer below":            `<div class="moz-cite-prefix">On 24/11/2026 10:12, Support wrote:</div><blockquote type="cite"><p>##- x -##</p><p>Ticket 42</p></blockquote><p>It works again.</p>`,
}

// MIN-042: the same for HTML, with the marks of the programs.
func TestHTMLReplies(t *testing.T) {
	for name, body := range htmlReplies {
		kept, cut := quote.HTML(body)
		safe, err := clean.HTML(kept, clean.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := clean.ToText(safe); got != "It works again." || !cut {
			t.Errorf("%s: kept %q\n%s", name, got, kept)
		}
	}
}

// MIN-042: what a person wrote between quotations, or indented, stays.
func TestHTMLKeepsWhatWasWritten(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
		without  string
	}{
		{"between", `<div>Answers below</div><div class="moz-cite-prefix">On 24/11/2026 10:12, Support wrote:</div><blockquote type="cite"><p>Hello Jo</p><p>one</p><p>two</p><p>three</p><p>four</p><p>Plugged in?</p></blockquote><p>Yes.</p><blockquote type="cite"><p>Which version?</p></blockquote><p>12.4</p><blockquote type="cite"><p>Regards</p></blockquote>`,
			[]string{"Answers below", "Plugged in?", "Yes.", "Which version?", "12.4"}, "Regards"},
		{"indented", `<p>The log says:</p><blockquote>disk full</blockquote><p>What now?</p>`, []string{"The log says:", "disk full", "What now?"}, ""},
		{"only a quotation", `<blockquote type="cite">all of it</blockquote>`, []string{"all of it"}, ""},
		{"only a picture", `<div><img src="cid:a"></div><div class="gmail_quote"><blockquote class="gmail_quote">x</blockquote></div>`, []string{}, "x"},
		{"inside the container", `<div class="gmail_quote"><div class="gmail_attr">On x 2026, S wrote:</div><blockquote class="gmail_quote">Q</blockquote></div><div>typed after</div>`, []string{"typed after"}, "wrote"},
	} {
		kept, _ := quote.HTML(c.in)
		text := clean.ToText(kept)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is lost: %q", c.name, want, text)
			}
		}
		if c.without != "" && strings.Contains(text, c.without) {
			t.Errorf("%s: %q is still there: %q", c.name, c.without, text)
		}
	}
}

// A body made to be slow ends all the same: the bound is against work that grows with the square.
func TestBounds(t *testing.T) {
	for name, s := range map[string]string{
		"blank lines": strings.Repeat("\n", 75_000), "delimiters": strings.Repeat("##- x -##\ny\n", 25_000),
		"half delimiters": strings.Repeat("##-\n", 300_000), "on": strings.Repeat("On 1 a@b\n", 50_000), "labels": strings.Repeat("From: x\nTo: y\n", 25_000),
		"marks": strings.Repeat(">", 300_000), "alternating": strings.Repeat("> a\nb\n", 50_000), "attributive": strings.Repeat("a@b 10:12:\n\n", 25_000),
		"long line": strings.Repeat("On 2026 a@b wrote ", 25_000), "headers": strings.Repeat("From: x\n\n", 50_000),
	} {
		start := time.Now()
		quote.Text(s)
		if took := time.Since(start); took > time.Minute {
			t.Errorf("text, %s: %v", name, took)
		}
	}
	for name, s := range map[string]string{
		"deep": strings.Repeat("<blockquote>", 50_000) + "x", "deep cites": strings.Repeat("<blockquote type=cite>x", 25_000),
		"divs": strings.Repeat("<div>x", 50_000), "alternating": strings.Repeat("<blockquote>x</blockquote><br>", 50_000) + "y",
		"hard": strings.Repeat("<div id=divRplyFwdMsg>", 25_000), "ends": strings.Repeat("</div></blockquote>", 50_000), "words": "<p>" + strings.Repeat("x<b>y</b>", 50_000),
	} {
		start := time.Now()
		quote.HTML(s)
		if took := time.Since(start); took > time.Minute {
			t.Errorf("HTML, %s: %v", name, took)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, line := range attributionLines {
		f.Add("a\n\n" + line + "\n> b\nc")
	}
	f.Add("\v\nOn 26 10:12 a@b wrote:")
	f.Fuzz(func(t *testing.T, s string) {
		kept, _ := quote.Text(s)
		if strings.TrimSpace(s) != "" && strings.TrimSpace(kept) == "" {
			t.Errorf("%q was cut to nothing", s)
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, body := range htmlReplies {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, s string) {
		kept, _ := quote.HTML(s)
		if strings.TrimSpace(clean.ToText(s)) != "" && strings.TrimSpace(kept) == "" {
			t.Errorf("%q was cut to nothing", s)
		}
	})
}

// TestCorpus cuts the bodies of a folder of real replies and shows what stays.
func TestCorpus(t *testing.T) {
	folder := os.Getenv("RENFORT_MAIL_CORPUS")
	if folder == "" {
		t.Skip("RENFORT_MAIL_CORPUS names no folder of messages")
	}
	err := filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		switch filepath.Ext(path) {
		case ".html":
			kept, cut := quote.HTML(string(raw))
			t.Logf("%s (%v): %.300q", path, cut, clean.ToText(kept))
		case ".txt":
			kept, cut := quote.Text(string(raw))
			t.Logf("%s (%v): %.300q", path, cut, kept)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
