//go:build gonymede_overlay

// Command host is the engine that runs native cells. The user's Go toolchain
// builds it, with the overlays of package overlay, and package toolchain adds a
// file that imports the standard library, which is thus there for every cell.
//
// Its environment names the folder that it was built into, toolchain.Variable.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"gonymede/interp/engine"
	"gonymede/interp/native/resident"
	"gonymede/interp/native/toolchain"
	"gonymede/interp/session"
)

// settled is how long after its start the engine gives back what starting took:
// by then it waits for its first cell.
const settled = 2 * time.Second

func main() {
	if len(os.Args) > 1 && os.Args[1] == toolchain.SelfTestArgument {
		os.Exit(selfTest())
	}
	go sweep()
	time.AfterFunc(settled, func() { _ = resident.Trim() }) // a failure costs memory, no more
	err := engine.Run(context.Background(), func(host engine.Host) (engine.Session, error) {
		s, err := session.New(host, compiler)
		if err != nil {
			return nil, err
		}
		return s, s.SetMode(session.Mode(os.Getenv(session.ModeVariable)))
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "gonymede engine:", err)
		os.Exit(1)
	}
}
