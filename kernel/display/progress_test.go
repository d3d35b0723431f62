package display

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gonymede/interp/protocol"
)

// texts returns the text form of what a notebook was sent, and whether each
// message but the first of a display is an update.
func (n *notebook) texts(t *testing.T) []string {
	t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	seen := map[string]bool{}
	var all []string
	for _, d := range n.displays {
		if d.Update != seen[d.DisplayID] {
			t.Errorf("display %s: update %v, want %v", d.DisplayID, d.Update, seen[d.DisplayID])
		}
		seen[d.DisplayID] = true
		all = append(all, d.Data["text/plain"].(string))
	}
	return all
}

func last(all []string) string { return all[len(all)-1] }

// A thousand changes a second by eight goroutines are ten messages a second.
func TestProgressSendsSeldom(t *testing.T) {
	n := open(t)
	synctest.Test(t, func(t *testing.T) {
		const goroutines, each, seconds = 8, 125, 10
		p := NewProgress("Reading", goroutines*each*seconds)
		var all sync.WaitGroup
		for range goroutines {
			all.Go(func() {
				for range each * seconds {
					time.Sleep(time.Second / each)
					p.Add(1)
				}
			})
		}
		all.Wait()
		p.Done()
		got := n.texts(t)
		if most := 1 + 10*seconds + 1; len(got) > most || len(got) < most/2 {
			t.Errorf("%d messages, want at most %d and more than half of that", len(got), most)
		}
		if want := "Reading  ████████████████████ 100%  10,000/10,000 · 1,000/s · done in 10 s"; last(got) != want {
			t.Errorf("last %q, want %q", last(got), want)
		}
	})
}

// A hundred bars together send fifty messages a second.
func TestManyProgressesSendSeldom(t *testing.T) {
	n := open(t)
	synctest.Test(t, func(t *testing.T) {
		const bars, seconds = 100, 20
		var all sync.WaitGroup
		for i := range bars {
			p := NewProgress(fmt.Sprint(i), 0)
			all.Go(func() {
				defer p.Done()
				for range 100 * seconds {
					time.Sleep(10 * time.Millisecond)
					p.Add(1)
				}
			})
		}
		time.Sleep(10 * time.Second)
		before := len(n.texts(t))
		time.Sleep(5 * time.Second)
		if got := len(n.texts(t)) - before; got > 5*60 || got < 5*40 {
			t.Errorf("%d messages in five seconds, want about %d", got, 5*50)
		}
		all.Wait()
		if all := strings.Join(n.texts(t), "\n"); strings.Count(all, "2,000 · 100/s · took 20 s") != bars {
			t.Error("not every bar's last state arrived:", all[len(all)-200:])
		}
	})
}

// What came last is sent, although nothing comes after it, and then there is silence.
func TestProgressSendsTheLastState(t *testing.T) {
	n := open(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewProgress("", 10)
		for range 4 {
			p.Add(1)
		}
		time.Sleep(progressEvery)
		synctest.Wait()
		want := []string{
			"░░░░░░░░░░░░░░░░░░░░   0%  0/10",
			"████████░░░░░░░░░░░░  40%  4/10 · 40/s · 1 s left",
		}
		if got := n.texts(t); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got %q, want %q", got, want)
		}
		if bars := due.all(); len(bars) > 0 {
			t.Errorf("%d bars still have a timer", len(bars))
		}
		time.Sleep(time.Hour)
		p.Set(4) // nothing new
		time.Sleep(time.Hour)
		if got := n.texts(t); len(got) != 2 {
			t.Errorf("%d messages although nothing changed: %q", len(got), got)
		}
		p.Add(1) // after a pause a change is shown at once
		synctest.Wait()
		if got := n.texts(t); len(got) != 3 {
			t.Errorf("%d messages, want 3: %q", len(got), got)
		}
	})
}

func TestFlushProgress(t *testing.T) {
	n := open(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewProgress("a", 10)
		q := NewProgress("b", 10)
		p.Add(3)
		FlushProgress()
		FlushProgress()
		q.Add(1)
		q.Done()
		FlushProgress()
		if got := n.texts(t); len(got) != 4 || !strings.Contains(got[2], "3/10") || !strings.Contains(got[3], "1/10") {
			t.Errorf("got %q", got)
		}
		p.Add(1) // the bar goes on as ever
		time.Sleep(progressEvery)
		synctest.Wait()
		if got := n.texts(t); len(got) != 5 || !strings.Contains(got[4], "4/10") {
			t.Errorf("got %q", got)
		}
	})
}

func TestProgressEnds(t *testing.T) {
	n := open(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewProgress("Reading", 10)
		time.Sleep(2 * time.Second)
		p.Add(4)
		p.Done()
		want := "Reading  ████████░░░░░░░░░░░░  40%  4/10 · 2.0/s · stopped after 2 s"
		if got := n.texts(t); last(got) != want {
			t.Errorf("last %q, want %q", last(got), want)
		}
		sent := len(n.texts(t))
		p.Add(1)
		p.Set(9)
		p.Set(0)
		p.SetTotal(5)
		p.Describe("Other")
		p.Done()
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		FlushProgress()
		time.Sleep(time.Minute)
		if got := n.texts(t); len(got) != sent {
			t.Errorf("sent after Done: %q", got[sent:])
		}
		if got := p.String(); got != want {
			t.Errorf("after Done %q, want %q", got, want)
		}
	})
}

func TestProgressChanges(t *testing.T) {
	open(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewProgress("", 0)
		defer p.Done()
		want := func(text string) {
			t.Helper()
			FlushProgress()
			if got := p.String(); got != text {
				t.Errorf("got %q, want %q", got, text)
			}
		}
		want("0 · 0 ms")
		time.Sleep(10 * time.Second)
		p.Add(100)
		want("100 · 10/s · 10 s")
		p.SetTotal(400)
		p.Describe("two\nlines")
		want("two lines  █████░░░░░░░░░░░░░░░  25%  100/400 · 10/s · 30 s left")
		p.Add(-300)
		want("two lines  ░░░░░░░░░░░░░░░░░░░░ -50%  -200/400 · 10/s · 1 min 0 s left")
		p.Set(410)
		want("two lines  ████████████████████ 102%  410/400 · 41/s · done in 10 s")
		p.SetTotal(-1)
		want("two lines  410 · 10/s · 10 s")
		p.Set(0) // a new beginning
		time.Sleep(5 * time.Second)
		p.Set(1)
		want("two lines  1 · 5.0 s each · 5 s")
	})
}

func TestProgressRange(t *testing.T) {
	n := open(t)
	for _, test := range []struct {
		total int
		body  func(i int) (goOn bool)
		want  string
		end   string
	}{
		{3, func(int) bool { return true }, "3/3", "done in"},
		{3, func(i int) bool { return i < 1 }, "1/3", "stopped after"},
		{0, func(i int) bool { return i < 5 }, "5 · ", "took"},
		{3, func(i int) bool {
			if i == 2 {
				panic("the third")
			}
			return true
		}, "2/3", "stopped after"},
	} {
		func() {
			defer func() { recover() }()
			next := 0
			for i := range NewProgress("", test.total).Range() {
				if i != next {
					t.Errorf("%d, want %d", i, next)
				}
				next++
				if !test.body(i) {
					break
				}
			}
		}()
		if got := last(n.texts(t)); !strings.Contains(got, test.want) || !strings.Contains(got, test.end) {
			t.Errorf("got %q, want %q, %q", got, test.want, test.end)
		}
	}
}

func TestProgressOfBytes(t *testing.T) {
	open(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewProgress("", 3_000_000)
		defer p.Done()
		time.Sleep(time.Second)
		if _, err := io.Copy(p, strings.NewReader(strings.Repeat("x", 1_500_000))); err != nil {
			t.Fatal(err)
		}
		if got, want := p.String(), "██████████░░░░░░░░░░  50%  1.5 MB/3.0 MB · 1.5 MB/s · 1 s left"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// stuck is a notebook whose front end does not read until it is told to.
type stuck struct {
	*notebook
	reads chan struct{}
}

func (s stuck) Display(d protocol.Display) error {
	if d.Update {
		<-s.reads
	}
	return s.notebook.Display(d)
}

// Add does not wait for a front end that does not read.
func TestProgressDoesNotWait(t *testing.T) {
	n := open(t)
	synctest.Test(t, func(t *testing.T) {
		s := stuck{n, make(chan struct{})}
		SetBackend(s)
		p := NewProgress("", 1000)
		for range 1000 {
			p.Add(1)
			p.Describe("no waiting")
			time.Sleep(10 * time.Millisecond)
		}
		if got := n.texts(t); len(got) != 1 {
			t.Errorf("got %q, want only the first", got)
		}
		close(s.reads)
		synctest.Wait()
		time.Sleep(progressEvery)
		synctest.Wait()
		if got := last(n.texts(t)); !strings.Contains(got, "1,000/1,000") {
			t.Errorf("last %q, want all", got)
		}
	})
}

// In real time and with the race detector: no state is lost, and after Done
// nothing comes.
func TestProgressOfManyGoroutines(t *testing.T) {
	n := open(t)
	const goroutines, each = 8, 20_000
	p := NewProgress("all", goroutines*each)
	var all sync.WaitGroup
	for g := range goroutines {
		all.Go(func() {
			for i := range each {
				p.Add(1)
				switch {
				case i%1000 == 0:
					p.Describe(fmt.Sprint("at ", g))
				case i%1500 == 0:
					FlushProgress()
				}
			}
		})
	}
	all.Wait()
	for range goroutines {
		all.Go(p.Done)
	}
	all.Wait()
	if got := last(n.texts(t)); !strings.Contains(got, "160,000/160,000") || !strings.Contains(got, "done in") {
		t.Errorf("last %q", got)
	}
	if bars := due.all(); len(bars) > 0 {
		t.Errorf("%d bars still have a timer", len(bars))
	}
}

func BenchmarkProgressAdd(b *testing.B) {
	SetBackend(&notebook{})
	defer SetBackend(nil)
	p := NewProgress("", b.N)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			p.Add(1)
		}
	})
	p.Done()
}
