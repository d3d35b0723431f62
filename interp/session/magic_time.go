package session

import (
	"fmt"
	"time"

	"gonymede/interp/protocol"
)

// used is time that something has taken, in all.
type used struct{ wall, cpu time.Duration }

// begin starts to measure; what it returns adds the time until then.
func (u *used) begin() (end func()) {
	cpu, start := cpuTime(), time.Now()
	return func() {
		u.wall += time.Since(start)
		u.cpu += cpuTime() - cpu
	}
}

// longPreparing is how long checking and compiling may take without a word.
const longPreparing = 10 * time.Millisecond

// time runs f and notes how long that took, without what it took to check and
// to compile Go.
func (s *Session) time(t *text, where string, f func() *protocol.Error) *protocol.Error {
	before, all := s.preparing, used{}
	end := all.begin()
	err := f()
	end()
	if err != nil {
		return err
	}
	preparing := s.preparing.wall - before.wall
	note := fmt.Sprintf("%swall time %s, CPU time %s", where, short(all.wall-preparing), short(all.cpu-(s.preparing.cpu-before.cpu)))
	if preparing >= longPreparing {
		note += fmt.Sprintf(" (and %s to compile)", short(preparing))
	}
	t.result.Notes = append(t.result.Notes, note)
	return nil
}

// short is a duration with three digits.
func short(d time.Duration) string {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit).String()
}
