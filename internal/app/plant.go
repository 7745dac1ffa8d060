package app

import (
	"context"
	"errors"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/ids"
	"renfort/internal/user"
)

// First is what a new installation needs to know (OPS-002).
type First struct {
	Company  string
	Login    string
	Name     string
	Mail     string
	Password string
	Language string
}

// planter does the installation, before anybody could be asked for a right.
var planter = authz.System("setup", authz.Admin)

var (
	installed = dbx.Unscoped(`SELECT value FROM instance WHERE name = 'installed_at'`)
	install   = dbx.Unscoped(`INSERT INTO instance (name, value) VALUES ('installed_at', $1)`)
)

// Installed reports whether the wizard, or setup, was finished.
func (d *Desk) Installed(ctx context.Context) (yes bool, err error) {
	err = d.DB.Read(ctx, func(tx *dbx.Tx) error {
		_, err := dbx.One(ctx, tx, installed, dbx.Scalar[string])
		if errors.Is(err, dbx.ErrNone) {
			return nil
		}
		yes = err == nil
		return err
	})
	return yes, err
}

// SetUp makes a new installation usable: the root entity, the five profiles,
// the first administrator. It is one transaction, and done once (OPS-004, OPS-008).
func (d *Desk) SetUp(ctx context.Context, f First) error {
	admin := user.User{Login: f.Login, Last: f.Name, Mail: f.Mail, Language: f.Language}
	admin, err := admin.WithPassword(f.Password, parameters{}.PasswordLeast())
	if err != nil {
		return err
	}
	return d.DB.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.Grant(planter, authz.Admin, authz.House{})
		if err != nil {
			return err
		}
		if _, err := tx.Do(ctx, install, tx.Now.Format("2006-01-02T15:04:05Z")); errors.Is(err, dbx.ErrTaken) {
			return fault.New(fault.NotFound, "app.installed_already")
		} else if err != nil {
			return err
		}
		if err := d.Entities.Plant(ctx, tx, g, f.Company); err != nil {
			return err
		}
		if err := d.Profiles.Plant(ctx, tx, g); err != nil {
			return err
		}
		id, err := d.addPerson(ctx, tx, g, admin, ids.Root, authz.Administrator, true)
		if err != nil {
			return err
		}
		return d.Log.Record(ctx, tx, planter, user.Created{User: id, Login: admin.Login, Entity: ids.Root})
	})
}
