// Command cmd fills a desk with invented tickets and measures what it costs to
// work with them. A fill that was stopped goes on where it stood.
//
//	go run ./internal/bench/cmd -tickets 1000000 -db sqlite -dir /var/tmp/bench
//	go run ./internal/bench/cmd -tickets 1000000 -db postgres://localhost/bench -dir /var/tmp/bench
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"renfort/internal/app"
	"renfort/internal/bench"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	tickets := flag.Int("tickets", 20_000, "how many tickets")
	db := flag.String("db", "sqlite", "sqlite, or the URL of an empty PostgreSQL database")
	dir := flag.String("dir", "", "the data folder, kept for the next time (none: a throw-away folder)")
	repeats := flag.Int("repeats", 200, "how often each action is measured")
	flag.Parse()
	if *tickets < 2000 || *tickets > 100_000_000 || *repeats < 10 {
		fmt.Fprintln(os.Stderr, "bench: at least 2,000 tickets, at most 100,000,000, and 10 repeats")
		os.Exit(2)
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // a line for each request would be measured too
	if err := run(ctx, *tickets, *repeats, *db, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, tickets, repeats int, address, dir string) error {
	if dir == "" {
		tmp, err := os.MkdirTemp("", "renfort-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if address == "sqlite" {
		address = ""
	}
	db, err := app.OpenDatabase(ctx, address, dir)
	if err != nil {
		return err
	}
	defer db.Close()
	d, err := app.New(ctx, db, dir)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := bench.Fill(ctx, d, tickets, bench.Reporter(func(line string) { fmt.Println(line) })); err != nil {
		return err
	}
	fmt.Printf("filled in %v", time.Since(began).Round(time.Second))
	fmt.Printf(", %d MB\n\n%-53s %9s %9s\n", size(dir)>>20, "", "p50", "p99")
	return figures(ctx, d, dir, repeats)
}

// size is what the files of the embedded database take, in bytes.
func size(dir string) (n int64) {
	files, _ := filepath.Glob(filepath.Join(dir, "renfort.db*"))
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			n += info.Size()
		}
	}
	return n
}

func figures(ctx context.Context, d *app.Desk, dir string, repeats int) error {
	over := 0
	err := bench.Measure(ctx, d, dir, repeats, func(f bench.Figure) {
		fmt.Println(f)
		if f.Over() {
			over++
		}
	})
	if err == nil && over > 0 {
		err = fmt.Errorf("%d figures are over their budget", over)
	}
	return err
}
