package stories_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"renfort/internal/assets"
	"renfort/internal/web/stories"
)

// browser is a Chromium that fails the test on whatever a page complains of:
// exceptions, console errors, violations of the content security policy.
func browser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no browser: apt-get install chromium")
	}
	if !assets.Built() {
		t.Skip("no assets: npm ci --ignore-scripts in web/, then go run ./web/build")
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stopProcess := chromedp.NewExecAllocator(t.Context(), flags...)
	ctx, stopTab := chromedp.NewContext(ctx)
	ctx, stopClock := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(func() { stopClock(); stopTab(); stopProcess() })
	complaints := func(ev any) {
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("exception: %s %s", e.ExceptionDetails.Text, e.ExceptionDetails.Exception.Description)
		case *runtime.EventConsoleAPICalled:
			if e.Type == "error" && !strings.Contains(string(e.Args[0].Value), "no network") { // the offline test's own
				t.Errorf("console: %s", e.Args[0].Value)
			}
		case *log.EventEntryAdded:
			if e.Entry.Level == "error" && !strings.Contains(e.Entry.Text, "the server responded with a status of") {
				t.Errorf("log: %s %s", e.Entry.Text, e.Entry.URL)
			}
		}
	}
	if err := chromedp.Listen(ctx, complaints); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func server(t *testing.T) string {
	t.Helper()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	m, err := stories.New()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(m)
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s.URL + stories.Path
}

// looks are the variants in which each story is examined.
var looks = []struct {
	name   string
	query  string
	wide   int64
	always bool // else only when pictures are taken
}{
	{"1440", "", 1440, true},
	{"1440-dark", "mode=dark", 1440, true},
	{"360", "", 360, true},
	{"1440-black", "theme=black", 1440, false},
	{"1440-pink-dark", "theme=pink&mode=dark&lang=de&density=comfortable", 1440, false},
	{"360-grey-dark", "theme=grey&mode=dark&lang=en", 360, false},
}

// GEN-007, GEN-008, GEN-009: every component, narrow and wide, light and dark, is
// free of what axe finds, of script errors and of sideways scrolling. With
// RENFORT_PICTURES=folder it also takes a picture of each.
func TestStoriesInTheBrowser(t *testing.T) {
	ctx, base := browser(t), server(t)
	axe, err := os.ReadFile("../../../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("no axe: npm ci --ignore-scripts in web/")
	}
	pictures := os.Getenv("RENFORT_PICTURES")
	for _, look := range looks {
		if pictures == "" && !look.always {
			continue
		}
		for _, name := range stories.Names() {
			do(t, ctx, chromedp.EmulateViewport(look.wide, 900), chromedp.Navigate(base+"/"+name+"?"+look.query), chromedp.Sleep(250*time.Millisecond))
			if wide := eval[int64](t, ctx, `document.documentElement.scrollWidth`); wide > look.wide {
				t.Errorf("%s at %s: the page is %d wide", name, look.name, wide)
			}
			found := eval[[]string](t, ctx, string(axe)+`;axe.run({runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]}).then(r=>r.violations.map(v=>v.id+": "+v.nodes.map(n=>n.target+" "+n.failureSummary.replaceAll("\n"," ")).join("; ")))`, chromedp.EvalAwaitPromise)
			for _, violation := range found {
				t.Errorf("%s at %s: %s", name, look.name, violation)
			}
			for _, icon := range eval[[]string](t, ctx, `[...document.querySelectorAll("use")].map(u => u.getAttribute("href").split("#")[1])`) {
				if !assets.HasIcon(icon) {
					t.Errorf("%s: no icon %q", name, icon)
				}
			}
			if pictures != "" {
				shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(pictures, name+"-"+look.name+".png"), shot, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func eval[T any](t *testing.T, ctx context.Context, js string, options ...chromedp.EvaluateOption) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, options...))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
