package authz

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"renfort/internal/i18n"
	"renfort/internal/i18n/i18ntest"
)

var update = flag.Bool("update", false, "write the golden files anew")

const specification = "../../docs/spec/20-users-profiles-rights.md"

var (
	specSection = regexp.MustCompile(`^### (.+)$`)
	specRight   = regexp.MustCompile("^\\| `(\\w+)` \\| .+ \\| ([01]) \\| ([01]) \\| ([01]) \\| ([01]) \\| ([01]) \\| (L|G\\*?) \\| [^|]+ \\|$")
)

// specRows are the rows of the specification's tables, written as line writes ours.
func specRows(t *testing.T) (rows []string, sections int) {
	t.Helper()
	f, err := os.Open(specification)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for scanner := bufio.NewScanner(f); scanner.Scan(); {
		if specSection.MatchString(scanner.Text()) {
			sections++
		}
		if m := specRight.FindStringSubmatch(scanner.Text()); m != nil {
			rows = append(rows, fmt.Sprintf("%d %s %s %s", sections, m[1], strings.Join(m[2:7], ""), m[7]))
		}
	}
	return rows, sections
}

func line(section int, d Definition) string {
	on := ""
	for _, is := range d.Defaults {
		on += map[bool]string{true: "1", false: "0"}[is]
	}
	scope := map[Scope]string{Local: "L", Global: "G", GlobalAnywhere: "G*"}[d.Scope]
	return fmt.Sprintf("%d %s %s %s", section, d.Right, on, scope)
}

// The matrix is the specification's, row by row: RGT-001, RGT-005, RGT-006.
func TestRightsAreThoseOfTheSpecification(t *testing.T) {
	want, sections := specRows(t)
	if len(want) != 249 || sections != 9 {
		t.Fatalf("the specification has %d rights in %d sections", len(want), sections)
	}
	if len(Rights) != len(want) {
		t.Fatalf("%d rights, want %d", len(Rights), len(want))
	}
	section := 0
	for i, d := range Rights {
		if i == 0 || d.Section != Rights[i-1].Section {
			section++
		}
		if got := line(section, d); got != want[i] {
			t.Errorf("row %d is %q, want %q", i+1, got, want[i])
		}
	}
}

// What each profile holds in a new installation: PRF-002 to PRF-006, RGT-005.
func TestMatrixIsGolden(t *testing.T) {
	var b strings.Builder
	for i, d := range Rights {
		if i == 0 || d.Section != Rights[i-1].Section {
			fmt.Fprintf(&b, "\n%-32s", d.Section)
			for _, p := range Profiles {
				fmt.Fprintf(&b, " %-13s", p.Code)
			}
			fmt.Fprintln(&b)
		}
		fmt.Fprintf(&b, "%-32s", d.Right)
		for _, p := range Profiles {
			fmt.Fprintf(&b, " %-13s", map[bool]string{true: "on", false: "."}[Defaults(p.Code)[d.Right]])
		}
		fmt.Fprintln(&b)
	}
	got := regexp.MustCompile(`(?m) +$`).ReplaceAllString(b.String(), "")
	const golden = "testdata/matrix.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the matrix changed; look at it with: go test ./internal/authz -update && git diff")
	}
}

// RGT-005
func TestDefaultsHoldOnlyWhatIsOn(t *testing.T) {
	for _, p := range Profiles {
		for r, on := range Defaults(p.Code) {
			if _, known := Find(r); !on || !known {
				t.Errorf("%s: %s is %t", p.Code, r, on)
			}
		}
	}
	if len(Defaults("nobody")) != 0 {
		t.Error("an unknown profile has rights")
	}
}

// PRF-006: what stays off for the administrator restricts, changes the
// presentation, or is to be switched on by hand.
func TestAdministratorHoldsAllButListedRights(t *testing.T) {
	off := regexp.MustCompile(`_only$|_mandatory$|^dashboard_col_|^asset_list_col_location$|^ticket_user_company$|` +
		`^ticket_(new_)?asset(_disp)?$|^asset_location_disp$|^asset_virtualization_disp$|^side_user_company$|` +
		`^side_all_(service|agency)_(disp|edit)$|^side_your_not_attribute$`)
	all := Defaults(Administrator)
	for _, d := range Rights {
		if !all[d.Right] && !off.MatchString(string(d.Right)) {
			t.Errorf("the administrator lacks %s", d.Right)
		}
	}
}

// RGT-006
func TestUnknownRightCountsOnlyOnTheRoot(t *testing.T) {
	if ScopeOf("no_such_right") != Global || ScopeOf(Admin) != GlobalAnywhere || ScopeOf(TicketClose) != Local {
		t.Error("a scope is wrong")
	}
	if _, ok := Find("no_such_right"); ok {
		t.Error("an unknown right was found")
	}
}

// RGT-001: code and description of every line, in the four languages (GEN-001).
func TestEveryRightHasItsMeaning(t *testing.T) {
	i18ntest.CheckCatalogues(t, "right", "authz")
	meant := map[string]bool{}
	for _, d := range Rights {
		meant[string(d.Right.Meaning())] = true
		if !i18n.Has(string(d.Right.Meaning())) || !i18n.Has(string(d.Section.Title())) {
			t.Errorf("%s of %s has no text", d.Right, d.Section)
		}
	}
	for _, key := range i18n.Keys(i18n.EN) {
		if strings.HasPrefix(key, "right.") && !meant[key] {
			t.Errorf("%s describes no right", key)
		}
	}
	for _, lang := range i18n.Langs {
		seen := map[string]Right{}
		for _, d := range Rights {
			text := d.Right.Meaning().In(lang)
			if other, dup := seen[text]; dup {
				t.Errorf("%s: %s and %s read alike: %s", lang, other, d.Right, text)
			}
			seen[text] = d.Right
		}
	}
}
