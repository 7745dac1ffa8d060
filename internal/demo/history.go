package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"renfort/internal/ticket"
)

// histories are the tickets of the two years before now, oldest first.
func (c company) histories(r *rand.Rand, now time.Time) []ticket.Past {
	times := moments(r, now)
	states := outcomes(r)
	out := make([]ticket.Past, len(times))
	for i, at := range times {
		h := c.begin(r, at, now)
		h.reach(r, states[i])
		out[i] = h.past()
	}
	return out
}

// today is how many tickets were opened in the last hours.
const today = 9

// moments are when the tickets are opened: at working hours, more and more as
// the company grows, and some of them today.
func moments(r *rand.Rand, now time.Time) []time.Time {
	var out []time.Time
	for range tickets - today {
		day := now.AddDate(0, 0, -1-int(730*r.Float64()*(0.6+0.4*r.Float64())))
		for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			day = day.AddDate(0, 0, -1)
		}
		y, m, d := day.Date()
		out = append(out, time.Date(y, m, d, 7, r.IntN(600), r.IntN(60), 0, time.UTC))
	}
	for i := range today {
		out = append(out, now.Add(-time.Duration(7+11*i+r.IntN(9))*time.Minute))
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// outcomes are the states the tickets end in: what is to do are mostly the
// newest, and a few are old ones that somebody left lying.
func outcomes(r *rand.Rand) []ticket.State {
	out := make([]ticket.State, tickets)
	for i := range out {
		out[i] = ticket.Resolved
		if r.IntN(30) == 0 {
			out[i] = ticket.Rejected
		}
	}
	for n := 0; n < todo; {
		i := tickets - 1 - int(500*r.Float64()*r.Float64())
		if r.IntN(12) == 0 {
			i = r.IntN(tickets)
		}
		if out[i] == ticket.Resolved || out[i] == ticket.Rejected {
			out[i] = []ticket.State{ticket.AwaitingPickup, ticket.InProgress, ticket.InProgress, ticket.AwaitingReply}[r.IntN(4)]
			n++
		}
	}
	for i := tickets - 1; i > tickets-25; i -= 2 {
		if out[i] == ticket.Resolved || out[i] == ticket.Rejected {
			out[i] = ticket.Unassigned
		}
	}
	return out
}

// history is one ticket while it is told.
type history struct {
	ticket     *ticket.Ticket
	thread     []ticket.Entry
	story      story
	requester  person
	technician person
	at, now    time.Time
}

var priorities = []int64{1, 2, 3, 3, 4, 4, 4, 4, 4, 4, 5, 5, 6}

func (c company) begin(r *rand.Rand, at, now time.Time) *history {
	k := []int{0, 0, 0, 0, 1, 1, 2, 2, 3, 3}[r.IntN(10)]
	h := &history{at: at, now: now}
	h.requester = c.requesters[k][int(float64(len(c.requesters[k]))*r.Float64()*(0.4+0.6*r.Float64()))]
	h.technician = c.technicians[k][r.IntN(len(c.technicians[k]))]
	h.story = tell(r, h.requester.lang, at)
	h.ticket = &ticket.Ticket{Entity: h.requester.site, Title: h.story.title, State: ticket.Unassigned,
		Priority: priorities[r.IntN(len(priorities))], Criticality: int64(1 + min(3, r.IntN(9))), Type: int64(1 + r.IntN(2)),
		Requester: h.requester.id, Receiver: h.requester.id, ReceiverEntity: h.requester.site,
		Source: []string{"web", "web", "mail"}[r.IntN(3)], Created: at, StateSince: at}
	if r.IntN(4) == 0 {
		h.ticket.Hoped = at.AddDate(0, 0, 2+r.IntN(20)).Format(time.DateOnly)
	}
	h.say(ticket.KindOpened, h.requester, h.story.description)
	return h
}

// reach tells the ticket until it stands in a state.
func (h *history) reach(r *rand.Rand, end ticket.State) {
	if end == ticket.Unassigned {
		return
	}
	h.take(r, ticket.AwaitingPickup)
	switch end {
	case ticket.AwaitingPickup:
		if r.IntN(2) == 0 {
			h.ticket.ReadAt = h.later(r)
		}
	case ticket.InProgress:
		h.talk(r, ticket.InProgress)
		if r.IntN(5) == 0 { // an answer nobody has read yet
			h.ticket.ReadAt = time.Time{}
		}
	case ticket.AwaitingReply:
		h.ask(r)
		h.move(r, ticket.KindState, ticket.AwaitingReply)
	case ticket.Rejected:
		h.ask(r)
		h.move(r, ticket.KindClosed, ticket.Rejected)
	default:
		h.talk(r, ticket.InProgress)
		h.solve(r)
	}
}

// take puts the technician in charge.
func (h *history) take(r *rand.Rand, st ticket.State) {
	h.later(r)
	h.ticket.Technician = h.technician.id
	h.add(ticket.Entry{Kind: ticket.KindAssigned, Author: h.technician.id, Name: h.technician.name,
		Detail: ticket.Detail{To: int64(h.technician.id), ToName: h.technician.name}})
	h.ticket.State, h.ticket.StateSince = st, h.at
}

// ask is the technician's first text; with it the ticket is in progress.
func (h *history) ask(r *rand.Rand) {
	h.ticket.ReadAt = h.later(r)
	h.say(ticket.KindText, h.technician, h.story.question)
	h.ticket.Progressed = h.at
	h.ticket.State, h.ticket.StateSince = ticket.InProgress, h.at
}

func (h *history) talk(r *rand.Rand, st ticket.State) {
	h.ask(r)
	if r.IntN(4) > 0 {
		h.later(r)
		kind := ticket.KindText
		if h.ticket.Source == "mail" {
			kind = ticket.KindMailIn
		}
		h.say(kind, h.requester, h.story.answer)
	}
	if r.IntN(9) == 0 {
		h.later(r)
		h.add(ticket.Entry{Kind: ticket.KindText, Author: h.technician.id, Name: h.technician.name, Side: ticket.Solving, Hidden: true,
			HTML: paragraph(h.story.solution)})
		h.ticket.Progressed = h.at
	}
	h.ticket.State = st
}

func (h *history) solve(r *rand.Rand) {
	h.later(r)
	h.say(ticket.KindText, h.technician, h.story.solution)
	h.ticket.Progressed = h.at
	h.ticket.MinutesSpent = int64(5 * (1 + r.IntN(30)))
	h.move(r, ticket.KindClosed, ticket.Resolved)
}

func (h *history) move(r *rand.Rand, kind ticket.EntryKind, to ticket.State) {
	h.later(r)
	h.add(ticket.Entry{Kind: kind, Author: h.technician.id, Name: h.technician.name,
		Detail: ticket.Detail{From: int64(h.ticket.State), To: int64(to)}})
	h.ticket.State, h.ticket.StateSince = to, h.at
	if kind == ticket.KindClosed {
		h.ticket.ResolvedAt = h.at
	}
}

// later is some time on, never after now.
func (h *history) later(r *rand.Rand) time.Time {
	pause := time.Duration(3+r.IntN(60*(1+r.IntN(20)))) * time.Minute
	h.at = h.at.Add(min(pause, h.now.Sub(h.at)/3)).Truncate(time.Microsecond)
	return h.at
}

func (h *history) say(kind ticket.EntryKind, who person, line string) {
	side := ticket.Solving
	if who.id == h.requester.id {
		side = ticket.Asking
	}
	h.add(ticket.Entry{Kind: kind, Author: who.id, Name: who.name, Side: side, HTML: paragraph(line)})
	h.ticket.LastEntry, h.ticket.LastSide = h.at, side
}

func (h *history) add(e ticket.Entry) {
	e.At = h.at
	h.thread = append(h.thread, e)
}

func (h *history) past() ticket.Past { return ticket.Past{Ticket: h.ticket, Thread: h.thread} }
