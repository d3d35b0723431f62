package plotting

// A Series is a number of points that belong together: a line of a chart, or
// the dots of one colour.
type Series struct {
	Label  string
	Points []Point
}

// A Point is a value Y that belongs to X.
type Point struct {
	X, Y float64
	// Low and High are the ends of the interval around Y, or both 0 where none is known.
	Low, High float64
}
