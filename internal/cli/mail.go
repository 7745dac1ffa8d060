package cli

import (
	"context"
	"errors"
	"io"
	"os"

	"renfort/internal/app"
	"renfort/internal/i18n"
	"renfort/internal/mailin"
)

// MailCmd is `renfort mail …`.
type MailCmd struct {
	Ingest Ingest `cmd:"" help:"Take messages from files, or - for standard input, as if they had come by mail."`
}

// Ingest is `renfort mail ingest FILE…|-`.
type Ingest struct {
	Files []string `arg:"" name:"file" help:"Raw messages (RFC 5322)."`
}

// Run takes each message and tells what became of it. One that cannot be taken
// is quarantined with its reason and does not stop the next.
func (c Ingest) Run(ctx context.Context, t *terminal) error {
	d, done, err := t.openDesk(ctx)
	if err != nil {
		return err
	}
	defer done()
	var failures []error
	for _, name := range c.Files {
		if err := t.ingest(ctx, d, name); err != nil {
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

func (t *terminal) ingest(ctx context.Context, d *app.Desk, name string) error {
	in := t.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	r, err := d.Intake.Take(ctx, io.Reader(in), mailin.Source{})
	if err != nil {
		return err
	}
	why := ""
	if r.Reason != "" {
		why = i18n.T(t.lang, r.Reason, r.Args...)
	}
	t.say(map[string]any{"file": name, "status": r.Status, "outcome": r.Outcome, "ticket": r.Ticket, "reason": why},
		"%s: %s %s %d %s", name, r.Status, r.Outcome, r.Ticket, why)
	return nil
}
