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

	"gonymede/interp/engine"
	"gonymede/interp/native/toolchain"
	"gonymede/interp/session"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == toolchain.SelfTestArgument {
		os.Exit(selfTest())
	}
	go sweep()
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
