// Package display shows values in a notebook: as HTML, as pictures, as
// mathematics, as charts. It also asks the user for a line of input and talks
// to widgets.
//
// Cells use it without an import. A value whose type is one of this package
// shows itself where it is a cell's last expression:
//
//	display.HTML("<b>bold</b>")
//
// [Show] shows at once, wherever in a cell, and what it returns can be updated:
//
//	h := display.Show("starting")
//	h.Update("done")
//
// Any other value is shown as the text that fmt prints for it with %+v. A type
// of yours gains a richer form through a method; see [HTMLer], [Markdowner],
// [LaTeXer], [SVGer], [PNGer], [JSONer] and [Displayer].
//
// Code that uses the package also runs outside of a notebook, as a plain
// program: there Show prints the text form to standard output, and Input reads
// standard input.
//
// All functions may be called from any number of goroutines.
package display
