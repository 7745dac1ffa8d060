package dbx

import (
	"encoding/json"
	"regexp"
	"sync"
)

// Dialect is one of the two databases. What they do differently stands in this
// file, in sqlite.go and postgres.go, and in search/index_*.go: nowhere else.
type Dialect uint8

const (
	SQLite Dialect = iota
	Postgres
)

func (d Dialect) String() string {
	if d == SQLite {
		return "sqlite"
	}
	return "postgres"
}

var (
	placeholder = regexp.MustCompile(`\$(\d+)`)
	rebound     sync.Map // text -> text
)

// bind turns $1 into the dialect's own mark. SQLite's ?1 means just what $1 means.
func (d Dialect) bind(q string) string {
	if d == Postgres {
		return q
	}
	if t, ok := rebound.Load(q); ok {
		return t.(string)
	}
	t := placeholder.ReplaceAllString(q, "?$1")
	rebound.Store(q, t)
	return t
}

// set is a list of ids as one value, so that the text is the same for any number of them.
func (d Dialect) set(ids []int64) any {
	if d == Postgres {
		return ids
	}
	b, _ := json.Marshal(ids) // integers always marshal
	return string(b)
}

func (d Dialect) in(column, mark string) string {
	if d == Postgres {
		return column + " = ANY(" + mark + ")"
	}
	return column + " IN (SELECT value FROM json_each(" + mark + "))"
}

// In is the condition that column is one of the ids bound at mark by Set.
func (t *Tx) In(column, mark string) string { return t.d.in(column, mark) }

// Set is a list of ids as one bound value, for In.
func Set[T ~int64](t *Tx, ids []T) any {
	out := make([]int64, len(ids))
	for i, id := range ids {
		out[i] = int64(id)
	}
	return t.d.set(out)
}

// Dialect is the database the transaction runs on; only the files named above may ask.
func (t *Tx) Dialect() Dialect { return t.d }
