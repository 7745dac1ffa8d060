// Command renfort is the help desk that an organisation hosts itself.
package main

import (
	"os"

	"renfort/internal/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
