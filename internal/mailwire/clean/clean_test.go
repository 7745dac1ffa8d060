package clean_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
	"renfort/internal/mailwire/clean"
)

func cleaned(t testing.TB, in string, o clean.Options) string {
	t.Helper()
	out, err := clean.HTML(in, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// GEN-022: what survives, and how it is written.
func TestFormattingSurvives(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<b>a</b><strong>b</strong><i>c</i><em>d</em><u>e</u><s>f</s>`, `<b>a</b><strong>b</strong><i>c</i><em>d</em><u>e</u><s>f</s>`},
		{`<strike>a</strike><del>b</del><ins>c</ins>`, `<s>a</s><s>b</s><u>c</u>`},
		{`<p style="text-align: center">x</p>`, `<p class="align-center">x</p>`},
		{`<center>x</center>`, `<div class="align-center">x</div>`},
		{`<font color="#ff0000" size="6">x</font>`, `<span class="ink-red size-huge">x</span>`},
		{`<span style="color: rgb(0, 0, 255); background-color: yellow">x</span>`, `<span class="ink-blue mark-yellow">x</span>`},
		{`<span style="font-weight:700;font-style:italic;text-decoration:underline">x</span>`, `<span class="text-bold text-italic text-underline">x</span>`},
		{`<span style="color:#333333;font-size:11pt">plain</span>`, `<span>plain</span>`},
		{`<span class="ink-red other">x</span>`, `<span class="ink-red">x</span>`},
		{`<ul><li>a<li>b</ul>`, `<ul><li>a</li><li>b</li></ul>`},
		{`<ol start="3"><li>a</li></ol>`, `<ol start="3"><li>a</li></ol>`},
		{`<table border=1><tr><td colspan="2">a<td>b<tr><th>c</table>`, `<table><tr><td colspan="2">a</td><td>b</td></tr><tr><th>c</th></tr></table>`},
		{`<blockquote type="cite">x</blockquote><pre>a  b</pre><code>c</code><hr>`, `<blockquote>x</blockquote><pre>a  b</pre><code>c</code><hr>`},
		{`<a href="https://example.org/?a=1&amp;b=2" target=_top onclick=x()>x</a>`, `<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow">x</a>`},
		{`<a href="mailto:a@example.org">x</a>`, `<a href="mailto:a@example.org" rel="noopener noreferrer nofollow">x</a>`},
		{`<html><head><title>t</title><style>p{}</style><body><p>x</body></html>`, `<p>x</p>`},
		{`<head><meta charset=utf-8><body>no end of head`, `no end of head`},
		{`<o:p>word</o:p><custom-element>x</custom-element>`, `wordx`},
		{`a &lt;b&gt; &amp; c`, `a &lt;b&gt; &amp; c`},
		{`<p dir="RTL">x</p>`, `<p dir="rtl">x</p>`},
		{"a\x00b\x1b[31m\xff", "ab[31m\uFFFD"},
	} {
		if got := cleaned(t, c.in, clean.Options{}); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

// hostile texts try a script, a form, a frame or a request at every place.
var hostile = []string{
	`<script>alert(1)</script>`, `<SCRIPT SRC=//evil.example/x></SCRIPT>`, `<scr<script>ipt>alert(1)</script>`,
	`<img src=x onerror=alert(1)>`, `<img src="javascript:alert(1)">`, `<img """><script>alert(1)</script>">`,
	`<svg onload=alert(1)><g><script>1</script></g></svg>`, `<math><mi xlink:href="javascript:alert(1)">x</mi></math>`,
	`<a href="javascript:alert(1)">x</a>`, `<a href="JaVa&#x09;Script:alert(1)">x</a>`, `<a href=" &#14; javascript:alert(1)">x</a>`,
	`<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>`, `<a href="vbscript:x">x</a>`, `<a href="//evil.example/">x</a>`, `<a href="/logout">x</a>`,
	`<iframe src="https://evil.example"></iframe>`, `<object data=x></object>`, `<embed src=x>`, `<applet code=x></applet>`,
	`<form action="/x"><input name=a><button formaction="/y">b</button></form>`, `<textarea></textarea><select><option>x</select>`,
	`<link rel=stylesheet href=x><style>@import "x"</style><base href="https://evil.example/">`, `<meta http-equiv=refresh content="0;url=x">`,
	`<p style="background:url(javascript:alert(1))">x</p>`, `<p style="position:fixed;top:0">x</p>`, `<div style="width:expression(alert(1))">x</div>`,
	`<p id="main" name="x">x</p>`, `<p hx-get="/x" hx-trigger=load data-hx-get="/x">x</p>`, `<div data-anything="1" is="x-y">x</div>`,
	`<p class="toolbar ink-red">x</p>`, `<p onclick=alert(1) ONMOUSEOVER="x">x</p>`, `<video src=x onerror=1><source src=y></video>`,
	`<!--[if IE]><script>1</script><![endif]-->`, `<![CDATA[<script>1</script>]]>`, `<?php x ?>`, `<xmp><script>1</script></xmp>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`, `<template><script>1</script></template>`,
	`<img src="http://evil.example/a.png" srcset="http://evil.example/b.png 2x">`, `<img data-src="javascript:alert(1)" class="img-remote">`,
	`<table background="http://evil.example/a.png"><td background=x>y</table>`, `<body background=x onload=1>`, `<input type=image src=x>`,
	`<title><script>1</script></title>`, `<textarea><script>1</script></textarea>`, `<plaintext><script>1</script>`, `<slot name=x></slot>`,
	`<a href="http://x" rel="opener" download ping="http://evil.example">x</a>`, `<dialog open>x</dialog><details open ontoggle=1>x</details>`,
	`</div></div></main><div>out`, `<p><a href='x' <script>alert(1)</script>`, `<img src="data:image/svg+xml;base64,PHN2Zz4=">`,
	`<mglyph><svg><mtext><textarea><path id="</textarea><img onerror=alert(1) src=1>">`,
}

// allowedAttributes are all attributes that a cleaned text may carry.
var allowedAttributes = map[string]bool{"href": true, "rel": true, "class": true, "src": true, "data-src": true, "alt": true,
	"width": true, "height": true, "colspan": true, "rowspan": true, "start": true, "dir": true}

// checkSafe walks the result as a browser would read it.
func checkSafe(t testing.TB, in, out string) {
	t.Helper()
	doc, err := html.ParseFragment(strings.NewReader(out), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatalf("%q: %v", in, err)
	}
	for _, root := range doc {
		for n := range root.Descendants() {
			checkNode(t, in, n)
		}
		checkNode(t, in, root)
	}
}

func checkNode(t testing.TB, in string, n *html.Node) {
	t.Helper()
	if n.Type == html.CommentNode || n.Namespace != "" {
		t.Errorf("%q: holds a comment or foreign markup", in)
	}
	if n.Type != html.ElementNode {
		return
	}
	switch n.Data {
	case "script", "style", "iframe", "object", "embed", "form", "input", "button", "link", "meta", "base", "svg", "math", "template", "slot":
		t.Errorf("%q: holds <%s>", in, n.Data)
	}
	for _, a := range n.Attr {
		lower := strings.ToLower(a.Val)
		switch {
		case !allowedAttributes[a.Key]:
			t.Errorf("%q: holds %s=%q", in, a.Key, a.Val)
		case a.Key == "href" && !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "mailto:") && !strings.HasPrefix(lower, "tel:"):
			t.Errorf("%q: leads to %q", in, a.Val)
		case a.Key == "src" && !strings.HasPrefix(a.Val, "/files/"):
			t.Errorf("%q: loads %q", in, a.Val)
		}
	}
}

var mailImages = clean.Options{
	CID:  func(id string) (string, bool) { return "/files/" + id, id == "logo@x" },
	Data: func(kind string, content []byte) (string, bool) { return fmt.Sprintf("/files/%d", len(content)), true },
}

// GEN-022: nothing hostile survives, alone, nested in one another or cut in two.
func TestHostileTextIsDisarmed(t *testing.T) {
	var all []string
	for _, h := range hostile {
		all = append(all, h, "<p>before "+h+" after</p>", "<b><a href=\"http://x\">"+h, h[:len(h)/2], h[:len(h)-1])
	}
	all = append(all, strings.Join(hostile, "\n"), strings.Join(hostile, ""))
	for _, in := range all {
		checkSafe(t, in, cleaned(t, in, mailImages))
	}
}

// GEN-022, THR-016: images come from the ticket, from nowhere else.
func TestImages(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<img src="cid:logo@x" width=20 alt="Logo">`, `<img src="/files/logo@x" width="20" alt="Logo">`},
		{`<img src="cid:logo%40x">`, `<img src="/files/logo@x" alt="">`},
		{`<img src="cid:unknown" alt="Plan">`, `Plan`},
		{`<img src="https://example.org/a.png?b=1&c=2" width="100%">`, `<img class="img-remote" data-src="https://example.org/a.png?b=1&amp;c=2" alt="">`},
		{`<img src="https://example.org/open.gif" width="1" height="1">`, ``},
		{`<img src="data:image/png;base64,QUJD">`, `<img src="/files/3" alt="">`},
		{`<img src="data:image/svg+xml;base64,QUJD" alt="x">`, `x`},
		{`<img src="/admin/delete">`, ``},
	} {
		if got := cleaned(t, c.in, mailImages); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
		}
	}
	own := clean.Options{Own: true}
	for _, c := range []struct{ in, want string }{
		{`<img src="/files/7">`, `<img src="/files/7" alt="">`},
		{`<a href="/tickets/7">x</a>`, `<a href="/tickets/7" rel="noopener noreferrer nofollow">x</a>`},
		{`<img src="//evil.example/7">`, ``},
		{`<img src="/\evil.example/7">`, ``},
	} {
		if got := cleaned(t, c.in, own); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

// GEN-022: cleaning what is clean changes nothing, so a text can be edited and saved again.
func TestCleaningTwiceChangesNothing(t *testing.T) {
	own := clean.Options{Own: true}
	for _, in := range append(hostile, `<p>a<p>b<ul><li><p>c</ul><table><tr><td><font color=red>x`, "<pre>\n\n a</pre>") {
		once := cleaned(t, in, own)
		if twice := cleaned(t, once, own); twice != once {
			t.Errorf("%s\n once %s\ntwice %s", in, once, twice)
		}
	}
}

// What is too large is refused with the limit, never cut; what was made to be
// slow is not.
func TestBounds(t *testing.T) {
	_, err := clean.HTML(strings.Repeat("<p>word</p>", 200_000), clean.Options{})
	if !fault.Is(err, mailwire.KeyTextTooLarge) || fault.KindOf(err) != fault.TooLarge {
		t.Errorf("2 MB of text: %v", err)
	}
	if _, err := clean.FromText(strings.Repeat("x\n\n", 500_000)); !fault.Is(err, mailwire.KeyTextTooLarge) {
		t.Errorf("1.5 MB of lines: %v", err)
	}
	for name, bomb := range map[string]string{
		"deep":        strings.Repeat("<div>", 200_000) + "x",
		"quotes":      strings.Repeat("<blockquote>", 60_000) + strings.Repeat("x<br>", 100_000),
		"unclosed":    strings.Repeat("<a href='http://x'>", 80_000),
		"ends":        strings.Repeat("</b></i></td>", 80_000),
		"cells":       strings.Repeat("<table><tr><td>", 60_000) + strings.Repeat("</b>", 60_000),
		"comments":    strings.Repeat("<!--", 200_000),
		"brackets":    strings.Repeat("<", 80_000),
		"attributes":  "<p " + strings.Repeat("style='color:red' ", 60_000) + ">",
		"entities":    strings.Repeat("&amp", 200_000),
		"declaration": "<p style='" + strings.Repeat("color:red;", 80_000) + "'>",
	} {
		start := time.Now()
		out, err := clean.HTML(bomb, clean.Options{})
		if err == nil && len(out) > clean.MaxOutput {
			t.Errorf("%s: %d bytes", name, len(out))
		}
		clean.ToText(bomb)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

// MIN-006: a text becomes paragraphs and line breaks with links.
func TestFromText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"one\ntwo\r\n\r\n\r\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"},
		{"<b> & \"x\"", "<p>&lt;b&gt; &amp; &#34;x&#34;</p>"},
		{"see https://example.org/a_(b)?c=1&d=2.", `<p>see <a href="https://example.org/a_(b)?c=1&amp;d=2" rel="noopener noreferrer nofollow">https://example.org/a_(b)?c=1&amp;d=2</a>.</p>`},
		{"(https://example.org/)", `<p>(<a href="https://example.org/" rel="noopener noreferrer nofollow">https://example.org/</a>)</p>`},
		{"to jo@example.org, now", `<p>to <a href="mailto:jo@example.org" rel="noopener noreferrer nofollow">jo@example.org</a>, now</p>`},
		{"javascript:alert(1)", "<p>javascript:alert(1)</p>"},
		{"a\n  b\x00\x07", "<p>a<br>\n\u00a0\u00a0b</p>"},
		{"", ""},
	} {
		got, err := clean.FromText(c.in)
		if err != nil || got != c.want {
			t.Errorf("%q\n got %s %v\nwant %s", c.in, got, err, c.want)
		}
		if strings.Contains(got, "\u00a0") {
			continue
		}
		if again := cleaned(t, got, clean.Options{}); again != got {
			t.Errorf("%q is not clean: %s", got, again)
		}
	}
}

// SMT-034: the text alternative of HTML.
func TestToText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"},
		{"<div>a</div><div>b</div>", "a\nb"},
		{"<div>a</div><div><br></div><div>b</div>", "a\n\nb"},
		{"a   b\n c&nbsp;&amp; d", "a b c & d"},
		{"<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>", "- a\n- b\n  1. c\n  2. d"},
		{"<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"},
		{"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc"},
		{`<a href="https://example.org/x">here</a> <a href="https://example.org">https://example.org</a>`, "here (https://example.org/x) https://example.org"},
		{"<style>p{}</style><script>x</script><title>t</title>shown", "shown"},
		{"<pre>a\n  b</pre>", "a\n  b"},
		{"<b>bo</b>ld <i>it</i>", "bold it"},
		{`<img alt="Plan" src=x>`, "Plan"},
		{"<h1>T</h1>x<hr>y", "T\n\nx\n---\ny"},
	} {
		if got := clean.ToText(c.in); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, h := range hostile {
		f.Add(h)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out, err := clean.HTML(in, mailImages)
		if err != nil {
			return
		}
		checkSafe(t, in, out)
		clean.ToText(in)
	})
}

func FuzzFromText(f *testing.F) {
	f.Add("a https://x.y/(z). b@c.de <script>")
	f.Fuzz(func(t *testing.T, in string) {
		if out, err := clean.FromText(in); err == nil {
			checkSafe(t, in, out)
		}
	})
}

// TestCorpus cleans every HTML file and message of a folder of real mails.
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
		if out, err := clean.HTML(string(raw), mailImages); err == nil {
			checkSafe(t, path, out)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
