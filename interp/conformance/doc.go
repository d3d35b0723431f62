// Package conformance runs Go as cells and compares what they print with what
// plain Go prints.
//
// It has two halves. [Programs] are those of Go's own test suite, $GOROOT/test,
// cut into cells (see [Program.Cells]); plain Go itself says what is right (see
// [Plain]). [Case] is a notebook of a few cells with what each of them must
// show; the expectation of most cases was made by plain Go too, from a program
// that says the same (see README.md).
//
// Cells run in an engine process, as they do in a notebook, on one of the
// session's tiers (see [Tier] and [Engine]).
package conformance
