// Package e2e drives the product through a real browser.
package e2e

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"renfort/internal/config"
	"renfort/internal/desktest"
	"renfort/internal/testenv"
)

// tab is one page of the browser, signed in or not.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

// serve answers for the desk on a free port.
func serve(t *testing.T, d desktest.Desk) string {
	t.Helper()
	c, err := config.Load(t.TempDir(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	h, err := d.Handler(c, "")
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(func() {
		d.CloseStreams()
		s.Close()
	})
	return s.URL
}

// open starts a browser of its own. Every console error, uncaught exception or
// breach of the content security policy fails the test.
func open(t *testing.T, url string) tab {
	t.Helper()
	bin, err := exec.LookPath("chromium")
	if err != nil {
		testenv.Missing(t, "Chromium", "chromium fonts-liberation", err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(bin), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1440, 900), chromedp.Flag("lang", "en"),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stopBrowser := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, stopTab := chromedp.NewContext(ctx)
	ctx, stopTime := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(func() { stopTime(); stopTab(); stopBrowser() })
	err = chromedp.Listen(ctx, func(ev any) {
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("exception: %s", e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			if e.Type == "error" {
				t.Errorf("console: %v", e.Args)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return tab{t, ctx, url}
}

func (b tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func (b tab) goTo(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.url + path)) }

// until waits for a condition in the page, 20 seconds at most. A page that is
// being left answers with an error: the next one is asked.
func (b tab) until(js string) {
	b.t.Helper()
	var last error
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		var ok bool
		if ok, last = chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+js+")")); ok && last == nil {
			return
		}
	}
	text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText.slice(0, 1500)`))
	b.t.Fatalf("never %s: %v\n%s", js, last, text)
}

func (b tab) eval(js string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](js))
	if err != nil {
		b.t.Fatal(js, err)
	}
	return v
}

// signIn goes through the page like a person.
func (b tab) signIn(login string) {
	b.t.Helper()
	b.goTo("/login")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-login"), login), chromedp.SendKeys(chromedp.CSS("#f-password"), desktest.Password+"\r"))
	b.until(`location.pathname == "/tickets" && document.querySelector("#side") != null`)
}

// axe finds what WCAG 2.2 AA forbids.
func (b tab) axe(page string) {
	b.t.Helper()
	src, err := os.ReadFile("../../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		testenv.Missing(b.t, "axe-core (make assets)", "npm", err)
	}
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](string(src)+`;axe.run({runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]}).then(r=>r.violations.map(v=>v.id+": "+v.nodes.map(n=>n.target).join(", ")))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	if len(out) > 0 {
		b.t.Errorf("%s: %s", page, strings.Join(out, "\n"))
	}
}

// shoot keeps a picture where RENFORT_SHOTS names a folder.
func (b tab) shoot(name string, width, height int64) {
	b.t.Helper()
	dir := os.Getenv("RENFORT_SHOTS")
	if dir == "" {
		return
	}
	b.do(chromedp.EmulateViewport(width, height))
	time.Sleep(300 * time.Millisecond) // fonts and transitions
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(1440, 900))
}
