package ticket

import (
	"context"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/i18n"
	"renfort/internal/ids"
)

// Marks of the index rows that everybody of the lanes finds, or only who sees
// hidden entries. "~" begins no word that people write.
const (
	TokenShown  = "~shown"
	TokenHidden = "~hidden"
)

// Tokens are the lanes of who as words of the index.
func Tokens(who authz.Actor) []string {
	var out []string
	for _, l := range Lanes(who) {
		out = append(out, l.token())
	}
	return out
}

// indexEntry makes the words of a text searchable within the ticket's lanes.
func (s *Tickets) indexEntry(ctx context.Context, tx *dbx.Tx, e Entry, lanes []Lane) error {
	return s.Index.Put(ctx, tx, e.ID, append(i18n.Words(PlainText(e.HTML)), tokens(lanes, e.Hidden)...))
}

// indexTitle makes title, requester and technician searchable.
func (s *Tickets) indexTitle(ctx context.Context, tx *dbx.Tx, t *Ticket, lanes []Lane) error {
	words := i18n.Words(t.Title + " " + t.RequesterName + " " + t.RequesterMail)
	for _, u := range []ids.User{t.Requester, t.Technician} {
		if u == 0 {
			continue
		}
		name, err := s.Names.Name(ctx, tx, u)
		if err != nil {
			return err
		}
		words = append(words, i18n.Words(name)...)
	}
	return s.Index.Put(ctx, tx, ids.EntryOf(t.ID, 0), append(words, tokens(lanes, false)...))
}

func tokens(lanes []Lane, hidden bool) []string {
	out := []string{TokenShown}
	if hidden {
		out[0] = TokenHidden
	}
	for _, l := range lanes {
		out = append(out, l.token())
	}
	return out
}

var written = dbx.Select(`
	SELECT e.id, e.kind, e.author_id, e.author, e.at, e.html, e.hidden, e.side, e.detail, e.message_id
	  FROM @entries AS e
	 WHERE e.id > $1 AND e.id <= $2 AND e.kind IN ('opened', 'text', 'mail_in') AND e.deleted_at IS NULL`)

// reindex writes all rows of a ticket again, because its lanes changed.
func (s *Tickets) reindex(ctx context.Context, tx *dbx.Tx, t *Ticket, lanes []Lane) error {
	es, err := dbx.All(ctx, tx, written.As(indexer), scanEntry, int64(ids.EntryOf(t.ID, 0)), int64(ids.EntryOf(t.ID, ids.MaxSeq)))
	if err != nil {
		return err
	}
	for _, e := range es {
		if err := s.indexEntry(ctx, tx, e, lanes); err != nil {
			return err
		}
	}
	return s.indexTitle(ctx, tx, t, lanes)
}

var indexer = authz.System("index")
