// Package cli is the command line. Every command acts as the person who owns the
// data folder, and calls the same services as the pages.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"renfort/internal/authz"
	"renfort/internal/config"
	"renfort/internal/fault"
	"renfort/internal/i18n"
)

// Exit codes of the specification (CLI-001).
const (
	ok      = 0
	failed  = 1
	misused = 2
	running = 3
)

// Commands is what one can type.
type Commands struct {
	DataDir string `name:"data" placeholder:"FOLDER" help:"Data folder (RENFORT_DATA_DIR, else /var/lib/renfort)."`
	JSON    bool   `name:"json" help:"Print machine-readable output only."`
	Yes     bool   `help:"Do not ask before deleting or replacing."`

	Serve   Serve      `cmd:"" help:"Run the server."`
	Setup   Setup      `cmd:"" help:"Set up a new installation without the wizard."`
	User    UserCmd    `cmd:"" help:"Accounts."`
	Mail    MailCmd    `cmd:"" help:"Mail intake."`
	Config  ConfigCmd  `cmd:"" help:"Configuration of the server."`
	Version VersionCmd `cmd:"" help:"Print version, build and licence."`
}

// terminal is where a command reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	lang     i18n.Lang
	json     bool
	yes      bool
	dataDir  string
}

// Run does what args say and returns the exit code.
func Run(args []string, in io.Reader, out, errOut io.Writer) int {
	var c Commands
	code := -1
	parser := kong.Must(&c, kong.Name("renfort"), kong.Description("The help desk that an organisation hosts itself."),
		kong.Writers(out, errOut), kong.Exit(func(n int) { code = n }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if len(args) == 0 || args[0] == "help" {
		args = []string{"--help"}
	}
	cmd, err := parser.Parse(args)
	if code >= 0 {
		return code // help was printed
	}
	if err != nil {
		fmt.Fprintf(errOut, "renfort: %v\nrenfort help\n", err)
		return misused
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	t := &terminal{in: in, out: out, err: errOut, lang: language(), json: c.JSON, yes: c.Yes, dataDir: c.DataDir}
	cmd.BindTo(ctx, (*context.Context)(nil))
	if err := cmd.Run(t); err != nil {
		return t.fail(err)
	}
	return ok
}

// language is the one of the environment (CLI-001).
func language() i18n.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); len(v) >= 2 {
			return i18n.Match(v[:2], i18n.EN)
		}
	}
	return i18n.EN
}

// fail tells what went wrong and returns the exit code.
func (t *terminal) fail(err error) int {
	code := failed
	if errors.Is(err, errRunning) {
		code = running
	}
	texts := []string{err.Error()}
	if fs := fault.All(err); len(fs) > 0 {
		texts = texts[:0]
		for _, f := range fs {
			text := i18n.T(t.lang, f.Key, f.Args...)
			if f.Kind == fault.Internal {
				text = f.Error()
			}
			texts = append(texts, text)
		}
	}
	if t.json {
		json.NewEncoder(t.err).Encode(map[string]any{"errors": texts})
		return code
	}
	for _, text := range texts {
		fmt.Fprintf(t.err, "renfort: %s\n", text)
	}
	return code
}

// say prints a line for people, or v for programs.
func (t *terminal) say(v any, format string, args ...any) {
	if t.json {
		json.NewEncoder(t.out).Encode(v)
		return
	}
	fmt.Fprintf(t.out, format+"\n", args...)
}

// operator acts for the person at the command line (82 § 8).
var operator = func() authz.Actor {
	a := authz.System("cli", authz.Admin, authz.AdminUsers, authz.AdminEntities, authz.SideAll)
	a.Via = authz.ViaCLI
	return a
}()

// VersionCmd is `renfort version`.
type VersionCmd struct{}

// Run prints version, build and licence (CLI-027).
func (VersionCmd) Run(t *terminal) error {
	t.say(map[string]string{"version": config.Version, "build": config.Build, "licence": "GPL-3.0-or-later"},
		"renfort %s %s\nGPL-3.0-or-later", config.Version, config.Build)
	return nil
}

// ConfigCmd is `renfort config …`.
type ConfigCmd struct {
	Check CheckConfig `cmd:"" help:"Read the configuration and report what is wrong with its line."`
}

// CheckConfig is `renfort config check`.
type CheckConfig struct{}

// Run reports the first error with its line.
func (CheckConfig) Run(t *terminal) error {
	c, err := config.Load(t.dataDir, "", os.Environ())
	if err != nil {
		return err
	}
	t.say(map[string]any{"ok": true, "data_dir": c.DataDir, "listen": c.Listen}, "%s: ok (%s)", c.DataDir, c.Listen)
	return nil
}
