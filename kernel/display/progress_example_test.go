package display_test

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"

	"gonymede/kernel/display"
)

// Many goroutines move one bar.
func ExampleNewProgress() {
	words := strings.Fields(strings.Repeat("the quick brown fox jumps over the lazy dog ", 100))
	p := display.NewProgress("Counting letters", len(words))
	defer p.Done()
	var letters atomic.Int64
	var workers sync.WaitGroup
	for part := range 4 {
		workers.Go(func() {
			for i := part; i < len(words); i += 4 {
				letters.Add(int64(len(words[i])))
				p.Add(1)
			}
		})
	}
	workers.Wait()
	fmt.Println(letters.Load(), "letters")
	// Output: 3500 letters
}

func ExampleProgress_Range() {
	sum := 0
	for i := range display.NewProgress("Adding", 1000).Range() {
		sum += i
	}
	fmt.Println(sum)
	// Output: 499500
}

// One bar for the rounds and one for what each round does.
func ExampleProgress_Set() {
	const rounds, steps = 3, 100
	outer := display.NewProgress("Rounds", rounds)
	inner := display.NewProgress("Steps", steps)
	defer inner.Done()
	for range outer.Range() {
		inner.Set(0)
		for range steps {
			inner.Add(1)
		}
	}
	fmt.Println("done")
	// Output: done
}

// A bar counts the bytes that pass.
func ExampleProgress_Write() {
	source := strings.NewReader(strings.Repeat("x", 100_000))
	p := display.NewProgress("Copying", source.Len())
	defer p.Done()
	var target strings.Builder
	if _, err := io.Copy(io.MultiWriter(&target, p), source); err != nil {
		fmt.Println(err)
	}
	fmt.Println(target.Len(), "bytes")
	// Output: 100000 bytes
}
