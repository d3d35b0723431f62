// Package doctor looks at the machine and says what Gonymede finds, what is
// missing, and how to get it.
package doctor

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
)

// Status is what a finding means for the user.
type Status int

// The statuses, from good to bad.
const (
	Found    Status = iota // there, and as it should be
	Optional               // missing or unfit, but only some uses need it
	Missing                // missing or unfit, and needed
)

// String returns the word that the table shows.
func (s Status) String() string {
	switch s {
	case Found:
		return "ok"
	case Optional:
		return "optional"
	}
	return "MISSING"
}

// Finding is one row of the table.
type Finding struct {
	What   string // the thing looked for
	Status Status
	Detail string // what was found, and where
	Advice string // what to do, unless the status is Found
}

// A check looks for one thing, or for a few that one look finds.
type check func(context.Context) []Finding

// Examine makes all checks and returns their findings in the table's order.
// The binary is the path of the running program, and native looks for the engine
// of native cells. The checks run side by side, a goroutine each; Examine returns
// when all have ended, which the context's end brings about.
func Examine(ctx context.Context, binary string, native func(context.Context) Native) []Finding {
	checks := []check{
		goToolchain,
		cCompiler,
		nativeCells(native, binary),
		func(ctx context.Context) []Finding { return kernel(ctx, binary) },
		python,
		jupyter,
		chromium,
		folders,
		processes,
	}
	results := make([][]Finding, len(checks))
	var running sync.WaitGroup
	for i, c := range checks {
		running.Go(func() { results[i] = c(ctx) })
	}
	running.Wait()
	var all []Finding
	for _, r := range results {
		all = append(all, r...)
	}
	return all
}

// Healthy says whether nothing needed is missing.
func Healthy(findings []Finding) bool {
	for _, f := range findings {
		if f.Status == Missing {
			return false
		}
	}
	return true
}

// Print writes the findings as a table, then what to do about those that are
// not found.
func Print(w io.Writer, findings []Finding) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range findings {
		fmt.Fprintf(table, "%s\t%s\t%s\n", f.Status, f.What, f.Detail)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, a := range advices(findings) {
		if _, err := fmt.Fprintf(w, "\n%s\n  %s\n", strings.Join(a.whats, ", "), a.text); err != nil {
			return err
		}
	}
	return nil
}

// advice is what to do about one or more things.
type advice struct {
	whats []string
	text  string
}

// advices returns what to do about the findings that are not Found, each
// advice once.
func advices(findings []Finding) []advice {
	var all []advice
	for _, f := range findings {
		if f.Status == Found {
			continue
		}
		what := fmt.Sprintf("%s (%s)", f.What, f.Status)
		i := slices.IndexFunc(all, func(a advice) bool { return a.text == f.Advice })
		if i < 0 {
			all = append(all, advice{[]string{what}, f.Advice})
			continue
		}
		all[i].whats = append(all[i].whats, what)
	}
	return all
}
