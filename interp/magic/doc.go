// Package magic finds the magics in a cell: the lines that are no Go and tell
// the session something, as in a notebook of Python.
//
// A line magic is a line that begins with % and a name, or with ! and a
// command, where a Go statement could begin outside of all brackets. No Go
// statement begins with %, so that nothing of Go is lost to it; one that begins
// with ! would be an expression that is not used. What stands in a raw string,
// a comment, or in the midst of a statement is Go. A cell magic begins with %%
// and stands before all else but comments: it says something of the whole cell.
//
// Each magic may stand behind //, as in //%get or //%%time, so that the cell
// remains valid Go for other programs. A comment that names no magic is a
// comment.
//
// [Split] takes a cell apart. The Go that it returns has blanks in the place of
// each magic, so that every position in it is one of the cell.
package magic
