package app

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const codeFile = "install.code"

// WizardCode is the one-time code of the wizard, or empty once it is finished.
// It is kept beside the database, so that a restart does not change it (OPS-003).
func (d *Desk) WizardCode(ctx context.Context, dataDir string) (string, error) {
	path := filepath.Join(dataDir, codeFile)
	done, err := d.Installed(ctx)
	if err != nil {
		return "", err
	}
	if done {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		return "", nil
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		b = []byte(strings.ToLower(rand.Text()[:12]))
		err = os.WriteFile(path, b, 0o600)
	}
	return string(b), err
}
