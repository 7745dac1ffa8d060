package web

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"renfort/internal/authz"
	"renfort/internal/ids"
	"renfort/internal/web/ui"
)

// sessions is a gate whose one session can end.
type sessions struct{ over atomic.Bool }

func (s *sessions) Who(*http.Request) (authz.Actor, ui.Viewer, error) {
	if s.over.Load() {
		return authz.Actor{}, ui.Viewer{}, nil
	}
	return authz.NewActor(7, "Ann", ids.Root, true, nil, nil), ui.Viewer{}, nil
}

// listen opens a stream and returns its lines.
func listen(t *testing.T, h *Hub) (*sessions, *http.Response, <-chan string) {
	t.Helper()
	gate := &sessions{}
	m, err := New(Config{Gate: gate})
	if err != nil {
		t.Fatal(err)
	}
	m.Live(h)
	s := httptest.NewServer(m)
	t.Cleanup(s.Close)
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, "GET", s.URL+ui.EventsPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip, zstd")
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 1000)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(a.Body); in.Scan(); {
			if in.Text() != "" {
				lines <- in.Text()
			}
		}
	}()
	return gate, a, lines
}

func expect(t *testing.T, lines <-chan string, want ...string) {
	t.Helper()
	for _, w := range want {
		select {
		case got := <-lines:
			if !strings.Contains(got, w) {
				t.Fatalf("line %q, want %q", got, w)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("no line %q", w)
		}
	}
}

func TestPagesHearOfWhatTheyMaySee(t *testing.T) {
	h := NewHub(func(_ context.Context, who authz.Actor, e Event) bool { return who.User == 7 && e.ID != 13 })
	_, a, lines := listen(t, h)
	for name, want := range map[string]string{"Content-Type": "text/event-stream", "X-Accel-Buffering": "no", "Cache-Control": "no-store", "Content-Encoding": ""} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	expect(t, lines, "retry: 2000", "event: hello", `"build"`)
	h.Publish(Event{Topic: "ticket", ID: 12}, Event{Topic: "ticket", ID: 13}, Event{Topic: "ticket", ID: 14, Made: true})
	expect(t, lines, "event: change", `data: {"topic":"ticket","id":12}`, "event: change", `data: {"topic":"ticket","id":14,"made":true}`)
}

func TestStreamsPingAndEndWithTheSession(t *testing.T) {
	h := NewHub(func(context.Context, authz.Actor, Event) bool { return true })
	h.ping = 20 * time.Millisecond
	gate, _, lines := listen(t, h)
	expect(t, lines, "retry", "event: hello", "data", ": ping")
	gate.over.Store(true)
	for deadline := time.After(5 * time.Second); ; {
		select {
		case _, open := <-lines:
			if !open {
				return
			}
		case <-deadline:
			t.Fatal("the stream outlives the session")
		}
	}
}

func TestSlowPagesAreToldToStartOver(t *testing.T) {
	h := NewHub(func(context.Context, authz.Actor, Event) bool { return true })
	s, err := h.join(7)
	if err != nil {
		t.Fatal(err)
	}
	for i := range backlog + 50 {
		h.Publish(Event{Topic: "ticket", ID: int64(i)})
	}
	if len(s.events) != backlog || len(s.behind) != 1 {
		t.Errorf("%d events wait, behind %d", len(s.events), len(s.behind))
	}
	h.leave(s)
	if h.Listening() != 0 {
		t.Errorf("%d pages listen", h.Listening())
	}
}

func TestStreamsOfOnePersonAreBounded(t *testing.T) {
	h := NewHub(nil)
	for range streamsEach {
		if _, err := h.join(7); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.join(7); err == nil {
		t.Error("one more is taken")
	}
	if _, err := h.join(8); err != nil {
		t.Errorf("another person is refused: %v", err)
	}
}

func TestClosingTheHubEndsStreams(t *testing.T) {
	h := NewHub(func(context.Context, authz.Actor, Event) bool { return true })
	_, _, lines := listen(t, h)
	expect(t, lines, "retry", "event: hello", "data")
	h.Close()
	h.Close()
	select {
	case _, open := <-lines:
		if open {
			t.Error("a line after the end")
		}
	case <-time.After(5 * time.Second):
		t.Error("the stream stays open")
	}
}

func TestSlowPagesAreCutOff(t *testing.T) {
	m, err := New(Config{Gate: &sessions{}})
	if err != nil {
		t.Fatal(err)
	}
	m.patience = 10 * time.Millisecond
	m.Page("GET /slow", SignedIn, func(_ http.ResponseWriter, r *http.Request) error {
		<-r.Context().Done()
		return r.Context().Err()
	})
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequest("GET", "/slow", nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", w.Code)
	}
}
