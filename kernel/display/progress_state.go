package display

import (
	"fmt"
	"html"
	"math"
	"strings"
	"time"
)

// A progressState is what a bar shows at one moment.
type progressState struct {
	progressKey
	bytes      bool
	elapsed    time.Duration
	rate, mean float64 // items a second: lately, and over all the time
}

// Display implements [Displayer]. The HTML has no script and no animation. Its
// progress element has a role and a value for screen readers by itself, and is left
// with both in a notebook that is not trusted, where Lab takes colours away.
func (s progressState) Display() Bundle {
	return texts("text/html", s.html(), s.text())
}

func (s progressState) html() string {
	var b strings.Builder
	b.WriteString(`<div style="display:flex;flex-wrap:wrap;align-items:center;gap:0 0.8em;font-variant-numeric:tabular-nums">`)
	if s.label != "" {
		fmt.Fprintf(&b, `<span style="min-width:7em">%s</span>`, html.EscapeString(s.label))
	}
	if s.total > 0 {
		fmt.Fprintf(&b, `<progress max="%d" value="%d" aria-label="%s" style="width:12em;height:1em;accent-color:%s"></progress><b style="min-width:3em;text-align:right">%s</b>`,
			s.total, s.filled(), html.EscapeString(oneLine(s.label)), s.colour(), s.percent())
	}
	fmt.Fprintf(&b, `<span style="flex:1 1 14em">%s</span></div>`, strings.Join(s.facts(), " · "))
	return b.String()
}

// colour tells work that goes on, is complete, and was given up, in the
// colours of Lab's theme. The words beside the bar tell it as well.
func (s progressState) colour() string {
	switch {
	case s.complete():
		return "var(--jp-success-color1,#388e3c)"
	case s.done:
		return "var(--jp-warn-color0,#e65100)"
	}
	return "var(--jp-brand-color1,#1976d2)"
}

// text is the bar as one line.
func (s progressState) text() string {
	const width = 20
	var b strings.Builder
	if label := oneLine(s.label); label != "" {
		b.WriteString(label + "  ")
	}
	if s.total > 0 {
		full := int(float64(s.filled()) / float64(s.total) * width)
		fmt.Fprintf(&b, "%s%s %4s  ", strings.Repeat("█", full), strings.Repeat("░", width-full), s.percent())
	}
	b.WriteString(strings.Join(s.facts(), " · "))
	return b.String()
}

// facts are the count, the rate, and the time that is left or was taken.
func (s progressState) facts() []string {
	facts := []string{s.amount(s.count)}
	if s.total > 0 {
		facts[0] += "/" + s.amount(s.total)
	}
	rate := s.rate
	if s.over() {
		rate = s.mean
	}
	if rate > 0 {
		facts = append(facts, s.pace(rate))
	}
	took := duration(s.elapsed)
	switch {
	case s.complete():
		facts = append(facts, "done in "+took)
	case s.total <= 0 && s.done:
		facts = append(facts, "took "+took)
	case s.total <= 0:
		facts = append(facts, took)
	case s.done:
		facts = append(facts, "stopped after "+took)
	case rate > 0:
		facts = append(facts, duration(s.left())+" left")
	}
	return facts
}

// over reports whether nothing is expected to come.
func (s progressState) over() bool { return s.done || s.complete() }

// complete reports whether all the work is done. Of an unknown amount nobody
// knows.
func (s progressState) complete() bool { return s.total > 0 && s.count >= s.total }

// left is how long the rest will take at the present rate, in whole seconds.
func (s progressState) left() time.Duration {
	seconds := math.Ceil(float64(s.total-s.count) / s.rate)
	const century = 100 * 365 * 24 * 3600
	return time.Duration(min(seconds, century)) * time.Second
}

// filled is the part of the total that is drawn as done.
func (s progressState) filled() int64 { return min(max(0, s.count), s.total) }

// percent is rounded down: 100% is nothing less than all.
func (s progressState) percent() string {
	return fmt.Sprintf("%.0f%%", math.Floor(float64(s.count)/float64(s.total)*100))
}

func (s progressState) amount(n int64) string {
	if s.bytes {
		return size(int(n))
	}
	return grouped(n)
}

// pace is a rate with a unit that suits it; what takes longer than a second
// each says how long.
func (s progressState) pace(rate float64) string {
	switch {
	case s.bytes:
		return size(int(rate)) + "/s"
	case rate < 1:
		each := time.Duration(min(1/rate, 1e9) * float64(time.Second))
		return duration(each.Round(time.Millisecond)) + " each"
	case rate < 10:
		return fmt.Sprintf("%.1f/s", rate)
	case rate < 9999.5:
		return grouped(int64(math.Round(rate))) + "/s"
	case rate < 999.5e3:
		return fmt.Sprintf("%.0fk/s", rate/1e3)
	}
	return fmt.Sprintf("%.1fM/s", rate/1e6)
}

// duration returns a time with two digits or two units, as in 340 ms, 4.2 s,
// 3 min 25 s; whole seconds are shown as such.
func duration(d time.Duration) string {
	const day = 24 * time.Hour
	switch d = max(0, d); {
	case d < time.Millisecond:
		return "0 ms"
	case d < 999500*time.Microsecond:
		return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
	case d < 9950*time.Millisecond && d%time.Second != 0:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Minute-time.Second/2:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < time.Hour-time.Second/2:
		d = d.Round(time.Second)
		return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
	case d < day-time.Minute/2:
		d = d.Round(time.Minute)
		return fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
	case d < 100*day:
		d = d.Round(time.Hour)
		return fmt.Sprintf("%d d %d h", d/day, d%day/time.Hour)
	}
	return "more than 100 d"
}

// grouped returns a number with a comma between each three digits.
func grouped(n int64) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// oneLine returns text without line ends, which would break a terminal's line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
