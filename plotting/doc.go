// Package plotting draws the charts of concurrent programs: who worked when
// ([Timeline]) and how much something took ([Bars]).
//
// A chart is a struct; it is drawn when it is shown. In a notebook, where cells
// know the package without an import, a chart shows itself as the last
// expression of a cell, or wherever [gonymede/kernel/display.Show] is called
// with it. [SVG] and [Vega] show it in those forms. A plain program writes it to
// a file with its method Save.
//
// A chart that cannot be drawn, because a number is not finite or an interval
// ends before it starts, shows a sentence that says so.
//
// Charts have an opaque background, so that they read the same on a light and
// on a dark page, and colours that colour-blind readers can tell apart.
package plotting
