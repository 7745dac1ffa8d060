package authz

// Policy narrows a table to the rows that an actor may see: it returns an SQL
// condition over the table's own columns. Values go through the binder, never
// into the text.
type Policy func(a Actor, b Binder) string

// Binder hands out placeholders for a policy's values.
type Binder interface {
	// Arg binds one value and returns its placeholder.
	Arg(v any) string
	// In is a condition that column is one of the ids; of none it is FALSE.
	In(column string, ids []int64) string
}

var policies = map[string]Policy{}

// Declare sets the policy of a scoped table. Its owner calls it when its package
// initialises; a second policy for one table panics.
func Declare(table string, p Policy) struct{} {
	if _, dup := policies[table]; dup {
		panic("authz: two policies for " + table)
	}
	policies[table] = p
	return struct{}{}
}

// PolicyOf is the policy of a table. A table without one shows nothing.
func PolicyOf(table string) (Policy, bool) {
	p, ok := policies[table]
	return p, ok
}

// InEntity is the condition that a row's entity lies in the actor's scope.
func InEntity(a Actor, b Binder, column string) string {
	if a.everywhere {
		return "TRUE"
	}
	out := make([]int64, len(a.entities))
	for i, e := range a.entities {
		out[i] = int64(e)
	}
	return b.In(column, out)
}
