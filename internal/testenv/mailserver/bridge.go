package mailserver

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"
)

// Bridge stands between a client and a server and does what networks and
// attackers do.
type Bridge struct {
	Port int

	mu      sync.Mutex
	conns   map[net.Conn]bool
	cutAt   int64  // bytes from the server after which all ends; 0 never
	strike  []byte // what is made unreadable in the server's words
	stalled bool
}

// NewBridge listens on a free port and passes everything on to the port of a server.
func NewBridge(t testing.TB, to int) *Bridge {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &Bridge{Port: l.Addr().(*net.TCPAddr).Port, conns: map[net.Conn]bool{}}
	go b.accept(l, to)
	t.Cleanup(func() { l.Close(); b.Break() })
	return b
}

// Break ends all connections.
func (b *Bridge) Break() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.conns {
		c.Close()
	}
	clear(b.conns)
}

// CutAfter ends each connection when the server has said n bytes more.
func (b *Bridge) CutAfter(n int64) { b.set(func() { b.cutAt = n }) }

// Strike hides a word of the server, as an attacker does with STARTTLS.
func (b *Bridge) Strike(word string) { b.set(func() { b.strike = []byte(word) }) }

// Stall lets the server say nothing more, while connections stay open.
func (b *Bridge) Stall() { b.set(func() { b.stalled = true }) }

func (b *Bridge) set(change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
}

func (b *Bridge) accept(l net.Listener, to int) {
	for {
		client, err := l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", loopback(to))
		if err != nil {
			client.Close()
			continue
		}
		b.set(func() { b.conns[client], b.conns[server] = true, true })
		go func() { io.Copy(server, client); server.Close() }()
		go func() { b.pass(client, server); client.Close(); server.Close() }()
	}
}

// pass copies what the server says.
func (b *Bridge) pass(client io.Writer, server io.Reader) {
	buf := make([]byte, 32<<10)
	for {
		n, err := server.Read(buf)
		said, end := b.changed(buf[:n])
		if _, failed := client.Write(said); failed != nil || err != nil || end {
			return
		}
	}
}

func (b *Bridge) changed(said []byte) (passed []byte, end bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stalled {
		return nil, false
	}
	if b.strike != nil {
		said = bytes.ReplaceAll(said, b.strike, bytes.Repeat([]byte("X"), len(b.strike)))
	}
	if b.cutAt > 0 {
		if int64(len(said)) >= b.cutAt {
			said, end = said[:b.cutAt], true
			b.cutAt = 0
		} else {
			b.cutAt -= int64(len(said))
		}
	}
	return said, end
}
