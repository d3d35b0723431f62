package plotting

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot"

	"gonymede/kernel/display"
)

// Speedup shows how much faster programs are with more workers, in two panels:
// the speed-up, which is the median time with one worker divided by that with
// n, beside the ideal of n, and the efficiency, which is the speed-up divided
// by n. Dashed lines are the law of Amdahl, see [FitAmdahl].
//
// The interval of a speed-up is made of those of both medians, which assume
// nothing of how times are distributed, on the scale of logarithms: distances
// from the medians to the ends of their intervals add up as standard errors do, in
// squares (G. Zou and A. Donner, "Construction of confidence intervals about
// effect measures: a general approach", 2008). It takes six runs with one
// worker and six with n; with fewer there is no interval.
type Speedup struct {
	Title string
	// Caption is a line below the chart, "" for none.
	Caption  string
	Programs []Scaling
	// Log makes the axes of workers and of the speed-up logarithmic, for many workers.
	Log bool
	// Width and Height are the size in pixels of the page, 0 for one that fits.
	Width, Height int

	fault error // why a chart of Results has nothing to draw
}

// Scaling are the runs of one program with different numbers of workers, one among them.
type Scaling struct {
	Label string
	Runs  []WorkerRuns
}

var _ Chart = Speedup{}

// Display returns the chart as a picture, and as text.
func (s Speedup) Display() display.Bundle { return show(s) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (s Speedup) Save(path string) error { return save(s, path) }

// String returns the speed-ups, efficiencies and serial fractions as text.
func (s Speedup) String() string {
	lines := []string{orElse(s.Title, "speed-up")}
	programs, err := s.measured()
	if err != nil {
		return lines[0] + "\n  " + err.Error()
	}
	for _, p := range programs {
		lines = append(lines, "  "+p.name("program")+": "+p.times[0].String())
		for _, point := range p.points[1:] {
			lines = append(lines, "    "+point.String())
		}
		lines = append(lines, "    "+p.law())
	}
	if s.Caption != "" {
		lines = append(lines, s.Caption)
	}
	return strings.Join(lines, "\n")
}

func (s Speedup) caption() string { return s.Caption }

func (s Speedup) size() (width, height int) {
	return sizeOr(s.Width, s.Height, 720, 350+22*len(s.Programs))
}

func (s Speedup) plot() (*plot.Plot, error) {
	programs, err := s.measured()
	if err != nil {
		return nil, err
	}
	p := plot.New()
	p.Title.Text = s.Title
	p.HideAxes()
	width, _ := s.size()
	p.Add(markKey{speedupKey(programs), keyWidth(width + 70)}, panels{
		speedupPanel(programs, s.Log), efficiencyPanel(programs, s.Log),
	})
	return p, nil
}

// A program is a Scaling in the numbers that are shown.
type program struct {
	label  string
	times  []timesOf
	points []speedPoint
	// fit is the law of Amdahl, nil where there is only one number of workers.
	fit *Amdahl
}

// A speedPoint is the speed-up with a number of workers. low and high are both
// 0 where there are too few runs for an interval.
type speedPoint struct {
	workers          float64
	speed, low, high float64
}

func (s Speedup) measured() ([]program, error) {
	if s.fault != nil {
		return nil, s.fault
	}
	if len(s.Programs) == 0 {
		return nil, fmt.Errorf("plotting.Speedup: it has no programs; fill its field Programs")
	}
	if most := len(palette); len(s.Programs) > most {
		return nil, fmt.Errorf("plotting.Speedup: it has %d programs, at most %d can be told apart; draw several charts", len(s.Programs), most)
	}
	programs := make([]program, len(s.Programs))
	for n, scaling := range s.Programs {
		p := &programs[n]
		if p.label = scaling.Label; p.label == "" && len(s.Programs) > 1 {
			p.label = fmt.Sprintf("program %d", n+1)
		}
		var err error
		if p.times, err = collect(scaling.Runs); err != nil {
			return nil, fmt.Errorf("plotting.Speedup: program %q: %w", p.label, err)
		}
		for _, t := range p.times {
			p.points = append(p.points, speedup(p.times[0], t))
		}
		if len(p.times) > 1 {
			fit, err := fitAmdahl(p.times)
			if err != nil {
				return nil, fmt.Errorf("plotting.Speedup: program %q: %w", p.label, err)
			}
			p.fit = &fit
		}
	}
	return programs, nil
}

// speedup compares times with those of one worker.
func speedup(one, t timesOf) speedPoint {
	point := speedPoint{workers: float64(t.workers), speed: one.median() / t.median()}
	if t.workers == 1 {
		return point
	}
	slow, fast := summarize(one.sorted), summarize(t.sorted)
	if slow.HasMedianInterval() && fast.HasMedianInterval() {
		away := func(a, aEnd, b, bEnd float64) float64 { return math.Hypot(math.Log(a/aEnd), math.Log(b/bEnd)) }
		point.low = point.speed * math.Exp(-away(slow.Median, slow.MedianLow, fast.Median, fast.MedianHigh))
		point.high = point.speed * math.Exp(away(slow.Median, slow.MedianHigh, fast.Median, fast.MedianLow))
	}
	return point
}

func (p program) name(instead string) string { return orElse(p.label, instead) }

// law is the fitted law in words.
func (p program) law() string {
	if p.fit == nil {
		return "no fit of the law of Amdahl: it takes another number of workers"
	}
	return "law of Amdahl: " + p.fit.String()
}

// String gives the median of the times.
func (t timesOf) String() string {
	workers := "1 worker"
	if t.workers != 1 {
		workers = fmt.Sprint(t.workers, " workers")
	}
	runs := "1 run"
	if len(t.sorted) != 1 {
		runs = fmt.Sprint(len(t.sorted), " runs")
	}
	return fmt.Sprintf("%s %s (median of %s)", workers, inSeconds(t.median()), runs)
}

// inSeconds writes a time in the unit of seconds in which it reads best.
func inSeconds(s float64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}} {
		if s >= unit.size {
			return digits(s/unit.size) + " " + unit.name
		}
	}
	return digits(s*1e9) + " ns"
}

// String gives the speed-up and the efficiency.
func (p speedPoint) String() string {
	text := fmt.Sprintf("%.0f workers %s times faster", p.workers, significant(p.speed, 3))
	if p.low == 0 {
		text += " (too few runs for an interval)"
	} else {
		text += fmt.Sprintf(" (95 %%: %s–%s)", significant(p.low, 3), significant(p.high, 3))
	}
	return text + fmt.Sprintf(", efficiency %.0f %%", 100*p.speed/p.workers)
}
