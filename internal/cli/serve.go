package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"renfort/internal/app"
	"renfort/internal/assets"
	"renfort/internal/config"
	"renfort/internal/fault"
)

// Serve is `renfort serve`.
type Serve struct {
	Listen string `placeholder:"ADDRESS" help:"Address to listen on, such as :8080."`
	Demo   bool   `help:"Demonstration data in a throw-away folder; mails go to a catcher."`
}

// grace is how long running requests may take to end (OPS-021).
const grace = 20 * time.Second

// Run starts the server and stops it gently on SIGTERM (OPS-001, OPS-021).
func (c Serve) Run(ctx context.Context, t *terminal) error {
	dir := t.dataDir
	if c.Demo && dir == "" {
		tmp, err := os.MkdirTemp("", "renfort-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	cfg, err := config.Load(dir, c.Listen, os.Environ())
	if err != nil {
		return err
	}
	slog.SetDefault(slog.New(logHandler(cfg, t)))
	if err := openFolder(cfg.DataDir); err != nil {
		return err
	}
	unlock, err := lockFolder(cfg.DataDir)
	if err != nil {
		return err
	}
	defer unlock()
	ln, err := listen(cfg.Listen)
	if err != nil {
		return err
	}
	defer ln.Close()
	d, done, err := deskOf(ctx, cfg)
	if err != nil {
		return err
	}
	defer done()
	return c.run(ctx, t, cfg, d, ln)
}

func (c Serve) run(ctx context.Context, t *terminal, cfg config.Config, d *app.Desk, ln net.Listener) error {
	code, err := d.WizardCode(ctx, cfg.DataDir)
	if err != nil {
		return err
	}
	if c.Demo {
		if code, err = "", c.present(ctx, d); err != nil {
			return err
		}
	}
	if err := d.Jobs.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	handler, err := d.Handler(cfg, code)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	c.greet(t, ln.Addr(), code)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(ln) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping: running requests may end", "within", grace)
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	d.CloseStreams()
	return errors.Join(server.Shutdown(stop), d.Jobs.Stop(stop))
}

// greet prints where the desk is and how to sign in.
func (c Serve) greet(t *terminal, addr net.Addr, code string) {
	url := "http://" + strings.Replace(addr.String(), "[::]", "localhost", 1)
	fmt.Fprintf(t.out, "Renfort %s  %s\n", config.Version, url)
	if c.Demo {
		fmt.Fprintf(t.out, "Sign in as admin (administrator), amelie (technician) or paul (requester), password: %s\n", demoPassword)
	}
	if code != "" {
		fmt.Fprintf(t.out, "Set up this installation: %s/install\nOne-time code: %s\n", url, code)
	}
	if !assets.Built() {
		fmt.Fprintln(t.err, "The style sheets and scripts are not built: pages are plain. Run `make assets` and build again.")
	}
}

// listen says in plain words when the port is taken.
func listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		_, port, _ := net.SplitHostPort(addr)
		return nil, fault.New(fault.Unavailable, "cli.port_in_use", port).Because(err)
	}
	return ln, err
}

func logHandler(c config.Config, t *terminal) slog.Handler {
	var level slog.Level
	level.UnmarshalText([]byte(c.LogLevel)) // checked by config
	if c.LogFormat == "json" {
		return slog.NewJSONHandler(t.err, &slog.HandlerOptions{Level: level})
	}
	return slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: level})
}
