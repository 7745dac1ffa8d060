package user

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/fault"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

const columns = `u.id, u.login, u.first_name, u.last_name, u.mail, u.phone, u.mobile, u.language, u.theme, u.mode,
	u.density, u.time_zone, u.lines_per_page, u.thread_newest_first, u.must_change, u.disabled, u.created_at, u.version, u.password`

var (
	byID    = dbx.Select(`SELECT ` + columns + ` FROM @users AS u WHERE u.id = $1`)
	byLogin = dbx.Select(`SELECT ` + columns + ` FROM @users AS u WHERE u.login_fold = $1`)
	byMail  = dbx.Select(`SELECT ` + columns + ` FROM @users AS u WHERE u.mail_fold = $1 AND NOT u.disabled ORDER BY u.id LIMIT 1`)
	called  = dbx.Select(`SELECT ` + columns + ` FROM @users AS u WHERE NOT u.disabled AND u.name_fold >= $1 AND u.name_fold < $2 ORDER BY u.name_fold, u.id LIMIT 20`)

	assigned = dbx.Select(`SELECT s.entity_id, s.profile_id, s.recursive FROM @assignments AS s WHERE s.user_id = $1 ORDER BY s.id`)
	grouped  = dbx.Select(`SELECT m.group_id FROM @group_members AS m WHERE m.user_id = $1 ORDER BY m.group_id`)

	insert = dbx.Change(`
		INSERT INTO users (login, login_fold, first_name, last_name, name_fold, password, must_change, mail, mail_fold,
			phone, mobile, language, theme, disabled, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id`)
	assign = dbx.Change(`INSERT INTO assignments (user_id, entity_id, profile_id, recursive) VALUES ($1, $2, $3, $4)`)
)

func scan(r dbx.Row) (u User, err error) {
	err = r.Scan((*int64)(&u.ID), &u.Login, &u.First, &u.Last, &u.Mail, &u.Phone, &u.Mobile, &u.Language, &u.Theme, &u.Mode,
		&u.Density, &u.TimeZone, &u.Lines, &u.NewestTop, &u.MustChange, &u.Disabled, dbx.Time{At: &u.Created}, &u.Version, &u.password)
	return u, err
}

// Users is everything that can be done with people.
type Users struct{ db *dbx.DB }

// New needs nothing but the database.
func New(db *dbx.DB) *Users { return &Users{db} }

// Get reads one person's record as who sees it.
func (s *Users) Get(ctx context.Context, tx *dbx.Tx, who authz.Actor, id ids.User) (User, error) {
	return found(dbx.One(ctx, tx, byID.As(who), scan, int64(id)))
}

// ByLogin finds a record by its login, whatever the case.
func (s *Users) ByLogin(ctx context.Context, tx *dbx.Tx, who authz.Actor, login string) (User, error) {
	return found(dbx.One(ctx, tx, byLogin.As(who), scan, i18n.Fold(login)))
}

// ByMail finds the oldest active person with the address, whatever the case (MIN-010).
func (s *Users) ByMail(ctx context.Context, tx *dbx.Tx, who authz.Actor, mail string) (User, error) {
	return found(dbx.One(ctx, tx, byMail.As(who), scan, strings.ToLower(mail)))
}

// Called lists at most 20 active people whose name or surname begins with text.
func (s *Users) Called(ctx context.Context, tx *dbx.Tx, who authz.Actor, text string) ([]User, error) {
	from := i18n.Fold(text)
	return dbx.All(ctx, tx, called.As(who), scan, from, from+"\U0010FFFF")
}

// Propose calls fn with at most 20 active people whose name begins with text.
func (s *Users) Propose(ctx context.Context, who authz.Actor, text string, fn func(User)) error {
	if len(text) > maxName {
		return nil
	}
	return s.db.Read(ctx, func(tx *dbx.Tx) error {
		people, err := s.Called(ctx, tx, who, text)
		for _, u := range people {
			fn(u)
		}
		return err
	})
}

func found(u User, err error) (User, error) {
	if errors.Is(err, dbx.ErrNone) {
		err = fault.New(fault.NotFound, "user.not_found")
	}
	return u, err
}

// Assignments are the entities and profiles of a person, oldest first.
func (s *Users) Assignments(ctx context.Context, tx *dbx.Tx, id ids.User) ([]Assignment, error) {
	return dbx.All(ctx, tx, assigned.As(authz.System("user")), func(r dbx.Row) (a Assignment, err error) {
		err = r.Scan((*int64)(&a.Entity), (*int64)(&a.Profile), &a.Recursive)
		return a, err
	}, int64(id))
}

// Groups are the groups a person belongs to.
func (s *Users) Groups(ctx context.Context, tx *dbx.Tx, id ids.User) ([]ids.Group, error) {
	return dbx.All(ctx, tx, grouped.As(authz.System("user")), func(r dbx.Row) (g ids.Group, err error) {
		err = r.Scan((*int64)(&g))
		return g, err
	}, int64(id))
}

// Add writes a new record and its first assignment in the caller's transaction.
func (s *Users) Add(ctx context.Context, tx *dbx.Tx, p authz.Proof, u User, first Assignment) (ids.User, error) {
	if err := u.check(); err != nil {
		return 0, err
	}
	id, err := dbx.Insert[ids.User](ctx, tx, insert, p, u.Login, i18n.Fold(u.Login), u.First, u.Last, i18n.Fold(u.Name()),
		u.password, u.MustChange, u.Mail, strings.ToLower(u.Mail), u.Phone, u.Mobile, u.Language, or(u.Theme, "blue"), u.Disabled, tx.Now.UnixMicro())
	if errors.Is(err, dbx.ErrTaken) {
		return 0, fault.New(fault.Invalid, "user.login_taken", u.Login).On("login")
	}
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, assign, p, int64(id), int64(first.Entity), int64(first.Profile), first.Recursive)
	return id, err
}

// Names tells how people are called, to whoever sees where they stand: it shows
// names only.
func (s *Users) Names(ctx context.Context, people []ids.User) (map[ids.User]string, error) {
	out := map[ids.User]string{}
	err := s.db.Read(ctx, func(tx *dbx.Tx) error {
		q := dbx.Compose(`SELECT u.id, u.first_name, u.last_name FROM @users AS u WHERE ` + tx.In("u.id", "$1"))
		return tx.Each(ctx, q.As(authz.System("names")), func(r dbx.Row) error {
			var u User
			err := r.Scan((*int64)(&u.ID), &u.First, &u.Last)
			out[u.ID] = u.Name()
			return err
		}, dbx.Set(tx, people))
	})
	return out, err
}

// Solvers are the active people who can be in charge of tickets in an entity:
// those with a profile that solves, there or above with reach (TKT-050). At most
// 500, by name.
func (s *Users) Solvers(ctx context.Context, up []ids.Entity) (out []User, err error) {
	err = s.db.Read(ctx, func(tx *dbx.Tx) error {
		q := dbx.Compose(`SELECT DISTINCT u.name_fold, ` + columns + ` FROM @users AS u
			JOIN @assignments AS s ON s.user_id = u.id JOIN profiles AS p ON p.id = s.profile_id
			WHERE NOT u.disabled AND p.like_code IN ('technician', 'admin') AND ` + tx.In("s.entity_id", "$1") + `
			AND (s.recursive OR s.entity_id = $2) ORDER BY u.name_fold LIMIT 500`)
		out, err = dbx.All(ctx, tx, q.As(authz.System("names")), func(r dbx.Row) (User, error) {
			return scan(skipFirst{r})
		}, dbx.Set(tx, up), int64(up[len(up)-1]))
		return err
	})
	return out, err
}

// skipFirst is a row without its first column, which is there to sort by.
type skipFirst struct{ dbx.Row }

func (r skipFirst) Scan(to ...any) error {
	var folded string
	return r.Row.Scan(append([]any{&folded}, to...)...)
}

// FreeLogin proposes a login nobody has, made from want and, if needed, a number (USR-017).
func (s *Users) FreeLogin(ctx context.Context, tx *dbx.Tx, want string) (string, error) {
	for n := 1; ; n++ {
		login := want
		if n > 1 {
			login += strconv.Itoa(n)
		}
		if _, err := s.ByLogin(ctx, tx, authz.System("user"), login); fault.KindOf(err) == fault.NotFound {
			return login, nil
		} else if err != nil {
			return "", err
		}
	}
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
