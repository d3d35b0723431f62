package magic

import (
	"os"
	"strings"
	"testing"
)

// TestReadme compares the table of README.md with that of %help.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, help := Help()
	table, _, _ := strings.Cut(help, "\n\n")
	if !strings.Contains(string(readme), table) {
		t.Errorf("README.md has another table; this is the one of %%help:\n%s", table)
	}
}
