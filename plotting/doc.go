// Package plotting draws the charts of concurrent programs: who worked when
// ([Timeline]), how much something took ([Bars]), how it grows ([Lines],
// [Scatter], [Speedup]) and how it is spread ([Runs], [Boxes], [Violins],
// [ECDF], [Histogram], [Density], [HeatMap]). [Measure] and [Compare] make the
// numbers.
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
//
// # Text
//
// Latin, Greek and Cyrillic are written in Liberation Sans, which is part of the
// program. For other characters, such as Chinese ones, a font of the machine is
// looked for. Where none has a character, a box stands for it, and the chart
// says below the picture and in its text form which characters these are and
// what to install. An SVG picture has its text as text, for the fonts of
// whoever reads it. Scripts that run from right to left or whose letters join,
// such as Arabic, are not shaped: their letters stand alone, from left to right.
//
// Long titles, captions and labels of axes are broken into lines.
package plotting
