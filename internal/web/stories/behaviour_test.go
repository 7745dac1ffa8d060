package stories_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// open goes to a story and waits until its script runs.
func open(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	do(t, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(address))
	until(t, ctx, `document.documentElement.dataset.ready === ""`)
}

// until waits, at most ten seconds, for the expression to be true.
func until(t *testing.T, ctx context.Context, js string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		if eval[bool](t, ctx, `!!(`+js+`)`) {
			return
		}
	}
	t.Fatalf("never true: %s", js)
}

func keys(t *testing.T, ctx context.Context, text string) {
	t.Helper()
	do(t, ctx, chromedp.KeyEvent(text))
}

func js(t *testing.T, ctx context.Context, code string) {
	t.Helper()
	eval[bool](t, ctx, `(() => { `+code+`; return true })()`)
}

// GEN-009: the parts that have script, used as people use them.
func TestBehaviourInTheBrowser(t *testing.T) {
	ctx, base := browser(t), server(t)
	for _, tt := range []struct {
		name string
		test func(*testing.T, context.Context, string)
	}{
		{"a filter refreshes the list and keeps the caret", filters},
		{"rows are walked and ticked by keys", rowKeys},
		{"a combo finds, chooses and says so", combos},
		{"the editor writes clean HTML into its field", editors},
		{"a refused form keeps its text and shows what is wrong", refusals},
		{"a deed is asked about", confirmations},
		{"links change the page and move focus to its title", navigation},
		{"keys open pages, and help lists them", shortcuts},
		{"changes elsewhere are shown, new rows are announced", changes},
		{"files go up at once, one by one", uploads},
		{"pictures go into the text", pictures},
		{"what is typed is kept as a draft", drafts},
		{"an unreachable server is told and nothing is lost", offline},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, ctx, base) })
	}
}

func filters(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/list?view=todo")
	js(t, ctx, `document.getElementById("fin-title").focus()`)
	keys(t, ctx, "mot")
	until(t, ctx, `location.search.includes("title=mot")`)
	keys(t, ctx, "s")
	until(t, ctx, `location.search.includes("title=mots")`)
	if got := eval[string](t, ctx, `document.activeElement.id + " " + document.activeElement.value + " " + location.search`); got != "fin-title mots ?view=todo&title=mots" && got != "fin-title mots ?title=mots&view=todo" {
		t.Errorf("got %q", got)
	}
	until(t, ctx, `document.querySelector(".chip")?.textContent.includes("mots")`)
}

func rowKeys(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/list")
	keys(t, ctx, "jxjjx")
	until(t, ctx, `document.querySelector("[data-selected]").textContent === "2" && getComputedStyle(document.querySelector(".bulk")).display === "flex"`)
	keys(t, ctx, kb.Escape)
	until(t, ctx, `document.querySelectorAll("[data-rows] .check:checked").length === 0`)
}

// enter presses the key alone: the protocol sends the line break that follows it
// even when the page has refused it.
func enter(t *testing.T, ctx context.Context) {
	t.Helper()
	js(t, ctx, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}))`)
}

func combos(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/fields")
	js(t, ctx, `document.getElementById("f-requester").focus()`)
	keys(t, ctx, "kar")
	until(t, ctx, `document.querySelectorAll("#f-requester-list [role=option]").length === 1`)
	enter(t, ctx)
	if got := eval[string](t, ctx, `document.getElementById("f-requester").value + " " + document.querySelector("select[name=requester]").value`); got != "Karim Benali 2" {
		t.Errorf("chosen %q", got)
	}
	js(t, ctx, `document.getElementById("f-category").focus()`)
	keys(t, ctx, "res") // accents do not count
	until(t, ctx, `document.querySelector("#f-category-list [aria-selected=true]")?.textContent === "Réseau"`)
	enter(t, ctx)
	if got := eval[string](t, ctx, `new FormData(document.querySelector("form.form")).get("category")`); got != "2" {
		t.Errorf("sent %q", got)
	}
}

func editors(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/refused")
	until(t, ctx, `document.querySelector(".tiptap")`)
	field := func() string { return eval[string](t, ctx, `document.querySelector("textarea[name=body]").value`) }
	if got := field(); got != "<p>Le <strong>copieur</strong> se bloque.</p>" {
		t.Errorf("begins with %q", got)
	}
	js(t, ctx, `document.querySelector(".tiptap").focus(); document.querySelector("rich-text").editor.commands.selectAll()`)
	keys(t, ctx, kb.Delete)
	js(t, ctx, `document.querySelector("[data-do=bold]").click()`)
	keys(t, ctx, "gras")
	js(t, ctx, `document.querySelector("[data-do=bold]").click(); const c = document.querySelector("select[data-name=setColour]"); c.value = "red"; c.dispatchEvent(new Event("change", {bubbles: true}))`)
	keys(t, ctx, " rouge")
	until(t, ctx, `document.querySelector("textarea[name=body]").value === '<p><strong>gras</strong><span class="c-red"> rouge</span></p>'`)
	js(t, ctx, `document.querySelector("[data-do=table]").click()`)
	until(t, ctx, `document.querySelector("textarea[name=body]").value.includes("<th")`)
	if got := field(); strings.Contains(got, "style=") {
		t.Errorf("style attributes in %q", got)
	}
	if got := eval[string](t, ctx, `document.querySelector("input[name=body_format]").value`); got != "html" {
		t.Errorf("format %q", got)
	}
}

func refusals(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/fields")
	js(t, ctx, `document.getElementById("f-title").focus()`)
	keys(t, ctx, "Copieur")
	js(t, ctx, `document.querySelector("form.form").requestSubmit()`)
	until(t, ctx, `document.activeElement?.matches("[data-summary]")`)
	got := eval[string](t, ctx, `document.getElementById("f-title").value + " " + document.querySelectorAll("[data-summary] li").length + " " + document.getElementById("f-requester").getAttribute("aria-invalid")`)
	if got != "Copieur 3 true" {
		t.Errorf("shows %q", got)
	}
}

func confirmations(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/buttons")
	js(t, ctx, `document.querySelector("confirm-form .btn.danger").click()`)
	until(t, ctx, `document.querySelector("confirm-form dialog").open`)
	keys(t, ctx, kb.Escape)
	until(t, ctx, `!document.querySelector("confirm-form dialog").open`)
	if got := eval[string](t, ctx, `location.pathname`); !strings.HasSuffix(got, "/buttons") {
		t.Errorf("went to %q", got)
	}
	js(t, ctx, `document.addEventListener("htmx:before:request", (e) => { window.sent = e.detail.ctx.request.body.toString(); e.preventDefault() }); document.querySelector("confirm-form .btn.danger").click()`)
	js(t, ctx, `document.querySelector("confirm-form [value=yes]").click()`)
	until(t, ctx, `window.sent?.includes("sure=1")`)
}

func navigation(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/buttons")
	js(t, ctx, `window.mark = 1; document.querySelector('.side a[href$="/badges"]').click()`)
	until(t, ctx, `location.pathname.endsWith("/badges") && document.activeElement?.tagName === "H1" && document.getElementById("told").textContent !== ""`)
	if !eval[bool](t, ctx, `window.mark === 1`) {
		t.Error("the page was loaded anew")
	}
	js(t, ctx, `history.back()`)
	until(t, ctx, `document.querySelector("h1").textContent === "Boutons"`)
}

func shortcuts(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/buttons")
	keys(t, ctx, "?")
	until(t, ctx, `document.getElementById("keys").open && document.querySelectorAll("#keys kbd").length > 8`)
	keys(t, ctx, kb.Escape)
	until(t, ctx, `!document.getElementById("keys").open`)
	keys(t, ctx, "gs")
	until(t, ctx, `location.pathname.endsWith("/surfaces")`)
}

func changes(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/list")
	until(t, ctx, `document.querySelector("[data-live-state]").dataset.liveState === "on"`)
	js(t, ctx, `document.querySelector("#t4824 .check").click()`)
	if got := eval[string](t, ctx, `document.querySelector("#t4824 .c-title a").textContent`); got != "Droits sur le dossier Compta" {
		t.Fatalf("row begins as %q", got)
	}
	js(t, ctx, `fetch("/dev/stories/change", {method: "POST"})`)
	until(t, ctx, `document.querySelector("#t4824 .c-title a").textContent.startsWith("VPN")`)
	until(t, ctx, `document.querySelector("#t4824.flash") && document.querySelector("#t4824 .check").checked`)
	until(t, ctx, `!document.querySelector(".newpill").hidden && document.querySelector(".newpill [data-n]").textContent === "1"`)
	keys(t, ctx, ".")
	until(t, ctx, `document.querySelector(".newpill").hidden`)
}

// give puts a file into a file input, as choosing one does.
const give = `const box = new DataTransfer(); box.items.add(new File(["x".repeat(2048)], "écran.png", {type: "image/png"}));
	input.files = box.files; input.dispatchEvent(new Event("change", {bubbles: true}))`

func uploads(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/fields")
	js(t, ctx, `const input = document.querySelector("file-drop input[type=file]"); `+give)
	until(t, ctx, `document.querySelector(".dropped li")?.textContent.includes("écran.png")`)
	if got := eval[string](t, ctx, `new FormData(document.querySelector("form.form")).getAll("files").filter(f => typeof f === "string").join()`); got != "41" {
		t.Errorf("sends %q", got)
	}
	js(t, ctx, `document.querySelector(".dropped [data-remove]").click()`)
	until(t, ctx, `!document.querySelector(".dropped li")`)
}

func pictures(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/fields")
	until(t, ctx, `document.querySelector(".tiptap")`)
	js(t, ctx, `const input = document.querySelector("[data-image]"); `+give)
	until(t, ctx, `document.querySelector("textarea[name=body]").value.includes('<img src="/assets/icon-')`)
}

func drafts(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/fields")
	js(t, ctx, `document.getElementById("f-note").focus()`)
	keys(t, ctx, "Une note")
	until(t, ctx, `document.querySelector("auto-save [data-status]").textContent === "Brouillon enregistré"`)
	if n := eval[int](t, ctx, `Object.keys(sessionStorage).filter(k => k.startsWith("draft:")).length`); n != 0 {
		t.Errorf("%d drafts still wait in the browser", n)
	}
}

func offline(t *testing.T, ctx context.Context, base string) {
	open(t, ctx, base+"/fields")
	js(t, ctx, `document.getElementById("f-title").focus()`)
	keys(t, ctx, "Copieur")
	js(t, ctx, `window.fetch = () => Promise.reject(new TypeError("no network")); document.querySelector("form.form").requestSubmit()`)
	until(t, ctx, `document.querySelector(".toast[data-tone=red]")?.textContent.includes("injoignable")`)
	if got := eval[string](t, ctx, `document.getElementById("f-title").value`); got != "Copieur" {
		t.Errorf("the text is now %q", got)
	}
}
