package engine

import "golang.org/x/sys/unix"

// duplicate makes to another number of the open file from.
func duplicate(from, to int) error { return unix.Dup3(from, to, 0) }
