package setting

import (
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// Changed is the fact that parameters were changed; of entity 0 those of the
// whole installation.
type Changed struct {
	Entity  ids.Entity    `json:"entity"`
	Changes []FieldChange `json:"changes"`
}

// FieldChange is one parameter before and after; a secret is masked.
type FieldChange struct {
	Key  string    `json:"key"`
	Lang i18n.Lang `json:"lang,omitempty"`
	Old  string    `json:"old"`
	New  string    `json:"new"`
}

func (Changed) Kind() string { return "setting.changed" }

func (e Changed) Subject() (string, int64, ids.Entity) { return "settings", 0, e.Entity }
