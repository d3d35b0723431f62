package doctor

import (
	"context"
	"fmt"
)

// Native is what is known of the engine that runs native cells.
type Native struct {
	// Ready says that it was built, Possible that it can be.
	Ready, Possible bool
	// GoVersion is that of the toolchain that builds it, "" where none was found.
	GoVersion string
	// Reason says why it is not ready.
	Reason string
	// Advice says what to do where it is not possible.
	Advice string
	// Cache is the folder that it is kept in, and Size the bytes in there.
	Cache string
	Size  int64
	// Mode is what GONYMEDE_ENGINE says: auto, native or interp.
	Mode string
}

// nativeCells says which engine runs the cells of the next kernel, and why.
func nativeCells(look func(context.Context) Native, binary string) check {
	return func(ctx context.Context) []Finding {
		n := look(ctx)
		f := Finding{What: "native cells", Status: Optional}
		cache := fmt.Sprintf("; cache %s, %d MB", n.Cache, n.Size/1e6)
		switch {
		case n.Mode == "interp":
			f.Detail = "off: GONYMEDE_ENGINE=interp, so that cells are interpreted" + cache
			f.Advice = "Native cells run all of Go at full speed. To have them: unset GONYMEDE_ENGINE"
		case n.Ready:
			f.Status = Found
			f.Detail = "their engine was built with " + n.GoVersion + cache
		case n.Possible:
			f.Detail = "not built yet with " + n.GoVersion + ": " + n.Reason + cache
			f.Advice = fmt.Sprintf("The first cell of a notebook builds their engine, once, in about a minute. To do it now: %s native prepare", binary)
		default:
			f.Detail = "cells are interpreted: " + n.Reason + cache
			f.Advice = n.Advice
			if n.Mode == "native" {
				f.Status = Missing
				f.Detail = "GONYMEDE_ENGINE=native asks for them, but " + n.Reason + cache
			}
		}
		return []Finding{f}
	}
}
