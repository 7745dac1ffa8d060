package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/BurntSushi/toml"

	"renfort/internal/app"
)

// Setup is `renfort setup --config FILE`: the wizard's answers from a file (OPS-008).
type Setup struct {
	Config string `required:"" type:"existingfile" placeholder:"FILE" help:"Answers: company, login, name, mail, password (or password_file), language."`
}

// answers is the file's form.
type answers struct {
	Company      string `toml:"company"`
	Login        string `toml:"login"`
	Name         string `toml:"name"`
	Mail         string `toml:"mail"`
	Password     string `toml:"password"`
	PasswordFile string `toml:"password_file"`
	Language     string `toml:"language"`
}

// Run makes the same installation as the wizard.
func (c Setup) Run(ctx context.Context, t *terminal) error {
	a := answers{Login: "admin", Language: "fr"}
	meta, err := toml.DecodeFile(c.Config, &a)
	if e, ok := errors.AsType[toml.ParseError](err); ok {
		return fmt.Errorf("%s:%d: %s", c.Config, e.Position.Line, e.Message)
	}
	if err != nil {
		return err
	}
	for _, key := range meta.Undecoded() {
		return fmt.Errorf("%s: %s: this key is not known", c.Config, key)
	}
	if a.PasswordFile != "" {
		b, err := os.ReadFile(a.PasswordFile)
		if err != nil {
			return err
		}
		a.Password = string(trimLine(b))
	}
	d, done, err := t.openDesk(ctx)
	if err != nil {
		return err
	}
	defer done()
	name := a.Name
	if name == "" {
		name = a.Login
	}
	first := app.First{Company: a.Company, Login: a.Login, Name: name, Mail: a.Mail, Password: a.Password, Language: a.Language}
	if err := d.SetUp(ctx, first); err != nil {
		return err
	}
	t.say(map[string]string{"login": a.Login}, "%s: ok", a.Login)
	return nil
}

func trimLine(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}
