package compose

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"regexp"
	"strconv"
	"strings"

	"renfort/internal/ids"
)

// An id names its ticket (SMT-038) and proves that we made it: a stranger who
// knows a ticket's number cannot write into its thread by inventing one (MIN-041).
//
//	<ticket.42.RANDOMPROOF@host>
//
// Random and proof are 80 bits each in lower-case base32, because some programs
// change the case of what they repeat.
const idPart = 16

var lowerBase32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID is a fresh Message-ID for a mail about t. key is the installation's own.
func NewID(key []byte, t ids.Ticket, host string) string {
	number, random := strconv.FormatInt(int64(t), 10), randomPart()
	return "<ticket." + number + "." + random + proof(key, number, random) + "@" + hostPart(host) + ">"
}

// NewPlainID is a fresh Message-ID for a mail about no ticket.
func NewPlainID(host string) string { return "<mail." + randomPart() + "@" + hostPart(host) + ">" }

var ticketID = regexp.MustCompile(`(?i)<ticket\.([1-9][0-9]{0,18})\.([a-z2-7]{16})([a-z2-7]{16})@[^<>\s@]+>`)

// TicketOf is the ticket that a Message-ID of ours names; false for the id of
// anybody else, or for one that was made up.
func TicketOf(key []byte, messageID string) (ids.Ticket, bool) {
	m := ticketID.FindStringSubmatch(messageID)
	if m == nil {
		return 0, false
	}
	random, claimed := strings.ToLower(m[2]), strings.ToLower(m[3])
	if !hmac.Equal([]byte(claimed), []byte(proof(key, m[1], random))) {
		return 0, false
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	return ids.Ticket(n), err == nil
}

func proof(key []byte, number, random string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("message-id " + number + " " + random))
	return lowerBase32.EncodeToString(mac.Sum(nil)[:10])
}

func randomPart() string {
	var b [10]byte
	rand.Read(b[:])
	return lowerBase32.EncodeToString(b[:])[:idPart]
}

var hostPattern = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$`)

// hostPart is host as an id may carry it; a name that cannot stand there
// becomes one that says so.
func hostPart(host string) string {
	if !hostPattern.MatchString(host) {
		return "renfort.invalid"
	}
	return strings.ToLower(host)
}
