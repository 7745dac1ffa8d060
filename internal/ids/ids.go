// Package ids holds the identifiers that features share, so that they can point
// at one another without importing one another.
package ids

// Each identifier is a row's 64-bit key; 0 means "none".
type (
	Entity   int64
	User     int64
	Group    int64
	Profile  int64
	Ticket   int64 // also the number that people see
	Entry    int64 // a line of a ticket's thread
	File     int64 // an attachment
	Session  int64
	Token    int64
	Mailbox  int64
	Incoming int64 // a stored raw message
	Outgoing int64 // a queued mail
)

// Root is the entity every installation has; all others stand below it.
const Root Entity = 1

// entrySeqBits is how many entries one ticket may hold: 2^20, about a million.
const entrySeqBits = 20

// EntryOf is the id of the n-th entry (from 1) of a ticket. Ids made so sort by
// ticket first and by time within it, which is what thread and search read.
func EntryOf(t Ticket, n int) Entry { return Entry(int64(t)<<entrySeqBits | int64(n)) }

// Ticket is the ticket that e belongs to.
func (e Entry) Ticket() Ticket { return Ticket(int64(e) >> entrySeqBits) }

// Seq is the place of e in its ticket's thread, from 1.
func (e Entry) Seq() int { return int(int64(e) & (1<<entrySeqBits - 1)) }

// MaxSeq is the last possible place in a thread.
const MaxSeq = 1<<entrySeqBits - 1
