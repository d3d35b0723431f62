//go:build race

package session

// raceEnabled is set where the tests run under the race detector. yaegi itself
// races where a cell runs while goroutines of earlier cells do: it grows its
// global frame, and exchanges its channel for cancellation, without a lock that
// its readers take. The words that are read are right either way, but the
// detector sees it. So scripts with goroutines run without the detector only.
const raceEnabled = true
