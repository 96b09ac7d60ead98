// Command compile writes rules/compiled.bin from the rule files of the
// built-in catalogue. Run it through go generate ./rules.
package main

import (
	"fmt"
	"os"

	"docreview/rules"
)

func main() {
	b, err := rules.Compile()
	if err == nil {
		err = os.WriteFile("compiled.bin", b, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
