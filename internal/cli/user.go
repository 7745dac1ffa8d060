package cli

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/ids"
	"renfort/internal/user"
)

// UserCmd is `renfort user …`.
type UserCmd struct {
	ResetPassword ResetPassword `cmd:"" help:"Give an account a new password, enable and unlock it."`
	CreateAdmin   CreateAdmin   `cmd:"" help:"Make an administrator where there is none any more."`
}

// ResetPassword is `renfort user reset-password LOGIN`.
type ResetPassword struct {
	Login    string `arg:""`
	Generate bool   `help:"Make a password and print it instead of asking."`
}

// Run sets the password; it must be changed at the next sign-in (CLI-020).
func (c ResetPassword) Run(ctx context.Context, t *terminal) error {
	d, done, err := t.openDesk(ctx)
	if err != nil {
		return err
	}
	defer done()
	password, err := t.password(c.Generate)
	if err != nil {
		return err
	}
	if err := d.ResetPassword(ctx, operator, c.Login, password); err != nil {
		return err
	}
	return t.told(c.Login, password, c.Generate)
}

// CreateAdmin is `renfort user create-admin LOGIN`.
type CreateAdmin struct {
	Login    string `arg:""`
	Generate bool   `help:"Make a password and print it instead of asking."`
}

// Run makes the account (CLI-021).
func (c CreateAdmin) Run(ctx context.Context, t *terminal) error {
	d, done, err := t.openDesk(ctx)
	if err != nil {
		return err
	}
	defer done()
	password, err := t.password(c.Generate)
	if err != nil {
		return err
	}
	u, err := user.User{Login: c.Login, Last: c.Login, MustChange: true}.WithPassword(password, app.PasswordLeast)
	if err != nil {
		return err
	}
	if _, err := d.AddPerson(ctx, operator, u, ids.Root, authz.Administrator, true); err != nil {
		return err
	}
	return t.told(c.Login, password, c.Generate)
}

// password asks for one, or makes one.
func (t *terminal) password(generate bool) (string, error) {
	if generate {
		return strings.ToLower(rand.Text()[:16]), nil
	}
	if !t.json {
		fmt.Fprint(t.err, "New password: ")
	}
	line, err := bufio.NewReader(t.in).ReadString('\n')
	if line == "" && err != nil {
		return "", fmt.Errorf("no password was given: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func (t *terminal) told(login, password string, generated bool) error {
	if generated {
		t.say(map[string]string{"login": login, "password": password}, "%s: %s", login, password)
		return nil
	}
	t.say(map[string]string{"login": login}, "%s: ok", login)
	return nil
}
