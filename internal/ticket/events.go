package ticket

import "renfort/internal/ids"

// What happened to a ticket. Followers read the ticket itself for the rest.
type (
	// Opened: a ticket came in.
	Opened struct {
		Ticket ids.Ticket `json:"ticket"`
		Entity ids.Entity `json:"entity"`
		Source string     `json:"source"`
	}
	// Replied: somebody added a text.
	Replied struct {
		Ticket   ids.Ticket `json:"ticket"`
		Entity   ids.Entity `json:"entity"`
		Entry    ids.Entry  `json:"entry"`
		Side     Side       `json:"side"`
		Hidden   bool       `json:"hidden,omitempty"`
		Reopened bool       `json:"reopened,omitempty"`
		From     State      `json:"from"`
		To       State      `json:"to"`
	}
	// Assigned: the technician or group in charge changed.
	Assigned struct {
		Ticket          ids.Ticket `json:"ticket"`
		Entity          ids.Entity `json:"entity"`
		FromTechnician  ids.User   `json:"from_technician,omitempty"`
		FromGroup       ids.Group  `json:"from_group,omitempty"`
		Technician      ids.User   `json:"technician,omitempty"`
		TechnicianGroup ids.Group  `json:"group,omitempty"`
	}
	// StateChanged: somebody set the state, closing and reopening included.
	StateChanged struct {
		Ticket ids.Ticket `json:"ticket"`
		Entity ids.Entity `json:"entity"`
		From   State      `json:"from"`
		To     State      `json:"to"`
		Closed bool       `json:"closed"`
	}
	// WasRead: the technician in charge opened the ticket.
	WasRead struct {
		Ticket ids.Ticket `json:"ticket"`
		Entity ids.Entity `json:"entity"`
	}
)

func (e Opened) Kind() string       { return "ticket.opened" }
func (e Replied) Kind() string      { return "ticket.replied" }
func (e Assigned) Kind() string     { return "ticket.assigned" }
func (e StateChanged) Kind() string { return "ticket.state_changed" }
func (e WasRead) Kind() string      { return "ticket.read" }

func (e Opened) Subject() (string, int64, ids.Entity)   { return "ticket", int64(e.Ticket), e.Entity }
func (e Replied) Subject() (string, int64, ids.Entity)  { return "ticket", int64(e.Ticket), e.Entity }
func (e Assigned) Subject() (string, int64, ids.Entity) { return "ticket", int64(e.Ticket), e.Entity }
func (e StateChanged) Subject() (string, int64, ids.Entity) {
	return "ticket", int64(e.Ticket), e.Entity
}
func (e WasRead) Subject() (string, int64, ids.Entity) { return "ticket", int64(e.Ticket), e.Entity }
