// Package secret seals what must not be read in the database or a backup:
// passwords of mailboxes, servers and directories (GEN-051).
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Box seals and opens with the key of the installation.
type Box struct {
	aead cipher.AEAD
	key  []byte
}

const keyFile = "secret.key"

// Open reads the key in the data folder, making one on the first start. The
// file is 0600; without it nothing sealed can be read again.
func Open(dataDir string) (*Box, error) {
	path := filepath.Join(dataDir, keyFile)
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = create(path)
	}
	if err != nil {
		return nil, fmt.Errorf("the installation's key: %w", err)
	}
	return New(key)
}

func create(path string) ([]byte, error) {
	key := make([]byte, 32)
	rand.Read(key)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(key)
	return key, errors.Join(err, f.Sync(), f.Close())
}

// New is a box with the given key of 32 bytes.
func New(key []byte) (*Box, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("the installation's key has %d bytes, not 32", len(key))
	}
	aead, err := cipher.NewGCM(block)
	return &Box{aead: aead, key: key}, err
}

const mark = "sealed:1:"

// Seal hides text; purpose ties it to its place, so that it opens nowhere else.
func (b *Box) Seal(purpose, text string) string {
	nonce := make([]byte, b.aead.NonceSize())
	rand.Read(nonce)
	return mark + base64.RawStdEncoding.EncodeToString(b.aead.Seal(nonce, nonce, []byte(text), []byte(purpose)))
}

// ErrSealed says that a value was sealed with another key or for another purpose.
var ErrSealed = errors.New("secret: cannot be opened with this installation's key")

// Unseal reads what Seal made for the same purpose.
func (b *Box) Unseal(purpose, sealed string) (string, error) {
	rest, ok := strings.CutPrefix(sealed, mark)
	raw, err := base64.RawStdEncoding.DecodeString(rest)
	if !ok || err != nil || len(raw) < b.aead.NonceSize() {
		return "", ErrSealed
	}
	n := b.aead.NonceSize()
	text, err := b.aead.Open(nil, raw[:n], raw[n:], []byte(purpose))
	if err != nil {
		return "", ErrSealed
	}
	return string(text), nil
}

// Key is a key of its own for one purpose, the same at every start.
func (b *Box) Key(purpose string) []byte {
	m := hmac.New(sha256.New, b.key)
	m.Write([]byte(purpose))
	return m.Sum(nil)
}
