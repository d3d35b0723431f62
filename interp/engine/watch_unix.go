//go:build unix && !linux

package engine

// watch finds out who waits for standard input. One goroutine uses it.
type watch struct {
	stdin  *stdin
	stacks stackWatch
}

func newWatch(in *stdin) *watch { return &watch{stdin: in} }

// waiting returns the goroutines that wait for standard input.
func (w *watch) waiting() map[int]bool {
	if !w.stdin.ours() || w.stdin.unread() {
		return nil
	}
	return w.stacks.waiting()
}
