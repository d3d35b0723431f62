package display

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// The zero value is a bar without a total.
func TestZeroProgress(t *testing.T) {
	n := open(t)
	synctest.Test(t, func(t *testing.T) {
		var p Progress
		time.Sleep(time.Hour)
		if got := n.texts(t); len(got) > 0 {
			t.Errorf("shown before it is used: %q", got)
		}
		p.Add(1)
		FlushProgress()
		time.Sleep(2 * time.Second)
		p.Add(1)
		p.Done()
		got := n.texts(t)
		if want := "1 · 0 ms"; len(got) != 2 || got[0] != want {
			t.Errorf("shown is %q, want %q first of two", got, want)
		}
		if want := "2 · 1.0/s · took 2 s"; last(got) != want {
			t.Errorf("shown is %q, want %q", last(got), want)
		}
	})
}

// Each method may be the first that is called of the zero value.
func TestZeroProgressBeginsAnyhow(t *testing.T) {
	open(t)
	for name, first := range map[string]func(p *Progress){
		"Set":      func(p *Progress) { p.Set(3) },
		"SetTotal": func(p *Progress) { p.SetTotal(3) },
		"Describe": func(p *Progress) { p.Describe("Reading") },
		"Write":    func(p *Progress) { _, _ = p.Write([]byte("abc")) },
		"Range":    func(p *Progress) { p.Range()(func(i int) bool { return i < 3 }) },
		"Done":     func(p *Progress) { p.Done() },
		"String":   func(p *Progress) { _ = p.String() },
	} {
		synctest.Test(t, func(t *testing.T) {
			p := &Progress{}
			first(p)
			FlushProgress()
			p.Add(1)
			p.Done()
			if text := p.String(); strings.Contains(text, "more than") {
				t.Errorf("after %s: %s", name, text)
			}
		})
	}
}

// A copy shares locks and timer with its original, and says so before it does harm.
func TestCopiedProgress(t *testing.T) {
	n := open(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewProgress("Reading", 10)
		p.Add(1)
		copied := &Progress{}
		copied.self.Store(p.self.Load()) // what an assignment does, which vet forbids
		copied.armed.Store(true)
		for name, call := range map[string]func(){"Add": func() { copied.Add(1) }, "Done": copied.Done, "Describe": func() { copied.Describe("x") }} {
			func() {
				defer func() {
					if text, _ := recover().(string); !strings.Contains(text, "a copy of another one") {
						t.Errorf("%s of a copy: %q", name, text)
					}
				}()
				call()
			}()
		}
		FlushProgress()
		p.Done()
		if got := n.texts(t); !strings.Contains(last(got), "stopped") {
			t.Errorf("the original shows %q", got)
		}
	})
}
