//go:build !linux

package resident

import "runtime/debug"

// Trim gives back heap that the process has only needed to start.
func Trim() error {
	debug.FreeOSMemory()
	return nil
}
