package search

import (
	"context"
	"strings"

	"renfort/internal/dbx"
	"renfort/internal/ids"
)

// Our own words become lexemes as they are, so that both databases find the same.
var (
	pgPut = dbx.Unscoped(`
		INSERT INTO search_index (id, words) VALUES ($1, array_to_tsvector($2::text[]))
		ON CONFLICT (id) DO UPDATE SET words = excluded.words`)
	pgFind = dbx.Unscoped(`SELECT id FROM search_index WHERE words @@ $1::tsquery AND id < $2 ORDER BY id DESC LIMIT 200`)
)

func put(ctx context.Context, tx *dbx.Tx, doc ids.Entry, words []string) error {
	if tx.Dialect() == dbx.SQLite {
		return putSQLite(ctx, tx, doc, words)
	}
	_, err := tx.Do(ctx, pgPut, int64(doc), words)
	return err
}

func find(ctx context.Context, tx *dbx.Tx, terms []term, before int64) ([]int64, error) {
	if tx.Dialect() == dbx.SQLite {
		return findSQLite(ctx, tx, terms, before)
	}
	var and []string
	for _, t := range terms {
		and = append(and, "("+quoted(t, "'", " | ")+")")
	}
	return dbx.All(ctx, tx, pgFind, dbx.Scalar[int64], strings.Join(and, " & "), before)
}
