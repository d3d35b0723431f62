package plotting

// Runs shows every run as a dot, and the medians with their intervals.
func (r Results) Runs() Runs {
	return Runs{Title: r.Title, Caption: r.Caption, Axis: r.Axis(), Log: r.isWide(), Samples: r.Samples(), fault: r.fault()}
}

// Boxes shows the quartiles of the runs, and how far they spread.
func (r Results) Boxes() Boxes {
	return Boxes{Title: r.Title, Caption: r.Caption, Axis: r.Axis(), Log: r.isWide(), Samples: r.Samples(), fault: r.fault()}
}

// ECDF shows how many of the runs took at most how long.
func (r Results) ECDF() ECDF {
	return ECDF{Title: r.Title, Caption: r.Caption, Axis: r.Axis(), Log: r.isWide(), Samples: r.Samples(), fault: r.fault()}
}
