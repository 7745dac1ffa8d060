package app

import (
	"context"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/ids"
	"renfort/internal/user"
)

// PasswordLeast is the least length of a password where no parameter says more.
const PasswordLeast = 10

// AddPerson adds a person with one assignment, for commands, demonstration and mail intake.
func (d *Desk) AddPerson(ctx context.Context, who authz.Actor, u user.User, e ids.Entity, p authz.ProfileCode, recursive bool) (id ids.User, err error) {
	g, err := authz.Grant(who, authz.AdminUsers, u)
	if err != nil {
		return 0, err
	}
	err = d.DB.Write(ctx, func(tx *dbx.Tx) error {
		if id, err = d.addPerson(ctx, tx, g, u, e, p, recursive); err != nil {
			return err
		}
		return d.Log.Record(ctx, tx, who, user.Created{User: id, Login: u.Login, Entity: e})
	})
	return id, err
}

var profileID = dbx.Unscoped(`SELECT id FROM profiles WHERE code = $1`)

func (d *Desk) addPerson(ctx context.Context, tx *dbx.Tx, g authz.Proof, u user.User, e ids.Entity, p authz.ProfileCode, recursive bool) (ids.User, error) {
	profile, err := dbx.One(ctx, tx, profileID, dbx.Scalar[int64], string(p))
	if err != nil {
		return 0, err
	}
	return d.Users.Add(ctx, tx, g, u, user.Assignment{Entity: e, Profile: ids.Profile(profile), Recursive: recursive})
}

// ResetPassword gives an account a new password that must be changed at the
// next sign-in, enables it and lifts the brake on guessing (CLI-020).
func (d *Desk) ResetPassword(ctx context.Context, who authz.Actor, login, password string) error {
	return d.DB.Write(ctx, func(tx *dbx.Tx) error {
		u, err := d.Users.ByLogin(ctx, tx, who, login)
		if err != nil {
			return err
		}
		if u, err = u.WithPassword(password, PasswordLeast); err != nil {
			return err
		}
		u.MustChange, u.Disabled = true, false
		g, err := authz.Grant(who, authz.AdminUsers, u)
		if err != nil {
			return err
		}
		if err := d.Users.SavePassword(ctx, tx, g, u); err != nil {
			return err
		}
		if err := d.Sessions.Unlock(ctx, tx, u); err != nil {
			return err
		}
		return d.Log.Record(ctx, tx, who, user.PasswordChanged{User: u.ID})
	})
}
