//go:build gonymede_overlay

// An assembly file, though empty, tells the compiler that the bodies missing in linkname.go stand elsewhere.
