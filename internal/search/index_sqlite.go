package search

import (
	"context"
	"strings"

	"renfort/internal/dbx"
	"renfort/internal/ids"
)

// FTS5 without stored content: the row id is the entry's id, so the newest come first.
var (
	liteDrop = dbx.Unscoped(`DELETE FROM search_index WHERE rowid = $1`)
	litePut  = dbx.Unscoped(`INSERT INTO search_index (rowid, words) VALUES ($1, $2)`)
	liteFind = dbx.Unscoped(`SELECT rowid FROM search_index WHERE search_index MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT 200`)
)

func putSQLite(ctx context.Context, tx *dbx.Tx, doc ids.Entry, words []string) error {
	if _, err := tx.Do(ctx, liteDrop, int64(doc)); err != nil {
		return err
	}
	_, err := tx.Do(ctx, litePut, int64(doc), strings.Join(words, " "))
	return err
}

func findSQLite(ctx context.Context, tx *dbx.Tx, terms []term, before int64) ([]int64, error) {
	var and []string
	for _, t := range terms {
		and = append(and, "("+quoted(t, `"`, " OR ")+")")
	}
	return dbx.All(ctx, tx, liteFind, dbx.Scalar[int64], strings.Join(and, " AND "), before)
}
