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
// # How values are shown
//
// Slices and arrays of structures, or of pointers to them, maps, lists of lists,
// and slices of maps with common keys are shown as tables: the names of the
// columns, their types, and a row for each element. Numbers stand to the right.
// The elements of a map are in the order of its keys. Of more than 50 rows the
// first 20 are shown, of columns 20, of the text of a cell 60 letters, each with
// how many are left. Only the rows that are shown are looked at, and of a map
// all keys. Unexported fields are shown of the session's own types and of types
// without a name; those of embedded structures stand among the others. [Table]
// chooses rows and columns.
//
// An error is shown as its text, and, where it wraps others, with the tree of
// these. Of functions and channels the type is shown. An image.Image is shown as
// a picture, one pixel of it on one of the page; one of more than 1920×1080
// pixels is made smaller.
//
// Any other value is shown as the text that fmt prints for it with %+v: numbers
// and words, lists of these, since they are short to read in a line, and single
// structures, whose fields have their names there and may be of any depth. So is
// what has a method String, Error or Format, and a list of such values, because
// its author has said how it reads.
//
// A type of yours gains a richer form through a method; see [HTMLer],
// [Markdowner], [LaTeXer], [SVGer], [PNGer], [JSONer] and [Displayer]. Beside
// every rich form there is text for front ends that draw none. What this package
// makes has no scripts, so it is also seen in a notebook that is not trusted; see
// [HTML] for what becomes of yours.
//
// A value is read while it is shown. A goroutine that writes a map meanwhile
// ends the cell with Go's fatal error "concurrent map iteration and map write",
// as it would anywhere; nothing can be done about that from outside. Show a copy
// that is made under the map's lock:
//
//	mu.Lock()
//	seen := maps.Clone(counts)
//	mu.Unlock()
//	display.Show(seen)
//
// Code that uses the package also runs outside of a notebook, as a plain
// program: there Show prints the text form to standard output, and Input reads
// standard input.
//
// All functions may be called from any number of goroutines.
package display
