package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/andybalholm/brotli"
)

// compressed are the endings worth compressing once and for all.
var compressed = []string{".js", ".css", ".svg"}

// compress writes a .br and a .gz beside each file.
func compress() error {
	files, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, f := range files {
		if !slices.Contains(compressed, filepath.Ext(f.Name())) {
			continue
		}
		path := filepath.Join(dist, f.Name())
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		br, err := squeeze(text, func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotli.BestCompression) })
		if err != nil {
			return err
		}
		gz, err := squeeze(text, func(w io.Writer) io.WriteCloser {
			zw, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // errs on unknown levels alone
			return zw
		})
		if err != nil {
			return err
		}
		if err := os.WriteFile(path+".br", br, 0o644); err != nil {
			return err
		}
		if err := os.WriteFile(path+".gz", gz, 0o644); err != nil {
			return err
		}
		log.Printf("%-34s %7d  gz %6d  br %6d", f.Name(), len(text), len(gz), len(br))
	}
	return nil
}

func squeeze(text []byte, through func(io.Writer) io.WriteCloser) ([]byte, error) {
	var out bytes.Buffer
	w := through(&out)
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}
