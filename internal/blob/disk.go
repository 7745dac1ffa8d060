// Package blob keeps files by their content: attachments and raw mails.
package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Ref names a stored file: the SHA-256 of its content, in hexadecimal.
type Ref string

// ErrGone says that a file that should be there is not.
var ErrGone = errors.New("blob: the file is no longer on the server")

// ErrTooLarge says that the content exceeds the limit given to Put.
var ErrTooLarge = errors.New("blob: larger than the limit")

// Store keeps files. What Put has returned survives a crash.
type Store interface {
	// Put stores at most limit bytes of r.
	Put(ctx context.Context, r io.Reader, limit int64) (ref Ref, size int64, err error)
	// Open reads a stored file; ErrGone where it is missing.
	Open(ctx context.Context, ref Ref) (io.ReadSeekCloser, error)
	// Remove forgets a file; one that is gone already is no error.
	Remove(ctx context.Context, ref Ref) error
}

// Disk keeps files in a folder that nothing serves directly.
type Disk struct{ dir string }

// OpenDisk readies the folder.
func OpenDisk(dir string) (*Disk, error) {
	if err := os.MkdirAll(filepath.Join(dir, "incoming"), 0o750); err != nil {
		return nil, fmt.Errorf("the folder of files: %w", err)
	}
	return &Disk{dir}, nil
}

// Put writes to a temporary file, and only a complete one gets its name.
func (d *Disk) Put(_ context.Context, r io.Reader, limit int64) (Ref, int64, error) {
	tmp := filepath.Join(d.dir, "incoming", rand.Text())
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return "", 0, err
	}
	defer os.Remove(tmp)
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, hash), io.LimitReader(r, limit+1))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", 0, err
	}
	if n > limit {
		return "", n, ErrTooLarge
	}
	ref := Ref(hex.EncodeToString(hash.Sum(nil)))
	return ref, n, d.name(tmp, ref)
}

func (d *Disk) name(tmp string, ref Ref) error {
	path := d.path(ref)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open reads a stored file.
func (d *Disk) Open(_ context.Context, ref Ref) (io.ReadSeekCloser, error) {
	if !ref.valid() {
		return nil, ErrGone
	}
	f, err := os.Open(d.path(ref))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrGone
	}
	return f, err
}

// Remove forgets a file.
func (d *Disk) Remove(_ context.Context, ref Ref) error {
	if !ref.valid() {
		return nil
	}
	err := os.Remove(d.path(ref))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (d *Disk) path(ref Ref) string { return filepath.Join(d.dir, string(ref[:2]), string(ref)) }

// valid keeps everything but a hash away from the file system.
func (r Ref) valid() bool {
	b, err := hex.DecodeString(string(r))
	return err == nil && len(b) == sha256.Size
}
