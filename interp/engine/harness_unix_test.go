//go:build unix && !linux

package engine

func prepareEngine() {}
