package session

import (
	"context"
	"go/types"
	"reflect"
	"strings"
	"testing"
	"time"

	"gonymede/interp/engine"
	"gonymede/interp/executor"
	"gonymede/interp/frontend"
	"gonymede/interp/protocol"
)

type node struct {
	name string
	next *node
	any  any
}

func TestValue(t *testing.T) {
	s := &Session{shared: executor.NewShared(), scope: frontend.NewScope()}
	pkg := types.NewPackage("main", "main")
	named := types.NewNamed(types.NewTypeName(0, pkg, "node", nil), nil, nil)
	anyType := types.Universe.Lookup("any").Type()
	named.SetUnderlying(types.NewStruct([]*types.Var{
		types.NewField(0, pkg, "name", types.Typ[types.String], false),
		types.NewField(0, pkg, "next", types.NewPointer(named), false),
		types.NewField(0, pkg, "any", anyType, false),
	}, nil))
	ring := &node{name: "a"}
	ring.next = &node{name: "b", next: ring, any: 3}
	numbers := types.NewMap(types.Typ[types.String], types.Typ[types.Int])
	for _, test := range []struct {
		value      any // a pointer to the variable's value
		typ        types.Type
		want, busy string
	}{
		{new(int), types.Typ[types.Int], "0", "0"},
		{ptr("a\nb"), types.Typ[types.String], `"a\nb"`, "…"},
		{ptr([]int{1, 2}), types.NewSlice(types.Typ[types.Int]), "[]int{1, 2}", "[]int, length 2"},
		{ptr([]int(nil)), types.NewSlice(types.Typ[types.Int]), "nil", "nil"},
		{ptr(map[string]int{"b": 2, "a": 1}), numbers, `map[string]int{"a": 1, "b": 2}`, "map[string]int, length 2"},
		{ptr(ring), types.NewPointer(named), `&node{name: "a", next: &node{name: "b", next: *node, any: 3}, any: nil}`, "*node"},
		{ptr(*ring.next), named, `node{name: "b", next: &node{name: "a", next: &node{name: "b", next: *node, any: 3}, any: nil}, any: 3}`, "node{name: …, next: *node, any: …}"},
		{ptr(make(chan int, 2)), types.NewChan(types.SendRecv, types.Typ[types.Int]), "chan int, 0 of 2 waiting", "chan int, 0 of 2 waiting"},
		{ptr([3]bool{true}), types.NewArray(types.Typ[types.Bool], 3), "[3]bool{true, false, false}", "[3]bool{true, false, false}"},
		{ptr(time.Second), types.Typ[types.Int64], "1000000000", "1000000000"},
		{ptr(any("x")), anyType, `"x"`, "…"},
		{ptr(strings.Repeat("x", 1000)), types.Typ[types.String], `"` + strings.Repeat("x", 199) + "…", "…"},
	} {
		v := types.NewVar(0, pkg, "v", test.typ)
		s.shared.SetVariable(v, reflect.ValueOf(test.value))
		if got := s.value(v, true, 200); got.text != test.want || got.busy {
			t.Errorf("%v: got %s", test.want, got.text)
		}
		if got := s.value(v, false, 200); got.text != test.busy {
			t.Errorf("%v while cells run: got %s", test.busy, got.text)
		}
	}
	if got := s.value(types.NewVar(0, pkg, "unknown", types.Typ[types.Int]), true, 10); got.text != "" {
		t.Errorf("a variable that nobody has is %q", got.text)
	}
}

func ptr[T any](v T) *T { return &v }

// TestWho lists values of types that are not the session's own.
func TestWho(t *testing.T) {
	_, r, printed := run(t, nil, "var mu sync.Mutex\nd := 90 * time.Second\nday := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)\nlong := strings.Repeat(\"ab\", 100)", "%who")
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	for _, want := range []string{"sync.Mutex{…}", " 1m30s\n", "2026-01-02 03:04:05 +0000 UTC", "ababa…\n"} {
		if !strings.Contains(printed, want) {
			t.Errorf("%%who lacks %q:\n%s", want, printed)
		}
	}
}

// TestQuiet has a cell with a number that no other test has leave goroutines
// behind.
func TestQuiet(t *testing.T) {
	const number = 424242
	s, _, _ := run(t, nil, "stop := make(chan bool)\nxs := []int{1}")
	if !s.quiet(0) {
		t.Error("a session without goroutines is not quiet")
	}
	r := s.Execute(context.Background(), engine.Cell{Number: number, Source: "for range 2 {\n\tgo func() { <-stop }()\n}"})
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	if n := goroutinesOfCells()[number]; n != 2 || s.quiet(0) || !s.quiet(number) {
		t.Errorf("a cell has left 2 goroutines, %d are seen", n)
	}
	if got := inspect(s, "xs"); !strings.Contains(got, "[]int, length 1 // more when") {
		t.Errorf("inspection beside goroutines: %s", got)
	}
	s.Execute(context.Background(), engine.Cell{Number: 2, Source: "stop <- true; stop <- true"})
	for end := time.Now().Add(10 * time.Second); !s.quiet(0); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("goroutines that have ended are still seen")
		}
	}
	if got := inspect(s, "xs"); !strings.Contains(got, "var xs []int = []int{1}\n") {
		t.Errorf("inspection of a quiet session: %s", got)
	}
}

func inspect(s *Session, code string) string {
	text, _ := s.Inspect(protocol.Inspect{Code: code, Cursor: len(code)}).Data["text/plain"].(string)
	return text
}

// TestAssistWhileACellRuns completes and inspects while a cell writes the
// variables that are looked at.
func TestAssistWhileACellRuns(t *testing.T) {
	if raceEnabled {
		return // what one word holds is read without a lock; see value.go
	}
	s, r, _ := run(t, nil, "m := map[int]int{}\nn := 0\ntext := \"\"")
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	done := make(chan engine.Result)
	go func() {
		done <- s.Execute(ctx, engine.Cell{Number: 2, Source: "for {\n\tn++\n\tm[n%1000] = n\n\ttext = fmt.Sprint(n)\n}"})
	}()
	for end := time.Now().Add(10 * time.Second); s.quiet(0); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the cell does not begin")
		}
	}
	for range 100 {
		for code, want := range map[string]string{"m": "map[int]int, length ", "n": "var n int = ", "text": "var text string = … // more"} {
			if got := inspect(s, code); !strings.Contains(got, want) {
				t.Fatalf("inspection of %s: %s", code, got)
			}
		}
		if c := s.Complete(protocol.Complete{Code: "te", Cursor: 2}); len(c.Matches) == 0 || c.Matches[0].Text != "text" {
			t.Fatalf("completion: %v", c)
		}
	}
	cancel(engine.ErrInterrupted)
	<-done
}
