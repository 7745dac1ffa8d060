package search

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"renfort/internal/authz"
	"renfort/internal/dbx"
	"renfort/internal/i18n"
	"renfort/internal/ids"
	"renfort/internal/ticket"
)

// maxTyped bounds what one may search for, in words.
const maxTyped = 12

// Tickets finds at most size tickets that who may see and that hold every word
// of text, newest first, older than before (0: the newest). The last word may
// be unfinished. A number alone finds the ticket of that number first (LST-054).
func (x *Index) Tickets(ctx context.Context, who authz.Actor, text string, before ids.Ticket, size int) (out []ids.Ticket, err error) {
	words := i18n.Words(text)
	if len(words) == 0 {
		return nil, nil
	}
	words = words[:min(len(words), maxTyped)]
	err = x.db.Read(ctx, func(tx *dbx.Tx) error {
		if n := number(text); n != 0 && before == 0 {
			if _, err := ticket.Find(ctx, tx, who, n); err == nil {
				out = append(out, n)
			}
		}
		typed, err := terms(ctx, tx, words, !strings.HasSuffix(text, " "))
		if err != nil {
			return err
		}
		return x.collect(ctx, tx, who, typed, before, size, &out)
	})
	return out[:min(len(out), size)], err
}

func number(text string) ids.Ticket {
	n, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(text), "#"), 10, 64)
	if err != nil || n < 1 {
		return 0
	}
	return ids.Ticket(n)
}

// collect reads the index from newest to oldest, a step of documents at a time,
// until the page is full.
func (x *Index) collect(ctx context.Context, tx *dbx.Tx, who authz.Actor, query []term, before ids.Ticket, size int, out *[]ids.Ticket) error {
	lanes := ticket.Tokens(who)
	if len(lanes) == 0 {
		return nil
	}
	query = append(query, term(lanes))
	if !who.Everywhere() && !who.Has(authz.TicketThreadHiddenDisp) {
		query = append(query, term{ticket.TokenShown})
	}
	from := int64(math.MaxInt64)
	if before != 0 {
		from = int64(ids.EntryOf(before, 0))
	}
	for len(*out) < size {
		docs, err := find(ctx, tx, query, from)
		if err != nil || len(docs) == 0 {
			return err
		}
		for _, d := range docs {
			if t := ids.Entry(d).Ticket(); !slices.Contains(*out, t) {
				*out = append(*out, t)
			}
		}
		if len(docs) < step {
			return nil
		}
		from = int64(ids.EntryOf(ids.Entry(docs[len(docs)-1]).Ticket(), 0)) // the rest of that ticket is known
	}
	return nil
}

// step is how many documents the index hands out at a time.
const step = 200
