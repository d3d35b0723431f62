// Package spelling finds the name that somebody meant who has misspelt one.
package spelling

import "strings"

// Closest returns the one of names that is nearest to name, "" where none is
// near: one letter in three may be wrong, and one in any case. Case does not
// count. The name itself is no answer.
func Closest(name string, names []string) string {
	best, least := "", max(1, len(name)/3)+1
	for _, n := range names {
		if n == name || n == "" {
			continue
		}
		d := distance(strings.ToLower(name), strings.ToLower(n))
		if d == len(n) { // nothing of it is left
			continue
		}
		if d < least {
			best, least = n, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap to get
// from a to b (the optimal string alignment distance).
func distance(a, b string) int {
	prev2, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}
