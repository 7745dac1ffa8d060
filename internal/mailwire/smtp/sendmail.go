package smtp

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

// programPatience bounds how long a sendmail program may take for one mail.
const programPatience = time.Minute

// SendByProgram hands one mail to a program that behaves like sendmail, on its
// standard input. Whatever goes wrong counts as temporary (SMT-007). path is
// the program alone, no shell reads it.
func SendByProgram(ctx context.Context, path string, m Mail) Result {
	from, to, err := m.envelope()
	if err != nil {
		return Result{Verdict: Permanent, Err: err, Alive: true}
	}
	ctx, cancel := context.WithTimeout(ctx, programPatience)
	defer cancel()
	if from != "<>" {
		from = strings.Trim(from, "<>")
	}
	args := []string{"-oi", "-f", from, "--"}
	for _, recipient := range to {
		args = append(args, strings.Trim(recipient, "<>"))
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.WaitDelay = 2 * time.Second // a child of its own may hold the pipes
	cmd.Stdin = bytes.NewReader(bytes.ReplaceAll(m.Raw, []byte("\r\n"), []byte("\n")))
	var said opening
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		text := string(said)
		if _, ended := errors.AsType[*exec.ExitError](err); !ended || text == "" {
			text = err.Error() + " " + text
		}
		return Result{Verdict: Temporary, Answer: text, Err: fault.New(fault.Unavailable, mailwire.KeyAnswer, path, text).Because(err), Alive: true}
	}
	return Result{Verdict: Sent, Answer: strings.TrimSpace(string(said)), Alive: true}
}

// opening keeps the first words of what a program writes.
type opening []byte

// maxSaid bounds, in bytes, what is kept.
const maxSaid = 2000

func (t *opening) Write(p []byte) (int, error) {
	*t = append(*t, p[:min(len(p), maxSaid-len(*t))]...)
	return len(p), nil
}
