// Package cell is what the generated code of native cells imports: it tells the
// engine of the cell's entry and of its names, and hands over the cell's value.
package cell
