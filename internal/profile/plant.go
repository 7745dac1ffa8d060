package profile

import (
	"context"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/ids"
)

var (
	insertProfile = dbx.Change(`
		INSERT INTO profiles (code, label_fr, label_en, label_es, label_de, builtin, like_code)
		VALUES ($1, $2, $3, $4, $5, TRUE, $1) RETURNING id`)
	insertRight = dbx.Change(`INSERT INTO profile_rights (profile_id, code) VALUES ($1, $2)`)
)

// Plant makes the five built-in profiles of a new installation with their
// default rights, inside the caller's transaction (PRF-001).
func (s *Profiles) Plant(ctx context.Context, tx *dbx.Tx, p authz.Proof) error {
	for _, b := range authz.Profiles {
		label := b.Label
		id, err := dbx.Insert[ids.Profile](ctx, tx, insertProfile, p, string(b.Code), label.FR, label.EN, label.ES, label.DE)
		if err != nil {
			return err
		}
		for r := range authz.Defaults(b.Code) {
			if _, err := tx.Exec(ctx, insertRight, p, int64(id), string(r)); err != nil {
				return err
			}
		}
	}
	return s.db.Notify(ctx, tx, dbx.Note{Topic: changed})
}
