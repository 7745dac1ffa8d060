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

var profileID = dbx.Unscoped(`SELECT id FROM profiles WHERE code = $1`)

func (d *Desk) addPerson(ctx context.Context, tx *dbx.Tx, g authz.Proof, u user.User, e ids.Entity, p authz.ProfileCode, recursive bool) (ids.User, error) {
	profile, err := dbx.One(ctx, tx, profileID, dbx.Scalar[int64], string(p))
	if err != nil {
		return 0, err
	}
	return d.Users.Add(ctx, tx, g, u, user.Assignment{Entity: e, Profile: ids.Profile(profile), Recursive: recursive})
}

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
