// Package native is tier 1 of a session: it compiles cells and loads them into
// the engine.
//
// A unit becomes a Go package of its own, with the path sess/c<serial> to the
// linker and the name main to the user (see the README of this folder for how
// that is done). The package's text is the user's own, with few changes, all of
// them within a line, so that lines keep their numbers:
//
//   - Statements stand in one function, the package's entry.
//   - A session variable x of type T is a pointer xǂ of type *T, so that both
//     tiers, old and new code, and values of the old and the new version of a
//     type share it; x reads (*xǂ).
//   - Each loop begins an iteration with a read of cell.Poll, which is where an
//     interrupt ends it. So does each goto.
//   - What the cell uses of earlier cells comes with `import . "sess/cN"`.
//   - The last expression's values go to the engine.
//
// Declarations of earlier cells that depend on what a cell declares again are
// compiled again as part of that cell.
package native
