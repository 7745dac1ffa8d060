package dbx

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"renfort/internal/authz"
	"renfort/internal/schema"
)

// Query is what All and One can run: a Bound or a Global.
type Query interface {
	// text is the statement in the dialect's own words, with the values its
	// policies bind; n is how many values the caller binds himself.
	text(d Dialect, n int) (string, []any)
}

var word = regexp.MustCompile(`'[^']*'|@?\b[a-z_][a-z_0-9]*\b`)

// Scoped is a SELECT in which every scoped table is written @table.
type Scoped struct{ parts []part }

// part is a piece of SQL text, or a table to be narrowed.
type part struct{ text, table string }

// Select checks q when its package initialises: a scoped table without its @,
// or an @ before a table that has no scope, stops the program.
func Select(q string) Scoped {
	eachWord(q, func(w string) {
		if schema.Tables[w].Scoped() {
			panic(fmt.Sprintf("dbx: write @%s, not %s, in\n%s", w, w, q))
		}
		if name, ok := strings.CutPrefix(w, "@"); ok && !schema.Tables[name].Scoped() {
			panic(fmt.Sprintf("dbx: %s is no scoped table, in\n%s", name, q))
		}
	})
	return Scoped{split(q)}
}

var composed sync.Map // text -> Scoped

// Compose is Select for a text put together from constant clauses while the
// program runs, such as a list with the filters somebody chose. A text that
// was seen before is not checked again. Nothing of a request may stand in q.
func Compose(q string) Scoped {
	if s, ok := composed.Load(q); ok {
		return s.(Scoped)
	}
	s := Select(q)
	composed.Store(q, s)
	return s
}

func eachWord(q string, fn func(string)) {
	for _, w := range word.FindAllString(q, -1) {
		if w[0] != '\'' {
			fn(w)
		}
	}
}

func split(q string) (out []part) {
	last := 0
	for _, m := range word.FindAllStringIndex(q, -1) {
		if q[m[0]] != '@' {
			continue
		}
		out = append(out, part{text: q[last:m[0]]}, part{table: q[m[0]+1 : m[1]]})
		last = m[1]
	}
	return append(out, part{text: q[last:]})
}

// As narrows each @table to the rows that who may see. It is the only way to run s.
func (s Scoped) As(who authz.Actor) Bound { return Bound{s, who} }

// Bound is a statement that sees with the eyes of one actor.
type Bound struct {
	s   Scoped
	who authz.Actor
}

func (b Bound) text(d Dialect, n int) (string, []any) {
	bind := &binder{d: d, n: n}
	var out strings.Builder
	for _, p := range b.s.parts {
		if p.table == "" {
			out.WriteString(p.text)
			continue
		}
		bind.narrow(&out, schema.Tables[p.table], b.who)
	}
	return d.bind(out.String()), bind.args
}

// binder numbers the values of policies behind those of the caller.
type binder struct {
	d    Dialect
	n    int
	args []any
}

func (b *binder) Arg(v any) string {
	b.args = append(b.args, v)
	return fmt.Sprintf("$%d", b.n+len(b.args))
}

func (b *binder) In(column string, ids []int64) string {
	switch len(ids) {
	case 0:
		return "FALSE"
	case 1:
		return column + " = " + b.Arg(ids[0])
	}
	return b.d.in(column, b.Arg(b.d.set(ids)))
}

// narrow writes "(SELECT * FROM t WHERE policy)"; both planners flatten it.
func (b *binder) narrow(out *strings.Builder, t schema.Table, who authz.Actor) {
	fmt.Fprintf(out, "(SELECT * FROM %s WHERE ", t.Name)
	if t.Scope == schema.Child {
		out.WriteString("EXISTS (SELECT 1 FROM ")
		b.narrow(out, schema.Tables[t.Parent], who)
		fmt.Fprintf(out, " AS up WHERE up.id = %s.%s))", t.Name, t.Via)
		return
	}
	policy, ok := authz.PolicyOf(t.Name)
	if !ok {
		panic("dbx: nobody declared a policy for " + t.Name)
	}
	for _, p := range split(policy(who, b)) {
		if p.table == "" {
			out.WriteString(p.text)
			continue
		}
		b.narrow(out, schema.Tables[p.table], who)
	}
	out.WriteString(")")
}

// Write is an INSERT, UPDATE or DELETE. It names one table, and reads no scoped one.
type Write struct{ q string }

var target = regexp.MustCompile(`^\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)`)

// Change checks q when its package initialises.
func Change(q string) Write {
	m := target.FindStringSubmatch(q)
	if m == nil {
		panic("dbx: no INSERT INTO, UPDATE or DELETE FROM in\n" + q)
	}
	if _, ok := schema.Tables[m[1]]; !ok {
		panic(fmt.Sprintf("dbx: no table %s, in\n%s", m[1], q))
	}
	eachWord(strings.TrimPrefix(q, m[0]), func(w string) {
		if t := schema.Tables[strings.TrimPrefix(w, "@")]; t.Scoped() && t.Name != m[1] {
			panic(fmt.Sprintf("dbx: a write may not read %s, in\n%s", w, q))
		}
	})
	return Write{q}
}

var composedChanges sync.Map // text -> Write

// ComposeChange is Change for a text put together from constant clauses while
// the program runs, such as the insert of several rows.
func ComposeChange(q string) Write {
	if w, ok := composedChanges.Load(q); ok {
		return w.(Write)
	}
	w := Change(q)
	composedChanges.Store(q, w)
	return w
}

// Global reads global tables, or works on the plumbing.
type Global struct{ q string }

// Unscoped checks q when its package initialises. A write on anything but
// plumbing needs a proof, and so belongs in Change.
func Unscoped(q string) Global {
	if m := target.FindStringSubmatch(q); m != nil && schema.Tables[m[1]].Scope != schema.Plumbing {
		panic(fmt.Sprintf("dbx: a write on %s needs a proof: use Change, in\n%s", m[1], q))
	}
	eachWord(q, func(w string) {
		if schema.Tables[strings.TrimPrefix(w, "@")].Scoped() {
			panic(fmt.Sprintf("dbx: %s is scoped, in\n%s", w, q))
		}
	})
	return Global{q}
}

func (g Global) text(d Dialect, _ int) (string, []any) { return d.bind(g.q), nil }
