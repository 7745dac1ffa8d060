package mailserver

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"syscall"
	"time"

	"renfort/internal/testenv"
)

//go:embed keeper.sh
var keeper string

const keeperRemove = "--remove"

// program is a server under its keeper. It is stopped by closing in, which the
// system does when this program ends.
type program struct {
	in    io.WriteCloser
	ended chan struct{}
}

// run starts command under the keeper; out gets what it writes.
func run(out, command string, args ...string) (*program, error) {
	cmd := testenv.Command("/bin/sh", append([]string{"-c", keeper, "keeper.sh", command}, args...)...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if out != "" {
		log, err := os.OpenFile(out, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			return nil, err
		}
		defer log.Close()
		cmd.Stdout, cmd.Stderr = log, log
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", command, err)
	}
	p := &program{in: in, ended: make(chan struct{})}
	go func() {
		defer close(p.ended)
		_ = cmd.Wait() // how it ended stands in its log
	}()
	return p, nil
}

// stop returns when the program has ended; nil is stopped already.
func (p *program) stop() {
	if p == nil {
		return
	}
	p.in.Close()
	<-p.ended
}

// startLimit is how long a server may take until it listens.
const startLimit = 20 * time.Second

// listens waits until all ports answer; log says why they do not.
func (p *program) listens(log string, ports ...int) error {
	until := time.Now().Add(startLimit)
	for _, port := range ports {
		for {
			conn, err := net.Dial("tcp", loopback(port))
			if err == nil {
				conn.Close()
				break
			}
			select {
			case <-p.ended:
				return errors.New("ended at once: " + tail(log))
			case <-time.After(20 * time.Millisecond):
			}
			if time.Now().After(until) {
				return fmt.Errorf("port %d: %w: %s", port, err, tail(log))
			}
		}
	}
	return nil
}

func tail(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-2000):])
}

func loopback(port int) string { return "127.0.0.1:" + strconv.Itoa(port) }

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
