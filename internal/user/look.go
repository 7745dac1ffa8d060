package user

import (
	"context"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/ids"
)

// LookChosen is the fact that a person wants pages another way. What he did not
// choose is empty.
type LookChosen struct {
	User     ids.User `json:"user"`
	Language string   `json:"language,omitempty"`
	Theme    string   `json:"theme,omitempty"`
	Mode     string   `json:"mode,omitempty"`
	Density  string   `json:"density,omitempty"`
}

func (e LookChosen) Kind() string                         { return "user.look_chosen" }
func (e LookChosen) Subject() (string, int64, ids.Entity) { return "user", int64(e.User), 0 }

var setLook = dbx.Change(`
	UPDATE users SET language = CASE WHEN $2 = '' THEN language ELSE $2 END, theme = CASE WHEN $3 = '' THEN theme ELSE $3 END,
		mode = CASE WHEN $4 = '' THEN mode ELSE $4 END, density = CASE WHEN $5 = '' THEN density ELSE $5 END
	WHERE id = $1`)

// SaveLook writes what was chosen.
func (s *Users) SaveLook(ctx context.Context, tx *dbx.Tx, p authz.Proof, e LookChosen) error {
	_, err := tx.Exec(ctx, setLook, p, int64(e.User), e.Language, e.Theme, e.Mode, e.Density)
	return err
}
