package session

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"gonymede/interp/engine"
	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

type tmpHost struct{}

func (tmpHost) LateError(cell int, e *protocol.Error) {
	fmt.Println("LATE", cell, e, strings.Join(e.Traceback, "\n"))
}
func (tmpHost) ExpectInput() {}

func TestTry(t *testing.T) {
	b, err := os.ReadFile(os.Getenv("CELLS"))
	if err != nil {
		t.Skip()
	}
	t0 := time.Now()
	s, err := New(tmpHost{})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("new", time.Since(t0))
	for i, c := range strings.Split(string(b), "\n---\n") {
		ctx, cancel := context.WithCancelCause(context.Background())
		time.AfterFunc(2*time.Second, func() { cancel(engine.ErrInterrupted) })
		t0 := time.Now()
		r := s.Execute(ctx, engine.Cell{Number: i + 1, Source: c})
		d := time.Since(t0)
		switch {
		case r.Err != nil:
			fmt.Printf("[%d] ERROR %s | %s\n%s\n", i+1, r.Err.Name, r.Err.Value, strings.Join(r.Err.Traceback, "\n"))
		case r.HasValue:
			fmt.Printf("[%d] => %v\n", i+1, r.Value.(display.Bundle).Data["text/plain"])
		}
		fmt.Println("   ", d.Round(10*time.Microsecond), r.Notes)
	}
}
