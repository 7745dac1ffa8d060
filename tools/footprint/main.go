// Command footprint starts a fresh desk and prints what it costs before anybody
// uses it: size of the binary, time to the first page, memory when idle. It fails
// when a figure is over its budget.
//
//	go run ./tools/footprint bin/renfort
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The budgets of a fresh desk.
const (
	mostSize   = 60 << 20
	mostStart  = time.Second
	mostMemory = 80 << 20

	idle  = 15 * time.Second // until memory is read
	tries = 5                // starts, of which the median counts
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: footprint BINARY")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Stdout, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "footprint:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, binary string) error {
	info, err := os.Stat(binary)
	if err != nil {
		return err
	}
	cold, warm, memory, err := measure(ctx, binary)
	if err != nil {
		return err
	}
	over := 0
	line := func(what, have, most string, ok bool) {
		mark := ""
		if !ok {
			mark, over = "  OVER", over+1
		}
		fmt.Fprintf(out, "%-44s %10s   at most %s%s\n", what, have, most, mark)
	}
	line("size of the binary", mb(info.Size()), mb(mostSize), info.Size() <= mostSize)
	line("empty folder to first page, database made", ms(cold), ms(mostStart), cold <= mostStart)
	line("start to first page", ms(warm), ms(mostStart), warm <= mostStart)
	line(fmt.Sprintf("memory, idle for %v", idle), mb(memory), mb(mostMemory), memory <= mostMemory)
	if over > 0 {
		return fmt.Errorf("%d figures are over their budget", over)
	}
	return nil
}

func mb(n int64) string         { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }
func ms(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }

// measure starts the binary on an empty folder, then several times on that same folder.
func measure(ctx context.Context, binary string) (cold, warm time.Duration, memory int64, err error) {
	folder, err := os.MkdirTemp("", "renfort-footprint-")
	if err != nil {
		return 0, 0, 0, err
	}
	defer os.RemoveAll(folder)

	var starts []time.Duration
	for i := range tries + 1 {
		d, err := start(ctx, binary, folder)
		if err != nil {
			return 0, 0, 0, err
		}
		if i == 0 {
			cold = d.took
		} else {
			starts = append(starts, d.took)
		}
		if i == tries {
			time.Sleep(idle)
			if memory, err = d.memory(); err != nil {
				return 0, 0, 0, errors.Join(err, d.stop())
			}
		}
		if err := d.stop(); err != nil {
			return 0, 0, 0, err
		}
	}
	return cold, median(starts), memory, nil
}

// desk is a running server, and how long it took to answer.
type desk struct {
	cmd  *exec.Cmd
	log  string
	took time.Duration
}

// start runs the server and asks for its first page until it answers.
func start(ctx context.Context, binary, folder string) (*desk, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(folder + ".log")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	d := &desk{log: log.Name(), cmd: exec.CommandContext(ctx, binary, "serve", "--data", folder, "--listen", address)}
	d.cmd.Stdout, d.cmd.Stderr = log, log

	began := time.Now()
	if err := d.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(began) < 30*time.Second {
		r, err := http.Get("http://" + address + "/")
		if err == nil {
			_, err = io.Copy(io.Discard, r.Body)
			r.Body.Close()
		}
		if err == nil && r.StatusCode < 500 {
			d.took = time.Since(began)
			return d, nil
		}
		time.Sleep(2 * time.Millisecond)
	}
	text, _ := os.ReadFile(d.log)
	return nil, errors.Join(fmt.Errorf("no page after 30 s: %s", text), d.stop())
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// memory is the resident set in bytes.
func (d *desk) memory() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10, err
		}
	}
	return 0, errors.New("the kernel tells no VmRSS")
}

// stop ends the server the way a service manager does; it must end with 0.
func (d *desk) stop() error {
	defer os.Remove(d.log)
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if err := d.cmd.Wait(); err != nil {
		text, _ := os.ReadFile(d.log)
		return fmt.Errorf("SIGTERM: %w: %s", err, text)
	}
	return nil
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}
