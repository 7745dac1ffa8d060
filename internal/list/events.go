package list

import (
	"context"
	"encoding/json"
	"strconv"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/event"
	"renfort/internal/ids"
)

// The facts about lists (GEN-050).
type (
	// Added: a value was added.
	Added struct {
		List   Kind              `json:"list"`
		ID     int64             `json:"id"`
		Entity ids.Entity        `json:"entity"`
		Values map[string]string `json:"values"`
	}
	// Changed: a value was changed, disabled or enabled again.
	Changed struct {
		List    Kind          `json:"list"`
		ID      int64         `json:"id"`
		Entity  ids.Entity    `json:"entity"`
		Label   string        `json:"label"`
		Changes []FieldChange `json:"changes"`
	}
	// Removed: a value was deleted, or merged into another. Uses is how many
	// records named it; they name Replacement now.
	Removed struct {
		List        Kind              `json:"list"`
		ID          int64             `json:"id"`
		Entity      ids.Entity        `json:"entity"`
		Values      map[string]string `json:"values"`
		Replacement int64             `json:"replacement"`
		Uses        int               `json:"uses"`
	}
	// Reordered: a ranked list was put into another order.
	Reordered struct {
		List   Kind    `json:"list"`
		Before []int64 `json:"before"`
		After  []int64 `json:"after"`
	}
	// FieldChange is one field before and after.
	FieldChange struct {
		Field string `json:"field"`
		Old   string `json:"old"`
		New   string `json:"new"`
	}
)

const subject = "list_items"

func (Added) Kind() string     { return "list.added" }
func (Changed) Kind() string   { return "list.changed" }
func (Removed) Kind() string   { return "list.removed" }
func (Reordered) Kind() string { return "list.reordered" }

func (e Added) Subject() (string, int64, ids.Entity)   { return subject, e.ID, e.Entity }
func (e Changed) Subject() (string, int64, ids.Entity) { return subject, e.ID, e.Entity }
func (e Removed) Subject() (string, int64, ids.Entity) { return subject, e.ID, e.Entity }
func (Reordered) Subject() (string, int64, ids.Entity) { return subject, 0, 0 }

// tell records a fact and makes every node read the lists anew.
func (l *Lists) tell(ctx context.Context, tx *dbx.Tx, who authz.Actor, e event.Event) error {
	if err := l.log.Record(ctx, tx, who, e); err != nil {
		return err
	}
	return l.snapshot.Changed(ctx, tx)
}

// fieldNames are the fields of a value in the order in which a change lists them.
var fieldNames = []string{"name", "label_fr", "label_en", "label_es", "label_de", "parent", "rank", "tone", "closed", "todo",
	"minutes", "entity", "recursive", "disabled", "details"}

// fields are the parts of a value that are not empty, by name.
func (i Item) fields() map[string]string {
	details, _ := json.Marshal(i.Details) // plain texts and numbers: cannot fail
	out := map[string]string{
		"name": i.Name, "label_fr": i.Labels.FR, "label_en": i.Labels.EN, "label_es": i.Labels.ES, "label_de": i.Labels.DE,
		"parent": count(i.Parent), "rank": count(int64(i.Rank)), "tone": string(i.Tone), "closed": yes(i.Closed), "todo": yes(i.Todo),
		"minutes": count(int64(i.Minutes)), "entity": count(int64(i.Entity)), "recursive": yes(i.Below), "disabled": yes(i.Disabled),
		"details": string(details),
	}
	for field, value := range out {
		if value == "" || value == "{}" {
			delete(out, field)
		}
	}
	return out
}

func difference(before, after Item) []FieldChange {
	var out []FieldChange
	was, is := before.fields(), after.fields()
	for _, field := range fieldNames {
		if was[field] != is[field] {
			out = append(out, FieldChange{field, was[field], is[field]})
		}
	}
	return out
}

func count(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
