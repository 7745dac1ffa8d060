package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"renfort/internal/app"
	"renfort/internal/config"
	"renfort/internal/fault"
)

// errRunning says that another server works on the data folder.
var errRunning = errors.New("another renfort server uses this data folder")

// openFolder readies the data folder, refusing one that is not ours to use (CLI-002).
func openFolder(dir string) error {
	err := os.MkdirAll(dir, 0o750)
	if err == nil {
		probe := filepath.Join(dir, ".writable")
		if err = os.WriteFile(probe, nil, 0o600); err == nil {
			err = os.Remove(probe)
		}
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fault.New(fault.Forbidden, "cli.no_access", dir).Because(err)
	}
	if errors.Is(err, syscall.ENOSPC) {
		return fault.New(fault.Unavailable, "cli.disk_full", dir).Because(err)
	}
	return err
}

// lockFolder keeps a second server off the folder; the lock ends with the process.
func lockFolder(dir string) (func(), error) {
	f, err := os.OpenFile(filepath.Join(dir, "server.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("%w: %s", errRunning, dir)
	}
	return func() { f.Close() }, nil
}

// openDesk opens the installation beside a running server (CLI-002).
func (t *terminal) openDesk(ctx context.Context) (*app.Desk, func(), error) {
	c, err := config.Load(t.dataDir, "", os.Environ())
	if err != nil {
		return nil, nil, err
	}
	return deskOf(ctx, c)
}

func deskOf(ctx context.Context, c config.Config) (*app.Desk, func(), error) {
	if err := openFolder(c.DataDir); err != nil {
		return nil, nil, err
	}
	db, err := app.OpenDatabase(ctx, c.DatabaseURL, c.DataDir)
	if err != nil {
		return nil, nil, err
	}
	d, err := app.New(ctx, db, c.DataDir)
	if err != nil {
		db.Close()
		return nil, nil, err
	}
	return d, db.Close, nil
}
