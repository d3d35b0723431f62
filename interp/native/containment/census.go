//go:build gonymede_overlay

package containment

// Count counts the goroutines of a cell.
func Count(cell uint64) Census {
	var one, all Census
	runtimeCensus(cell, &one, &all)
	return one
}

// CountAll counts the goroutines of all cells.
func CountAll() Census {
	var one, all Census
	runtimeCensus(0, &one, &all)
	return all
}

// Deadlocked tells whether the cell has goroutines and all of them wait for ever: every goroutine of every cell waits for a
// channel, a select, a lock, a wait group or a condition; no timer that a cell made is pending; and no cell
// has asked for signals.
//
// It is a look at one moment, and does not know the engine. Where the engine's own goroutines send to a cell's, the cell's must wait
// in Outside, or the engine must ask twice.
func Deadlocked(cell uint64) bool {
	if runtimeListens() {
		return false
	}
	var one, all Census
	runtimeCensus(cell, &one, &all)
	return one.Blocked > 0 && all.dead()
}

// Stacks gives what the goroutines of all cells do.
func Stacks() []Stack {
	var found []stack
	for n := 16; ; {
		found = make([]stack, n)
		if n = runtimeStacks(found); n <= len(found) {
			found = found[:n]
			break
		}
		n += n/8 + 4 // new ones may have come
	}
	stacks := make([]Stack, len(found))
	for i, s := range found {
		stacks[i] = Stack{ID: s.id, Cell: s.cell, State: s.state, PCs: s.pcs[:s.n:s.n], Creator: s.creator, Parent: s.parent}
	}
	return stacks
}

// dead reports whether nothing but other goroutines can ever make one of these run.
func (c Census) dead() bool {
	return c.Blocked == c.Goroutines() && c.Timers == 0
}
