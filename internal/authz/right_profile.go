package authz

import (
	"slices"

	"renfort/internal/i18n"
)

// ProfileCode names one of the five built-in profiles.
type ProfileCode string

const (
	User          ProfileCode = "user"
	PowerUser     ProfileCode = "power_user"
	Supervisor    ProfileCode = "supervisor"
	Technician    ProfileCode = "technician"
	Administrator ProfileCode = "admin"
)

// Builtin is one of the five profiles with its names.
type Builtin struct {
	Code  ProfileCode
	Label i18n.Text
}

// Profiles are the five built-in profiles, lowest first (PRF-001).
var Profiles = []Builtin{
	{User, i18n.Text{FR: "Utilisateur", EN: "User", ES: "Usuario", DE: "Benutzer"}},
	{PowerUser, i18n.Text{FR: "Utilisateur avec pouvoir", EN: "Power user", ES: "Usuario avanzado", DE: "Hauptbenutzer"}},
	{Supervisor, i18n.Text{FR: "Superviseur", EN: "Supervisor", ES: "Supervisor", DE: "Supervisor"}},
	{Technician, i18n.Text{FR: "Technicien", EN: "Technician", ES: "Técnico", DE: "Techniker"}},
	{Administrator, i18n.Text{FR: "Administrateur", EN: "Administrator", ES: "Administrador", DE: "Administrator"}},
}

// Defaults are the rights of a built-in profile in a new installation; of an
// unknown code there are none.
func Defaults(code ProfileCode) Set {
	out := Set{}
	i := slices.IndexFunc(Profiles, func(b Builtin) bool { return b.Code == code })
	if i < 0 {
		return out
	}
	for _, d := range Rights {
		if d.Defaults[i] {
			out[d.Right] = true
		}
	}
	return out
}
