package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"renfort/internal/authz"
	"renfort/internal/desktest"
	"renfort/internal/ids"
	"renfort/internal/ticket"
)

// The main job in the browser: somebody has a problem, a technician finds it,
// both talk until it is solved.
// TKT-001, TKT-002, TKT-003, TKT-112, TKT-114, TKT-130, THR-004, THR-007, AUT-002, GEN-009
func TestTheMainPath(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		rita := d.Person("rita", ids.Root, authz.PowerUser, false)
		tom := d.Person("tom", ids.Root, authz.Technician, true)
		for i := range 30 {
			_, err := d.Tickets.Open(t.Context(), tom, ticket.Opening{Title: fmt.Sprint("Earlier problem ", i), Requester: rita.User,
				Technician: tom.User, Priority: int64(1 + i%6), Criticality: int64(1 + i%4)})
			if err != nil {
				t.Fatal(err)
			}
		}
		url := serve(t, d)
		requester := open(t, url)
		requester.goTo("/login")
		requester.axe("sign-in")
		requester.shoot("login-1440", 1440, 900)
		requester.signIn("rita")
		requester.goTo("/tickets/new")
		requester.axe("new ticket")
		requester.shoot("new-1440", 1440, 900)
		requester.do(chromedp.SendKeys(chromedp.CSS("#f-title"), "The printer burns\r"))
		requester.until(`location.pathname == "/tickets/31"`)
		if text := requester.eval(`document.querySelector("h1").innerText`); text != "31 The printer burns" {
			t.Errorf("title %q", text)
		}

		solver := open(t, url)
		solver.signIn("tom")
		solver.goTo("/tickets?view=all&state=open")
		solver.axe("list")
		solver.shoot("list-1440", 1440, 900)
		solver.shoot("list-360", 360, 780)
		solver.do(chromedp.SendKeys(chromedp.CSS("#q"), "burn"))
		solver.until(`document.querySelectorAll("[data-rows] tr").length == 1 && document.activeElement.id == "q"`) // LST-053
		solver.goTo("/tickets/31")
		solver.axe("ticket")
		solver.do(chromedp.Click(chromedp.CSS(`form[action="/tickets/31/take"] button`)))
		solver.until(`document.querySelector("#p-tech").selectedOptions[0].innerText == "tom"`)
		answer(t, d, solver, 31, "I am on my way.")
		solver.until(`[...document.querySelectorAll(".msg.tech")].some(m => m.innerText.includes("on my way"))`)
		solver.shoot("ticket-1440", 1440, 900)
		solver.shoot("ticket-360", 360, 780)
		if got, err := d.Tickets.Get(t.Context(), tom, 31); err != nil || got.State != ticket.InProgress || got.ReadAt.IsZero() {
			t.Errorf("state %d, read %v, %v", got.State, got.ReadAt, err)
		}
		dark(solver)
		solver.goTo("/tickets?view=all&state=open")
		solver.axe("list, dark")
		solver.shoot("list-dark-1440", 1440, 900)
		solver.goTo("/tickets/31")
		solver.axe("ticket, dark")
		solver.shoot("ticket-dark-1440", 1440, 900)

		requester.goTo("/tickets/31")
		requester.until(`document.body.innerText.includes("on my way")`)
		requester.do(chromedp.Click(chromedp.CSS(`form[action="/tickets/31/closure"] button`)))
		requester.until(`document.querySelector(".tk-sub").innerText.includes("Resolved")`)
	})
}

// answer types into the editor once it stands, and sends.
func answer(t *testing.T, d desktest.Desk, b tab, id ids.Ticket, text string) {
	t.Helper()
	b.until(`document.querySelector("rich-text [contenteditable=true]") != null`)
	time.Sleep(200 * time.Millisecond)
	b.do(chromedp.Click(chromedp.CSS("rich-text [contenteditable=true]")), chromedp.SendKeys(chromedp.CSS("rich-text [contenteditable=true]"), text),
		chromedp.Click(chromedp.CSS(`#reply button[type=submit].primary`)))
}

// dark chooses the mode as the account menu does.
func dark(b tab) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(".account summary")), chromedp.Click(chromedp.CSS(`.looks button[value=dark]`)))
	b.until(`document.documentElement.dataset.mode == "dark"`)
}

// GEN-008, GEN-030, GEN-032
func TestWhatIsNotThereIsNotThere(t *testing.T) {
	d := desktest.Over(t, desktest.Embedded(t))
	d.Person("rita", ids.Root, authz.PowerUser, false)
	b := open(t, serve(t, d))
	b.goTo("/tickets/7?x=1")
	b.until(`location.pathname == "/login" && new URLSearchParams(location.search).get("next") == "/tickets/7?x=1"`)
	b.signIn("rita")
	b.goTo("/tickets/7")
	b.until(`document.body.innerText.includes("This ticket does not exist or you cannot see it.")`)
	b.axe("not found")
}
