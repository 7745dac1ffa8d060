package list

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"renfort/internal/authz"
	"renfort/internal/cache"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/fault"
	"renfort/internal/i18n"
)

// Uses is what another feature keeps of list values. It counts and replaces
// them when a value is removed (LIS-013).
type Uses interface {
	// Count is how many records name the value.
	Count(ctx context.Context, tx *dbx.Tx, k Kind, id int64) (int, error)
	// Replace makes every record that names from name to instead; 0 is "none".
	Replace(ctx context.Context, tx *dbx.Tx, p authz.Proof, k Kind, from, to int64) error
}

// Lists hands out the lists and changes them.
type Lists struct {
	db       *dbx.DB
	log      *event.Log
	uses     []Uses
	snapshot *cache.Value[*Snapshot]
}

// New readies the lists; uses are the features that name list values.
func New(db *dbx.DB, log *event.Log, uses ...Uses) *Lists {
	return &Lists{db: db, log: log, uses: uses, snapshot: cache.New(db, "lists", load)}
}

// Snapshot is all lists as they stand. A change on any node shows in the next one.
func (l *Lists) Snapshot(ctx context.Context) (*Snapshot, error) { return l.snapshot.Get(ctx) }

// Current are all lists for rules that no request carries. While the database
// cannot be read they are as they were read last; before the first reading, the
// built-in values.
func (l *Lists) Current() *Snapshot {
	if s, ok := l.snapshot.Current(); ok {
		return s
	}
	return Collect(Builtin())
}

const columns = `list, id, code, name, label_fr, label_en, label_es, label_de, name_fold, parent_id, rank, tone,
	closed, todo, minutes, entity_id, recursive, builtin, disabled, details, version`

var (
	selectItems = dbx.Unscoped(`SELECT ` + columns + ` FROM list_items`)
	insertItem  = dbx.Change(`INSERT INTO list_items (` + columns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`)
	updateItem = dbx.Change(`
		UPDATE list_items SET code = $3, name = $4, label_fr = $5, label_en = $6, label_es = $7, label_de = $8, name_fold = $9,
			parent_id = $10, rank = $11, tone = $12, closed = $13, todo = $14, minutes = $15, entity_id = $16, recursive = $17,
			builtin = $18, disabled = $19, details = $20, version = version + 1
		WHERE list = $1 AND id = $2 AND version = $21`)
	deleteItem = dbx.Change(`DELETE FROM list_items WHERE list = $1 AND id = $2`)

	nextID = dbx.Unscoped(`
		INSERT INTO list_ids (list, last_id) VALUES ($1, $2)
		ON CONFLICT (list) DO UPDATE SET last_id = list_ids.last_id + 1
		RETURNING last_id`)
)

// firstOwn is the first id of values that people add. Those below are kept for
// values that the product brings along, now or in a later version.
const firstOwn = 101

func load(ctx context.Context, tx *dbx.Tx) (*Snapshot, error) {
	items, err := dbx.All(ctx, tx, selectItems, scan)
	if err != nil {
		return nil, err
	}
	return Collect(items), nil
}

func scan(r dbx.Row) (i Item, err error) {
	var fold, details string
	err = r.Scan((*string)(&i.List), &i.ID, &i.Code, &i.Name, &i.Labels.FR, &i.Labels.EN, &i.Labels.ES, &i.Labels.DE, &fold,
		&i.Parent, &i.Rank, (*string)(&i.Tone), &i.Closed, &i.Todo, &i.Minutes, (*int64)(&i.Entity), &i.Below, &i.Builtin,
		&i.Disabled, &details, &i.Version)
	if err == nil {
		err = json.Unmarshal([]byte(details), &i.Details)
	}
	if err != nil {
		return i, fmt.Errorf("list value %s %d: %w", i.List, i.ID, err)
	}
	return i, nil
}

// row is i in the order of columns.
func (i Item) row() ([]any, error) {
	details, err := json.Marshal(i.Details)
	return []any{string(i.List), i.ID, i.Code, i.Name, i.Labels.FR, i.Labels.EN, i.Labels.ES, i.Labels.DE, i18n.Fold(i.Label(i18n.EN)),
		i.Parent, i.Rank, string(i.Tone), i.Closed, i.Todo, i.Minutes, int64(i.Entity), i.Below, i.Builtin,
		i.Disabled, string(details), i.Version}, err
}

func insert(ctx context.Context, tx *dbx.Tx, p authz.Proof, i Item) error {
	return write(ctx, tx, insertItem, p, i)
}

// update writes i if nobody changed it since it was read (GEN-023).
func update(ctx context.Context, tx *dbx.Tx, p authz.Proof, i Item) error {
	return write(ctx, tx, updateItem, p, i)
}

func write(ctx context.Context, tx *dbx.Tx, w dbx.Write, p authz.Proof, i Item) error {
	row, err := i.row()
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, w, p, row...)
	switch {
	case errors.Is(err, dbx.ErrTaken):
		return fault.New(fault.Invalid, "list.name_taken").On("name")
	case err == nil && n == 0:
		return fault.New(fault.Conflict, "list.stale")
	}
	return err
}

// Plant adds the built-in values of a new installation, inside the caller's transaction.
func (l *Lists) Plant(ctx context.Context, tx *dbx.Tx, p authz.Proof) error {
	for _, item := range Builtin() {
		if err := insert(ctx, tx, p, item); err != nil {
			return err
		}
	}
	return l.snapshot.Changed(ctx, tx)
}
