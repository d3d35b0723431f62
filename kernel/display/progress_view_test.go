package display

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgressHTML(t *testing.T) {
	s := progressState{progressKey: progressKey{label: "a <b>", count: 53, total: 100}, rate: 10, elapsed: 5 * time.Second}
	got := s.html()
	for _, want := range []string{
		`<progress max="100" value="53" aria-label="a &lt;b&gt;"`, ">a &lt;b&gt;<", "53%", "53/100", "10/s", "5 s left", "--jp-brand-color1,#",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
	s.count = 200
	if got := s.html(); !strings.Contains(got, `value="100"`) || !strings.Contains(got, "--jp-success-color1,#") {
		t.Errorf("more than all: %s", got)
	}
	s.count, s.done = 20, true
	if got := s.html(); !strings.Contains(got, "--jp-warn-color0,#") || !strings.Contains(got, "stopped after") {
		t.Errorf("stopped: %s", got)
	}
	s.total = 0
	if got := s.html(); strings.Contains(got, "<progress") { // without a value it moves for ever
		t.Errorf("unknown total: %s", got)
	}
}

func TestProgressPace(t *testing.T) {
	for _, test := range []struct {
		rate float64
		want string
	}{
		{1e-12, "more than 100 d each"}, {1.0 / 90, "1 min 30 s each"}, {0.4, "2.5 s each"}, {1, "1.0/s"}, {9.94, "9.9/s"},
		{12.3, "12/s"}, {1234, "1,234/s"}, {12_345, "12k/s"}, {999_400, "999k/s"}, {2_345_678, "2.3M/s"},
	} {
		if got := (progressState{}).pace(test.rate); got != test.want {
			t.Errorf("%v: %q, want %q", test.rate, got, test.want)
		}
	}
	if got := (progressState{bytes: true}).pace(2_345_678); got != "2.3 MB/s" {
		t.Errorf("bytes: %q", got)
	}
}

func TestDuration(t *testing.T) {
	for _, test := range []struct {
		d    time.Duration
		want string
	}{
		{-time.Second, "0 ms"}, {time.Microsecond, "0 ms"}, {340 * time.Millisecond, "340 ms"}, {999900 * time.Microsecond, "1.0 s"},
		{4200 * time.Millisecond, "4.2 s"}, {9960 * time.Millisecond, "10 s"}, {59600 * time.Millisecond, "1 min 0 s"},
		{205 * time.Second, "3 min 25 s"}, {2*time.Hour + 5*time.Minute, "2 h 5 min"}, {50 * time.Hour, "2 d 2 h"}, {1 << 62, "more than 100 d"},
	} {
		if got := duration(test.d); got != test.want {
			t.Errorf("%v: %q, want %q", time.Duration(test.d), got, test.want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", -999: "-999", 1000: "1,000", -1000: "-1,000", 1234567: "1,234,567", -123456: "-123,456"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// progressOn returns a bar that is drawn on a line of the test's.
func progressOn(line *progressLine, label string, total int) *Progress {
	p := NewProgress(label, total)
	p.view = &lineView{line: line}
	return p
}

func TestProgressOnATerminal(t *testing.T) {
	open(t) // nothing goes to the standard error of the test
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		line := &progressLine{to: &out, rewritten: true}
		p, q := progressOn(line, "p", 0), progressOn(line, "q", 0)
		p.Set(1)
		FlushProgress()
		q.Set(1) // the line is p's
		FlushProgress()
		time.Sleep(lineKept)
		q.Set(2) // and q's when p stands still
		FlushProgress()
		p.Done()
		q.Done()
		want := "\rp  1 · 0 ms\x1b[K" + "\rq  2 · 2.0/s · 1 s\x1b[K" + "\rp  1 · 1.0/s · took 1 s\x1b[K\n" + "\rq  2 · 2.0/s · took 1 s\x1b[K\n"
		if got := out.String(); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		out.Reset()
		progressOn(line, "r", 0).Set(1)
		FlushProgress()
		line.end()
		line.end()
		if got, want := out.String(), "\rr  1 · 0 ms\x1b[K\n"; got != want {
			t.Errorf("a line that was ended: got %q, want %q", got, want)
		}
	})
}

func TestProgressInAFile(t *testing.T) {
	open(t)
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := progressOn(&progressLine{to: &out}, "p", 0)
		for range 25 {
			p.Add(1)
			time.Sleep(time.Second)
		}
		p.Done()
		want := "p  12 · 1.1/s · 11 s\np  22 · 1.0/s · 21 s\np  25 · 1.0/s · took 25 s\n"
		if got := out.String(); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

type lineNotebook struct {
	*notebook
	lines bool
}

func (n lineNotebook) Lines() bool { return n.lines }

// A front end without updates gets lines, and never on standard error.
func TestProgressView(t *testing.T) {
	n := open(t)
	for _, lines := range []bool{true, false} {
		SetBackend(lineNotebook{n, lines})
		view, isLine := newProgressView().(*lineView)
		if isLine != lines || isLine && view.line.to != os.Stdout {
			t.Errorf("Lines %v: %+v", lines, view)
		}
	}
	SetBackend(nil)
	if view, isLine := newProgressView().(*lineView); !isLine || view.line.to != os.Stderr {
		t.Errorf("in a plain program: %+v", view)
	}
}
