package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"renfort/internal/web"
	"renfort/internal/web/ui"
)

// GEN-020, GEN-021, GEN-025
func TestRefusedFormsComeBackFilled(t *testing.T) {
	h := newHouse(t)
	long := strings.Repeat("é", 21)
	a := h.post("/form", url.Values{"subject": {long}, "words": {"a <b>\r\nc"}, "since": {"31/02/2026"}, "form_key": {"KEY1"}}, signedIn)
	a.want(t, 422,
		"Subject is limited to 20 characters (you entered 21).",
		"Since: enter a date as DD/MM/YYYY.",
		`value="`+long+`"`, "a &lt;b&gt;\r\nc", `value="31/02/2026"`, `value="KEY1"`,
		`href="#f-subject"`, `aria-invalid="true"`, `aria-describedby="f-subject-fault"`, `id="f-subject-fault"`, "data-summary",
	)
	if n := strings.Count(a.text, `aria-invalid="true"`); n != 2 {
		t.Errorf("%d fields are invalid, want 2", n)
	}
	h.post("/form", url.Values{"subject": {" "}}, signedIn).want(t, 422, "Subject: this field must be filled in.")
	part := h.post("/form", url.Values{"subject": {""}}, signedIn, script)
	part.want(t, 422, "must be filled in", "<form")
	part.wantNot(t, "<html")
}

// GEN-023
func TestConflictKeepsTheText(t *testing.T) {
	h := newHouse(t)
	h.post("/form", url.Values{"subject": {"taken"}, "words": {"my long text"}}, signedIn).want(t, 409, "changed this in the meantime", "my long text")
}

// GEN-029: a form has a key of its own, which stays when it is refused.
func TestFormsHaveAKey(t *testing.T) {
	h := newHouse(t)
	key := regexp.MustCompile(`name="form_key" value="([^"]+)"`)
	first, second := key.FindStringSubmatch(h.get("/form", signedIn).text), key.FindStringSubmatch(h.get("/form", signedIn).text)
	if first == nil || second == nil || first[1] == second[1] || len(first[1]) < 22 {
		t.Errorf("keys %v and %v", first, second)
	}
}

// GEN-005: a message is told once, on the page after.
func TestMessagesAreToldOnce(t *testing.T) {
	h := newHouse(t)
	done := h.post("/form", url.Values{"subject": {"ok"}}, signedIn)
	if done.StatusCode != 303 || done.Header.Get("Location") != "/todo" || len(done.Cookies()) != 1 {
		t.Fatalf("%d to %q with %v", done.StatusCode, done.Header.Get("Location"), done.Cookies())
	}
	told := done.Cookies()[0]
	if !told.HttpOnly || told.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %v", told)
	}
	next := h.get("/todo", signedIn, header("Cookie", "told="+told.Value))
	next.want(t, 200, "Copied.", `data-tone="green"`, `data-ms="4000"`)
	if c := next.Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("the message stays: %v", c)
	}
	forged := h.get("/todo", signedIn, header("Cookie", "told="+told.Value[:len(told.Value)-4]+"AAAA"))
	forged.want(t, 200)
	forged.wantNot(t, "Copied.")
	h.get("/todo", signedIn, script, header("Cookie", "told="+told.Value)).wantNot(t, "Copied.")
}

// GEN-028: without script the server asks.
func TestDeedsAreConfirmed(t *testing.T) {
	h := newHouse(t)
	deleted := 0
	h.Page("POST /tickets/{number}/deletion", web.SignedIn, func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.Form(r)
		if err != nil {
			return err
		}
		if sure, err := web.Sure(w, r, f, "Delete ticket 12?", "Delete"); !sure {
			return err
		}
		deleted++
		return web.Redirect(w, r, "/todo")
	})
	form := url.Values{"version": {"3"}}
	h.post("/tickets/12/deletion", form, signedIn).want(t, 200, "Delete ticket 12?", `name="version" value="3"`, `name="sure" value="1"`, `action="/tickets/12/deletion"`)
	if deleted != 0 {
		t.Error("deleted without being asked")
	}
	form.Set("sure", "1")
	h.post("/tickets/12/deletion", form, signedIn).want(t, 303)
	if deleted != 1 {
		t.Errorf("deleted %d times", deleted)
	}
}

// What fields take and refuse, one by one.
func TestReadingFields(t *testing.T) {
	x := ui.Field{Name: "x", Label: ui.Named("Field"), Max: 5, Least: 1, Most: 10}
	must := x.Mandatory(true)
	tests := []struct {
		name  string
		typed []string
		read  func(*ui.Form) any
		want  any
		fault string
	}{
		{"text is trimmed", []string{"  ab "}, func(f *ui.Form) any { return f.Text(x) }, "ab", ""},
		{"a line has no breaks", []string{"a\r\nb"}, func(f *ui.Form) any { return f.Text(x) }, "a b", ""},
		{"lines have", []string{"a\r\nb\r"}, func(f *ui.Form) any { return f.Lines(x) }, "a\nb", ""},
		{"a secret is not touched", []string{" a "}, func(f *ui.Form) any { return f.Secret(x) }, " a ", ""},
		{"a zero byte", []string{"a\x00"}, func(f *ui.Form) any { return f.Text(x) }, "a\x00", "web.no_text"},
		{"broken UTF-8", []string{"\xff"}, func(f *ui.Form) any { return f.Text(x) }, "\xff", "web.no_text"},
		{"a number", []string{" 7 "}, func(f *ui.Form) any { return f.Int(x) }, int64(7), ""},
		{"a number out of bounds", []string{"11"}, func(f *ui.Form) any { return f.Int(x) }, int64(11), "web.number_bounds"},
		{"no number", []string{"7.5"}, func(f *ui.Form) any { return f.Int(x) }, int64(0), "web.no_number"},
		{"a number too large for any", []string{"99999999999999999999"}, func(f *ui.Form) any { return f.Int(x) }, int64(0), "web.no_number"},
		{"an empty number", nil, func(f *ui.Form) any { return f.Int(x) }, int64(0), ""},
		{"an id", []string{"12"}, func(f *ui.Form) any { return ui.ID[int64](f, x) }, int64(12), ""},
		{"no id", []string{"x"}, func(f *ui.Form) any { return ui.ID[int64](f, x) }, int64(0), "web.gone"},
		{"a missing id", []string{""}, func(f *ui.Form) any { return ui.ID[int64](f, must) }, int64(0), "web.missing"},
		{"ids, each once", []string{"1", "2", "1"}, func(f *ui.Form) any { return len(ui.IDs[int64](f, x)) }, 2, ""},
		{"too many ids", make([]string, ui.MaxIDs+1), func(f *ui.Form) any { return len(ui.IDs[int64](f, x)) }, 0, "web.too_many_chosen"},
		{"a choice", []string{"a"}, func(f *ui.Form) any { return f.Choice(x, "a", "b") }, "a", ""},
		{"a choice there is not", []string{"c"}, func(f *ui.Form) any { return f.Choice(x, "a", "b") }, "", "web.gone"},
		{"a leap day", []string{"29/02/2024"}, func(f *ui.Form) any { return f.Date(x).Format("2006-01-02") }, "2024-02-29", ""},
		{"no leap day", []string{"29/02/2026"}, func(f *ui.Form) any { return f.Date(x).IsZero() }, true, "web.date_unreadable"},
		{"plain text becomes paragraphs", []string{"<i>\n\nb"}, func(f *ui.Form) any { return f.Rich(ui.Field{Name: "x"}) }, "<p>&lt;i&gt;</p><p>b</p>", ""},
	}
	for _, tt := range tests {
		f := ui.NewForm(ui.Viewer{})
		f.Set(x, tt.typed...)
		if got := tt.read(f); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
		fault := ""
		if len(f.Faults()) > 0 {
			fault = f.Faults()[0].Key
		}
		if fault != tt.fault {
			t.Errorf("%s: refused with %q, want %q", tt.name, fault, tt.fault)
		}
	}
}

// GEN-008: the field beneath the editor shows formatted text as text, and what
// comes back from it is read as text.
func TestRichTextWithoutScript(t *testing.T) {
	x := ui.Field{Name: "x"}
	f := ui.NewForm(ui.Viewer{}).SetRich(x, `<p>a <b>b</b> &amp; c</p><ul><li>d</li></ul>`)
	var out bytes.Buffer
	if err := ui.RichText(f, x, 3, "").Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">a b &amp; c\n\nd</textarea>", `name="x_format" value="text"`, `data-html="&lt;p&gt;a`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %s", want, out.String())
		}
	}
}

// GEN-024
func TestEndAfterStart(t *testing.T) {
	x := ui.Field{Name: "end", Label: ui.Named("End")}
	f := ui.NewForm(ui.Viewer{})
	day := f.Set(x, "02/03/2026").Date(x)
	f.InOrder(day, day, x)
	f.InOrder(day, day.AddDate(0, 0, 1), x)
	if !f.OK() {
		t.Errorf("refused %v", f.Err())
	}
	f.InOrder(day, day.AddDate(0, 0, -1), x)
	if f.OK() || f.Faults()[0].Key != "web.end_before_start" || f.Faults()[0].Field != "end" {
		t.Errorf("taken: %v", f.Err())
	}
}
