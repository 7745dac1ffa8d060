package bench

import (
	"context"
	"fmt"
	"math/rand/v2"

	"renfort/internal/app"
	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/ids"
	"renfort/internal/user"
)

const (
	perTechnician = 100 // people for each technician
	topEntities   = 17  // the root and two levels: where technicians work
	hires         = 500 // in one transaction
)

var profileID = dbx.Unscoped(`SELECT id FROM profiles WHERE code = $1`)

// hireCrowd adds people until there are so many besides the administrator.
// Every hundredth is a technician of a country or region, the others ask.
func hireCrowd(ctx context.Context, d *app.Desk, people int, progress Progress) error {
	tree, err := d.Entities.Tree(ctx)
	if err != nil {
		return err
	}
	like, err := user.User{Login: "bench"}.WithPassword(password, app.PasswordLeast)
	if err != nil {
		return err
	}
	there, err := crew(ctx, d)
	if err != nil {
		return err
	}
	entities := tree.Below(ids.Root)
	for done := len(there) - 1; done < people; {
		n := min(hires, people-done)
		if err := hire(ctx, d, like, entities, done, n); err != nil {
			return err
		}
		done += n
		progress("people", done, people)
	}
	return nil
}

func hire(ctx context.Context, d *app.Desk, like user.User, entities []ids.Entity, from, n int) error {
	return d.DB.Write(ctx, func(tx *dbx.Tx) error {
		g, err := authz.Grant(builder, authz.AdminUsers, like)
		if err != nil {
			return err
		}
		profiles := map[bool]int64{}
		for solves, code := range map[bool]authz.ProfileCode{true: authz.Technician, false: authz.PowerUser} {
			if profiles[solves], err = dbx.One(ctx, tx, profileID, dbx.Scalar[int64], string(code)); err != nil {
				return err
			}
		}
		for i := from; i < from+n; i++ {
			r := rand.New(rand.NewPCG(1, uint64(i)))
			solves := i%perTechnician == 0
			u := like
			u.Login, u.First, u.Last, u.Language = loginOf(i), capital(wordAt(r.IntN(2000))), capital(wordAt(r.IntN(vocabulary))), "en"
			u.Mail = u.Login + "@bench.example"
			a := user.Assignment{Entity: entities[1+r.IntN(len(entities)-1)], Profile: ids.Profile(profiles[solves]), Recursive: solves}
			if solves {
				a.Entity = entities[1+(i/perTechnician)%(topEntities-1)]
			}
			id, err := d.Users.Add(ctx, tx, g, u, a)
			if err != nil {
				return err
			}
			if err := d.Log.Record(ctx, tx, builder, user.Created{User: id, Login: u.Login, Entity: a.Entity}); err != nil {
				return err
			}
		}
		return nil
	})
}

func loginOf(i int) string { return fmt.Sprintf("person%d", i) }

// member is somebody with the entity of his assignment.
type member struct {
	id     ids.User
	entity ids.Entity
	solves bool
}

var crewQuery = dbx.Select(`
	SELECT s.user_id, s.entity_id, s.recursive FROM @assignments AS s ORDER BY s.user_id`)

// crew is everybody, the administrator first.
func crew(ctx context.Context, d *app.Desk) (out []member, err error) {
	err = d.DB.Read(ctx, func(tx *dbx.Tx) error {
		out, err = dbx.All(ctx, tx, crewQuery.As(builder), func(r dbx.Row) (m member, err error) {
			err = r.Scan((*int64)(&m.id), (*int64)(&m.entity), &m.solves)
			return m, err
		})
		return err
	})
	return out, err
}
