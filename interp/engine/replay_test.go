//go:build unix

package engine

import (
	"context"
	"fmt"
	"testing"

	"gonymede/interp/protocol"
)

// remembering is a session that replays, as one with a compiler does.
type remembering struct {
	fake
	cells chan []Cell
}

func (r remembering) Tier() string { return "native" }

func (r remembering) Replay(_ context.Context, cells []Cell) (lost, notes []string) {
	if len(cells) == 0 {
		panic("nothing to replay")
	}
	r.cells <- cells
	return []string{"x (cell[3])"}, []string{"a note"}
}

func TestReplayComesBeforeTheNextCell(t *testing.T) {
	replayed := make(chan []Cell, 1)
	session := remembering{cells: replayed}
	session.run = func(context.Context, Cell) Result {
		select {
		case cells := <-replayed:
			return Result{Value: fmt.Sprint(cells), HasValue: true}
		default:
			return Result{Err: failure(fmt.Errorf("the cell came before the replay"))}
		}
	}
	k := inProcess(t, nil, session)
	id := k.send(protocol.TypeReplay, protocol.Replay{Cells: []protocol.ReplayCell{{Cell: 3, Code: "x := 1"}}})
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 4})
	var back protocol.Replayed
	if m := k.expect(protocol.TypeReplayed, &back); m.ID != id || fmt.Sprint(back.Lost, back.Notes) != "[x (cell[3])] [a note]" {
		t.Errorf("got %+v in %+v", back, m)
	}
	var shown protocol.Display
	if k.expect(protocol.TypeResult, &shown); shown.Data["text/plain"] != "[{3 x := 1 true}]" {
		t.Errorf("got %v", shown.Data)
	}
	k.done()
	k.end()
}

// A replay that panics is answered all the same.
func TestReplayThatPanics(t *testing.T) {
	k := inProcess(t, nil, remembering{})
	k.send(protocol.TypeReplay, protocol.Replay{})
	var back protocol.Replayed
	if k.expect(protocol.TypeReplayed, &back); len(back.Notes) != 1 {
		t.Errorf("got %+v", back)
	}
	k.end()
}

// What an engine says of itself comes from its session.
func TestReadySaysWhatTheSessionIs(t *testing.T) {
	for _, test := range []struct {
		session Session
		engine  string
		replays bool
	}{
		{fake{}, "interpreted", false},
		{remembering{}, "native", true},
	} {
		k := inProcess(t, nil, test.session)
		if k.ready.Engine != test.engine || k.ready.Replays != test.replays {
			t.Errorf("%T: %+v", test.session, k.ready)
		}
		k.end()
	}
}

// An interrupt that comes while its cell waits for its turn ends that cell
// before it begins, and no other.
func TestInterruptOfAWaitingCell(t *testing.T) {
	begun, release := make(chan int, 3), make(chan bool)
	k := inProcess(t, nil, fake{run: func(_ context.Context, c Cell) Result {
		begun <- c.Number
		if c.Number == 1 {
			<-release
		}
		return Result{}
	}})
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1})
	<-begun
	id := k.send(protocol.TypeExecute, protocol.Execute{Cell: 2})
	k.sendAs(id, protocol.TypeInterrupt)
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 3})
	k.send(protocol.TypeComplete, protocol.Complete{}) // its answer says that the rest was read
	k.expect(protocol.TypeCompletion, nil)
	release <- true
	if d := k.done(); name(d.Error) != ErrInterrupted.Name && d.Error != nil {
		t.Errorf("cell 1: %v", d.Error)
	}
	if d := k.done(); name(d.Error) != ErrInterrupted.Name {
		t.Errorf("cell 2: %v", d.Error)
	}
	if d := k.done(); d.Error != nil {
		t.Errorf("cell 3: %v", d.Error)
	}
	if n := <-begun; n != 3 {
		t.Errorf("cell %d began", n)
	}
	k.end()
}

// An interrupt of a cell that has ended does not end the next one.
func TestInterruptOfACellThatEnded(t *testing.T) {
	release := make(chan bool)
	k := inProcess(t, nil, fake{run: func(ctx context.Context, c Cell) Result {
		if c.Number == 2 {
			<-release
		}
		if ctx.Err() != nil {
			return Result{Err: cause(ctx)}
		}
		return Result{}
	}})
	id := k.send(protocol.TypeExecute, protocol.Execute{Cell: 1})
	k.done()
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 2})
	k.sendAs(id, protocol.TypeInterrupt)
	k.send(protocol.TypeComplete, protocol.Complete{})
	k.expect(protocol.TypeCompletion, nil)
	release <- true
	if d := k.done(); d.Error != nil {
		t.Errorf("the next cell: %v", d.Error)
	}
	k.end()
}
