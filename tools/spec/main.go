// Command spec counts the requirements that tests name: which are proven, which
// are not, and which ids a test names though no requirement bears them.
//
//	go run ./tools/spec [-file 10] [-v] [-check]
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

func main() {
	root := flag.String("root", ".", "folder of the project")
	only := flag.String("file", "", "only the files of the specification whose name starts so, such as 10")
	verbose := flag.Bool("v", false, "list what is unproven")
	check := flag.Bool("check", false, "say nothing unless a test names an unknown requirement")
	flag.Parse()

	if err := run(os.Stdout, *root, *only, *verbose, *check); err != nil {
		fmt.Fprintln(os.Stderr, "spec:", err)
		os.Exit(1)
	}
}

// errUnknown is the outcome when a test names what no requirement bears.
var errUnknown = errors.New("tests name requirements that do not exist")

func run(out io.Writer, root, only string, verbose, check bool) error {
	files, err := readSpec(root + "/docs/spec")
	if err != nil {
		return err
	}
	named, err := namedByTests(root)
	if err != nil {
		return err
	}
	known := index(files)
	proven, unknown := resolve(named, known)
	if !check {
		report(out, files, proven, only, verbose)
	}
	for _, u := range unknown {
		fmt.Fprintf(out, "%s: %s does not exist\n", u.where, u.text)
	}
	if len(unknown) > 0 {
		return errUnknown
	}
	return nil
}

// report prints one line per file of the specification, and the sum.
func report(out io.Writer, files []specFile, proven map[string]bool, only string, verbose bool) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "proven\tunproven\tof\t  file\t")
	var sum, all int
	for _, f := range files {
		if len(f.requirements) == 0 || !strings.HasPrefix(f.name, only) {
			continue
		}
		n := 0
		for _, r := range f.requirements {
			if proven[r.id] {
				n++
			}
		}
		sum, all = sum+n, all+len(f.requirements)
		fmt.Fprintf(w, "%d\t%d\t%d\t  %s\n", n, len(f.requirements)-n, len(f.requirements), f.name)
	}
	fmt.Fprintf(w, "%d\t%d\t%d\t  in total\n", sum, all-sum, all)
	w.Flush()

	if verbose {
		listUnproven(out, files, proven, only)
	}
}

func listUnproven(out io.Writer, files []specFile, proven map[string]bool, only string) {
	for _, f := range files {
		if !strings.HasPrefix(f.name, only) {
			continue
		}
		for _, r := range f.requirements {
			if !proven[r.id] {
				fmt.Fprintf(out, "%s  %s\n", r.id, r.opening())
			}
		}
	}
}
