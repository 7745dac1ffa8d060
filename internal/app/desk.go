// Package app puts the desk together: it is the only place that names every feature.
package app

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"

	"renfort/internal/attachment"
	"renfort/internal/blob"
	"renfort/internal/dbx"
	"renfort/internal/entity"
	"renfort/internal/event"
	"renfort/internal/jobs"
	"renfort/internal/mailin"
	"renfort/internal/profile"
	"renfort/internal/search"
	"renfort/internal/secret"
	"renfort/internal/session"
	"renfort/internal/ticket"
	"renfort/internal/user"
	"renfort/internal/web"
)

// Desk is one running installation: its services over one database and one data folder.
type Desk struct {
	DB       *dbx.DB
	Files    blob.Store
	Secrets  *secret.Box
	Log      *event.Log
	Entities *entity.Entities
	Profiles *profile.Profiles
	Users    *user.Users
	Sessions *session.Sessions
	Tickets  *ticket.Tickets
	Search   *search.Index
	Attached *attachment.Files
	Intake   *mailin.Intake
	Jobs     *jobs.Queue
	workers  *jobs.Workers
	hub      *web.Hub
}

// OpenDatabase opens the database that address names: a PostgreSQL URL, or
// empty for the embedded one in the data folder.
func OpenDatabase(ctx context.Context, address, dataDir string) (*dbx.DB, error) {
	if address == "" {
		return dbx.OpenSQLite(ctx, filepath.Join(dataDir, "renfort.db"))
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return nil, fmt.Errorf("database_url must begin with postgres://")
	}
	return dbx.OpenPostgres(ctx, address)
}

// New migrates db and composes the services over it. The caller starts the jobs.
func New(ctx context.Context, db *dbx.DB, dataDir string) (*Desk, error) {
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	files, err := blob.OpenDisk(filepath.Join(dataDir, "files"))
	if err != nil {
		return nil, err
	}
	box, err := secret.Open(dataDir)
	if err != nil {
		return nil, err
	}
	d := &Desk{DB: db, Files: files, Secrets: box, Log: &event.Log{}, workers: jobs.NewWorkers()}
	d.Entities, d.Profiles, d.Users, d.Search = entity.New(db), profile.New(db), user.New(db), search.New(db)
	d.Sessions = session.New(db, d.Log, session.People{Users: d.Users, Profiles: d.Profiles, Entities: d.Entities}, parameters{})
	d.Tickets = ticket.New(db, d.Log, d.Entities, ticket.Parts{Index: d.Search, Lists: states{}, Names: names{d.Users}, Settings: parameters{}})
	d.listen()
	d.Attached = attachment.New(db, files, parameters{})
	d.Intake = mailin.New(db, files, d.Log, mailin.Parts{Tickets: d.Tickets, Users: d.Users, Sessions: d.Sessions,
		Files: d.Attached, Secrets: box, Settings: parameters{}})
	d.addJobs()
	if d.Jobs, err = jobs.New(ctx, db, d.workers); err != nil {
		return nil, err
	}
	return d, nil
}
