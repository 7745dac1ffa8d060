package user

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// Cost of argon2id: two passes over 19 MiB on one lane, about 50 ms (OWASP's
// second choice). Raising it takes effect at each person's next sign-in (AUT-021).
const (
	passes   = 2
	memory   = 19 * 1024 // KiB
	lanes    = 1
	saltSize = 16
	keySize  = 32
)

// slots bounds how many passwords are checked at a time, and so the memory they take.
var slots = make(chan struct{}, 2)

func derive(password string, salt []byte, t, m uint32, p uint8) []byte {
	slots <- struct{}{}
	defer func() { <-slots }()
	return argon2.IDKey([]byte(password), salt, t, m, p, keySize)
}

func hash(password string) string {
	salt := make([]byte, saltSize)
	rand.Read(salt)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", memory, passes, lanes,
		b64.EncodeToString(salt), b64.EncodeToString(derive(password, salt, passes, memory, lanes)))
}

// Matches reports whether password is the person's. Without a stored password
// it takes as long and is never true (AUT-003).
func (u User) Matches(password string) bool {
	stored := u.password
	if stored == "" {
		stored = nobody
	}
	var m, t uint32
	var p uint8
	fields := strings.Split(stored, "$")
	if len(fields) != 6 || fields[1] != "argon2id" {
		return false
	}
	if _, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(fields[4])
	want, err2 := base64.RawStdEncoding.DecodeString(fields[5])
	if err1 != nil || err2 != nil {
		return false
	}
	return subtle.ConstantTimeCompare(derive(password, salt, t, m, p), want) == 1 && u.password != ""
}

var nobody = hash(rand.Text())

// maxPassword bounds the work of hashing (characters).
const maxPassword = 1024

// WithPassword is the record with a new password, if it is good enough (AUT-020).
func (u User) WithPassword(password string, least int) (User, error) {
	n := utf8.RuneCountInString(password)
	folded := i18n.Fold(password)
	switch {
	case n < least:
		return u, fault.New(fault.Invalid, "user.password_short", least).On("password")
	case n > maxPassword:
		return u, fault.New(fault.Invalid, "user.password_long", maxPassword).On("password")
	case folded == i18n.Fold(u.Login), folded == i18n.Fold(u.Name()), u.Mail != "" && folded == i18n.Fold(u.Mail):
		return u, fault.New(fault.Invalid, "user.password_yours").On("password")
	case common[folded]:
		return u, fault.New(fault.Invalid, "user.password_common").On("password")
	}
	u.password = hash(password)
	return u, nil
}

// common are the first passwords anybody tries, of ten characters and more.
var common = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(`1234567890 12345678910 0123456789 9876543210 0987654321 1111111111 0000000000
		password12 password123 password1234 motdepasse motdepasse1 contrasena passwort12 passwort123 qwertyuiop
		azertyuiop qwertzuiop administrator administrateur iloveyou12 welcome123 changeme12 changeme123 letmein123
		p@ssw0rd12 passw0rd123 qwerty12345 azerty12345 abcdefghij abc1234567 1q2w3e4r5t 1qaz2wsx3edc`) {
		out[w] = true
	}
	return out
}()

var setPassword = dbx.Change(`UPDATE users SET password = $1, must_change = $2, disabled = $3, version = version + 1 WHERE id = $4`)

// SavePassword writes the password of u and whether it must be changed.
func (s *Users) SavePassword(ctx context.Context, tx *dbx.Tx, p authz.Proof, u User) error {
	_, err := tx.Exec(ctx, setPassword, p, u.password, u.MustChange, u.Disabled, int64(u.ID))
	return err
}

// PasswordChanged is the fact that a person has a new password.
type PasswordChanged struct {
	User   ids.User   `json:"user"`
	Entity ids.Entity `json:"-"`
}

func (e PasswordChanged) Kind() string { return "user.password_changed" }
func (e PasswordChanged) Subject() (string, int64, ids.Entity) {
	return "user", int64(e.User), e.Entity
}

// Created is the fact that a person's record was made.
type Created struct {
	User   ids.User   `json:"user"`
	Login  string     `json:"login"`
	Entity ids.Entity `json:"entity"`
}

func (e Created) Kind() string                         { return "user.created" }
func (e Created) Subject() (string, int64, ids.Entity) { return "user", int64(e.User), e.Entity }
