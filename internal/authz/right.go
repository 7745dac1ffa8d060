package authz

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"renfort/internal/i18n"
)

// Scope says through which assignments a right counts (RGT-006).
type Scope uint8

const (
	Local          Scope = iota // in the entity of the assignment, and below if it is recursive
	Global                      // only through an assignment to the root entity
	GlobalAnywhere              // for the whole installation, through any assignment
)

// Section is a part of the rights matrix.
type Section string

const (
	SectionMenu           Section = "menu"
	SectionTicketList     Section = "ticket_list"
	SectionTicketFields   Section = "ticket_fields"
	SectionTicketActions  Section = "ticket_actions"
	SectionThread         Section = "thread"
	SectionAssets         Section = "assets"
	SectionLibrary        Section = "library"
	SectionOwnRecord      Section = "own_record"
	SectionAdministration Section = "administration"
)

// Title is the section's name.
func (s Section) Title() i18n.Key { return i18n.Key("authz.section_" + string(s)) }

// Definition is one line of the rights matrix (20-users-profiles-rights.md § 6).
type Definition struct {
	Right    Right
	Section  Section
	Scope    Scope
	Defaults [5]bool // in the order of Profiles
	Needs    string  // the parameter without which the right shows nothing (RGT-007), or ""
}

// Rights are all rights in the order of the matrix.
var Rights = slices.Concat(menuRights, listRights, ticketRights, actionRights, threadRights,
	assetRights, knowledgeRights, ownRights, adminRights)

// Meaning is what the right lets one do, as it completes "You do not have the right to".
func (r Right) Meaning() i18n.Key { return i18n.Key("right." + string(r)) }

// Find is the line of a right; ok is false for a code that does not exist.
func Find(r Right) (d Definition, ok bool) {
	d, ok = byCode[r]
	return d, ok
}

// ScopeOf is the scope of a right; an unknown one counts nowhere but the root.
func ScopeOf(r Right) Scope {
	if d, ok := byCode[r]; ok {
		return d.Scope
	}
	return Global
}

var byCode = func() map[Right]Definition {
	out := make(map[Right]Definition, len(Rights))
	for _, d := range Rights {
		out[d.Right] = d
	}
	return out
}()

// row is a line as the files of the sections write it: on holds the letters of
// the profiles that have the right in a new installation, "-PSTA".
type row struct {
	right Right
	scope Scope
	on    string
	needs string
}

const profileLetters = "UPSTA"

func section(s Section, rows []row) []Definition {
	out := make([]Definition, len(rows))
	for i, r := range rows {
		d := Definition{Right: r.right, Section: s, Scope: r.scope, Needs: r.needs}
		for j := range d.Defaults {
			switch r.on[j] {
			case profileLetters[j]:
				d.Defaults[j] = true
			case '-':
			default:
				panic(fmt.Sprintf("authz: %q of %s", r.on, r.right))
			}
		}
		out[i] = d
	}
	return out
}

var (
	//go:embed locales/*.po
	locales embed.FS
	_       = i18n.Register("authz", locales)

	//go:embed rights/locales/*.po
	meanings embed.FS
	_        = i18n.Register("right", within(meanings, "rights"))
)

func within(fsys fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(fmt.Sprintf("authz: %v", err))
	}
	return sub
}
