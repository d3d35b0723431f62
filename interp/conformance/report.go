package conformance

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Print writes the counts of each tier, and every failure with its reason.
func Print(w io.Writer, what string, results []Result) {
	for _, t := range Tiers {
		var of []Result
		for _, r := range results {
			if r.Tier == t {
				of = append(of, r)
			}
		}
		if len(of) > 0 {
			printTier(w, what, t, of)
		}
	}
}

func printTier(w io.Writer, what string, t Tier, results []Result) {
	counts := map[Verdict]int{}
	cells, milliseconds, fresh := 0, int64(0), 0
	for _, r := range results {
		counts[r.Verdict]++
		cells += r.Cells
		milliseconds += r.Milliseconds
		if r.Fresh {
			fresh++
		}
	}
	meant := len(results) - counts[Excluded]
	fmt.Fprintf(w, "%s, tier %s: %d of %d that mean something as cells (%.1f %%)", what, t, counts[OK], meant, 100*float64(counts[OK])/float64(max(1, meant)))
	fmt.Fprintf(w, "; %d cells, %.1f ms each\n", cells, float64(milliseconds)/float64(max(1, cells)))
	for _, v := range Verdicts {
		if counts[v] == 0 {
			continue
		}
		fmt.Fprintf(w, "  %5d %s", counts[v], v)
		if v == OK && fresh > 0 {
			fmt.Fprintf(w, ", of which %d only in an engine of their own", fresh)
		}
		fmt.Fprintln(w)
	}
	slices.SortFunc(results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(slices.Index(Verdicts, a.Verdict), slices.Index(Verdicts, b.Verdict)), strings.Compare(a.Name, b.Name))
	})
	for _, r := range results {
		if r.Verdict != OK {
			fmt.Fprintf(w, "%s: %s: %s\n", r.Verdict, r.Name, r.Reason)
		}
	}
}

// PrintJSON writes one line for each result.
func PrintJSON(w io.Writer, results []Result) error {
	encoder := json.NewEncoder(w)
	for _, r := range results {
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	return nil
}
