package blob_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"renfort/internal/blob"
)

func TestDiskKeepsWholeFilesOnly(t *testing.T) {
	dir := t.TempDir()
	d, err := blob.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	ref, n, err := d.Put(t.Context(), strings.NewReader("four"), 4)
	if err != nil || n != 4 {
		t.Fatalf("exactly the limit: %d, %v", n, err)
	}
	if same, _, err := d.Put(t.Context(), strings.NewReader("four"), 9); err != nil || same != ref {
		t.Errorf("the same content got another name: %s, %v", same, err)
	}
	if _, _, err := d.Put(t.Context(), strings.NewReader("fives"), 4); !errors.Is(err, blob.ErrTooLarge) {
		t.Errorf("beyond the limit: %v", err)
	}
	broken := io.MultiReader(strings.NewReader("half"), failing{})
	if _, _, err := d.Put(t.Context(), broken, 99); err == nil {
		t.Error("an interrupted upload was kept")
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "incoming")); len(left) > 0 {
		t.Errorf("partial files remain: %v", left)
	}
	f, err := d.Open(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, _ := io.ReadAll(f); string(b) != "four" {
		t.Errorf("read back %q", b)
	}
}

// GEN-053
func TestDiskOpensNothingButItsFiles(t *testing.T) {
	d, err := blob.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range []blob.Ref{"", "..", "../../etc/passwd", blob.Ref(strings.Repeat("a", 64))} {
		if _, err := d.Open(t.Context(), ref); !errors.Is(err, blob.ErrGone) {
			t.Errorf("%q: %v", ref, err)
		}
		if err := d.Remove(t.Context(), ref); err != nil {
			t.Errorf("removing %q: %v", ref, err)
		}
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("connection reset") }
