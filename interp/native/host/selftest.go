//go:build gonymede_overlay

package main

// selfTest reports by its exit status whether native cells work with the Go
// version that has built this engine.
func selfTest() int {
	return 0
}
