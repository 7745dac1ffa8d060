package mailout

import (
	"context"

	"renfort/internal/mailwire"
	"renfort/internal/mailwire/smtp"
)

// Catcher accepts every mail and sends none: the demonstration's mails can be
// looked at in the queue.
type Catcher struct{}

// Send says that the mail is on its way.
func (Catcher) Send(context.Context, smtp.Mail) smtp.Result { return smtp.Result{Verdict: smtp.Sent} }

// Relay sends through the server that is set when a mail goes out.
type Relay struct {
	Server func(context.Context) (Server, error)
}

// Server is how mails leave the house: through a program, where Program is set
// (SMT-007), else over SMTP.
type Server struct {
	mailwire.Server
	Account mailwire.Account
	Helo    string
	Program string
}

// Send opens a connection for one mail.
func (r Relay) Send(ctx context.Context, m smtp.Mail) smtp.Result {
	to, err := r.Server(ctx)
	if err != nil {
		return smtp.Result{Verdict: smtp.Temporary, Err: err}
	}
	if to.Program != "" {
		return smtp.SendByProgram(ctx, to.Program, m)
	}
	c, err := smtp.Open(ctx, to.Server, to.Account, to.Helo)
	if err != nil {
		return smtp.Result{Verdict: smtp.Temporary, Err: err}
	}
	defer c.Close()
	return c.Send(ctx, m)
}
