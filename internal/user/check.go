package user

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"renfort/internal/fault"
)

// Limits of the specification, 20-users-profiles-rights.md § 1.
const (
	maxLogin = 100
	maxName  = 100
	maxMail  = 254
	maxPhone = 50
)

// check finds every fault of a record at once (GEN-020).
func (u User) check() error {
	var es fault.Errors
	es.Add(checkLogin(u.Login))
	if u.Name() == "" {
		es.Add(fault.New(fault.Invalid, "user.name_missing").On("last_name"))
	}
	es.Add(limited("first_name", u.First, maxName))
	es.Add(limited("last_name", u.Last, maxName))
	es.Add(limited("phone", u.Phone, maxPhone))
	es.Add(limited("mobile", u.Mobile, maxPhone))
	if u.Mail != "" {
		es.Add(CheckMail(u.Mail))
	}
	return es.Err()
}

func checkLogin(login string) error {
	switch {
	case login == "" || strings.TrimSpace(login) != login:
		return fault.New(fault.Invalid, "user.login_missing").On("login")
	case strings.ContainsFunc(login, unicode.IsControl) || strings.ContainsAny(login, `\/<`):
		return fault.New(fault.Invalid, "user.login_characters").On("login")
	}
	return limited("login", login, maxLogin)
}

func limited(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return fault.New(fault.Invalid, "user.too_long", most, n).On(field)
	}
	return nil
}

// CheckMail refuses what cannot be an address (GEN-026).
func CheckMail(address string) error {
	a, err := mail.ParseAddress(address)
	_, domain, _ := strings.Cut(address, "@")
	if err != nil || a.Address != address || a.Name != "" || len(address) > maxMail || strings.ContainsAny(address, " \r\n\t") || domain == "" {
		return fault.New(fault.Invalid, "user.mail_invalid").On("mail")
	}
	return nil
}
