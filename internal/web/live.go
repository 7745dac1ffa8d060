package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"renfort/internal/assets"
	"renfort/internal/authz"
	"renfort/internal/fault"
	"renfort/internal/ids"
	"renfort/internal/web/ui"
)

// Event says that a thing changed, or was made. It holds no content: the page
// fetches that with the rights of who looks.
type Event struct {
	Topic string `json:"topic"` // "ticket"
	ID    int64  `json:"id"`
	Made  bool   `json:"made,omitempty"`
}

// Sees decides whether an event is told to an actor.
type Sees func(ctx context.Context, who authz.Actor, e Event) bool

// Hub tells open pages of changes. What happens on other nodes reaches it
// through Publish as well.
type Hub struct {
	sees Sees
	ping time.Duration

	mu      sync.Mutex
	streams map[*stream]struct{}
	ended   chan struct{}
	once    sync.Once
}

const (
	pingEvery    = 25 * time.Second // proxies close what is silent for a minute
	backlog      = 256              // events a slow page may be behind before it is told to start over
	writeTime    = 10 * time.Second // for one event
	streamsEach  = 20               // of one person, over all his browsers
	reconnectMin = 2 * time.Second  // what a page waits before it comes again
)

// NewHub is a hub that asks sees before it tells.
func NewHub(sees Sees) *Hub {
	return &Hub{sees: sees, ping: pingEvery, streams: map[*stream]struct{}{}, ended: make(chan struct{})}
}

// stream is one page that listens.
type stream struct {
	user   ids.User
	events chan Event
	behind chan struct{} // holds one mark when events were dropped
}

// Publish tells all who may see e. It never waits.
func (h *Hub) Publish(events ...Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.streams {
		for _, e := range events {
			select {
			case s.events <- e:
			default:
				s.late()
			}
		}
	}
}

func (s *stream) late() {
	select {
	case s.behind <- struct{}{}:
	default:
	}
}

// Close ends all streams, so that the server can stop; pages come again later.
func (h *Hub) Close() { h.once.Do(func() { close(h.ended) }) }

// Listening is how many pages listen.
func (h *Hub) Listening() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.streams)
}

// Live mounts the hub's stream, for ui.Frame.Live.
func (m *Mux) Live(h *Hub) {
	m.Page("GET "+ui.EventsPath, SignedIn, h.serve, Endless())
}

// serve is one stream. It ends when the session does.
func (h *Hub) serve(w http.ResponseWriter, r *http.Request) error {
	s, err := h.join(Actor(r.Context()).User)
	if err != nil {
		return err
	}
	defer h.leave(s)
	head := w.Header()
	head.Set("Content-Type", "text/event-stream")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Accel-Buffering", "no")
	head.Set(gzhttp.HeaderNoCompression, "yes")
	out := &events{w: w, control: http.NewResponseController(w)}
	fmt.Fprintf(w, "retry: %d\n", reconnectMin.Milliseconds())
	out.send("hello", map[string]string{"build": assets.Build()})
	h.relay(r, s, out)
	return nil
}

func (h *Hub) relay(r *http.Request, s *stream, out *events) {
	who, ticks := Actor(r.Context()), time.NewTicker(h.ping)
	defer ticks.Stop()
	for out.err == nil {
		select {
		case <-r.Context().Done():
			return
		case <-h.ended:
			return
		case <-s.behind:
			out.send("behind", struct{}{})
		case e := <-s.events:
			if h.sees(r.Context(), who, e) {
				out.send("change", e)
			}
		case <-ticks.C:
			var err error
			if who, _, err = visitOf(r.Context()).mux.config.Gate.Who(r); err != nil || !who.Known() {
				return
			}
			out.ping()
		}
	}
}

func (h *Hub) join(user ids.User) (*stream, error) {
	s := &stream{user: user, events: make(chan Event, backlog), behind: make(chan struct{}, 1)}
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for other := range h.streams {
		if other.user == user {
			n++
		}
	}
	if n >= streamsEach {
		return nil, fault.New(fault.TooMany, "web.too_many_streams", streamsEach)
	}
	h.streams[s] = struct{}{}
	return s, nil
}

func (h *Hub) leave(s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.streams, s)
}

// events writes server-sent events; after an error it writes nothing more.
type events struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error
}

func (o *events) send(name string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // values of this file alone
	}
	o.write(fmt.Sprintf("event: %s\ndata: %s\n\n", name, text))
}

func (o *events) ping() { o.write(": ping\n\n") }

func (o *events) write(text string) {
	if o.err != nil {
		return
	}
	o.control.SetWriteDeadline(time.Now().Add(writeTime)) // not every writer knows deadlines
	if _, o.err = o.w.Write([]byte(text)); o.err == nil {
		o.err = o.control.Flush()
	}
}
