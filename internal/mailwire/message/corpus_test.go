package message_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
	"unicode/utf8"

	"renfort/internal/fault"
	"renfort/internal/mailwire/message"
)

// corpusVariable names a folder of real messages. They belong to others, so
// they are not in the project: whoever has some sets the variable.
const corpusVariable = "RENFORT_MAIL_CORPUS"

// TestCorpus reads every file of a folder as a message: each parses or says why
// not, in less than 2 seconds and 300 MB (MIN-060).
func TestCorpus(t *testing.T) {
	folder := os.Getenv(corpusVariable)
	if folder == "" {
		t.Skip(corpusVariable + " names no folder of messages")
	}
	read, refused := 0, 0
	var slowest time.Duration
	var most uint64
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		took, memory, failure := measure(raw)
		slowest, most = max(slowest, took), max(most, memory)
		if read++; failure != nil {
			refused++
			t.Logf("%s: refused: %v", path, failure)
			if _, stated := errors.AsType[*fault.Error](failure); !stated {
				t.Errorf("%s: no stated reason: %v", path, failure)
			}
		}
		if took > 2*time.Second || memory > 300<<20 {
			t.Errorf("%s: %v, %d MB", path, took, memory>>20)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d messages, %d refused, slowest %v, most allocated %.1f MB", read, refused, slowest, float64(most)/(1<<20))
}

// measure parses raw; memory is all that was allocated on the way, so more than
// was ever held at once.
func measure(raw []byte) (took time.Duration, memory uint64, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	m, err := message.Parse(ctx, bytes.NewReader(raw), message.Limits{})
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	if err == nil && !utf8.ValidString(m.Text+m.HTML+m.Subject+m.From.Name) {
		err = errors.New("not UTF-8")
	}
	return took, after.TotalAlloc - before.TotalAlloc, err
}
