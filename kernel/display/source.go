package display

import "embed"

// Source is the source of this package, from which a session shows its
// documentation.
//
//go:embed *.go
var Source embed.FS
