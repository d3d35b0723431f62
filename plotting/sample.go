package plotting

// A Sample is what was measured of one thing, over and over: for example the
// times of ten runs of one function.
type Sample struct {
	Label  string
	Values []float64
}
