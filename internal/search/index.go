// Package search finds tickets by the words in them. The words of a text are
// written in the transaction of the text; each row also carries the lanes of its
// ticket as words, so that a search reads only what its actor may see
// (docs/adr/0008).
package search

import (
	"context"
	"slices"
	"strings"
	"sync"

	"renfort/internal/dbx"
	"renfort/internal/ids"
)

// maxWords bounds one document; what a megabyte of text repeats adds nothing.
const maxWords = 20_000

// Index writes and reads the full-text index.
type Index struct {
	db    *dbx.DB
	known sync.Map // words that are in the dictionary already
}

// New needs nothing but the database.
func New(db *dbx.DB) *Index { return &Index{db: db} }

var addWord = dbx.Unscoped(`INSERT INTO search_words (word) VALUES ($1) ON CONFLICT (word) DO NOTHING`)

// Put replaces the words of one document.
func (x *Index) Put(ctx context.Context, tx *dbx.Tx, doc ids.Entry, words []string) error {
	words = distinct(words)
	for _, w := range words {
		if err := x.learn(ctx, tx, w); err != nil {
			return err
		}
	}
	return put(ctx, tx, doc, words)
}

func distinct(words []string) []string {
	words = slices.Clone(words)
	slices.Sort(words)
	words = slices.Compact(words)
	return words[:min(len(words), maxWords)]
}

// learn puts a word into the dictionary that completes what is being typed.
func (x *Index) learn(ctx context.Context, tx *dbx.Tx, w string) error {
	if w[0] == '~' {
		return nil
	}
	if _, ok := x.known.Load(w); ok {
		return nil
	}
	if _, err := tx.Do(ctx, addWord, w); err != nil {
		return err
	}
	tx.OnCommit(func() { x.known.Store(w, true) })
	return nil
}

// term is one typed word: any of the alternatives may stand in a document.
type term []string

// beginning finds at most 300 words that a beginning may stand for, the shortest first.
var beginning = dbx.Unscoped(`SELECT word FROM search_words WHERE word >= $1 AND word < $2 ORDER BY length(word), word LIMIT 300`)

// complete turns a word still being typed into all words it may become. Below
// three letters it stands for itself.
func complete(ctx context.Context, tx *dbx.Tx, w string) (term, error) {
	if len([]rune(w)) < 3 {
		return term{w}, nil
	}
	found, err := dbx.All(ctx, tx, beginning, dbx.Scalar[string], w, w+"\U0010FFFF")
	if err != nil || len(found) == 0 {
		return term{w}, err
	}
	return term(found), nil
}

// terms reads what was typed; its last word may be unfinished.
func terms(ctx context.Context, tx *dbx.Tx, words []string, unfinished bool) ([]term, error) {
	var out []term
	for i, w := range words {
		if unfinished && i == len(words)-1 {
			t, err := complete(ctx, tx, w)
			if err != nil {
				return nil, err
			}
			out = append(out, t)
			continue
		}
		out = append(out, term{w})
	}
	return out, nil
}

func quoted(words []string, quote, or string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quote + w + quote
	}
	return strings.Join(out, or)
}
