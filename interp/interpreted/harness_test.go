package interpreted

import (
	"context"
	"errors"
	"go/types"
	"io"
	"os"
	"reflect"
	"testing"

	"gonymede/interp/executor"
	"gonymede/interp/frontend"
	"gonymede/kernel/display"
)

// notebook is a session whose cells are interpreted, or taken for compiled.
type notebook struct {
	t       *testing.T
	i       *Interpreter
	shared  *executor.Shared
	checker *frontend.Checker
	scope   *frontend.Scope
	cells   int
}

func newNotebook(t *testing.T) *notebook {
	shared := executor.NewShared()
	i, err := New(Options{
		Stdin: os.Stdin, Shared: shared,
		Print:     func(_ int, b []byte) error { _, err := os.Stdout.Write(b); return err },
		LatePanic: func(_ int, p *executor.Panic) { t.Errorf("late panic: %v", p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return &notebook{t: t, i: i, shared: shared, checker: frontend.NewChecker(), scope: frontend.NewScope()}
}

func (n *notebook) check(source string) *frontend.Unit {
	n.t.Helper()
	n.cells++
	u, diagnostics := n.checker.Check(n.i.FileSet(), n.scope, n.cells, source)
	if len(diagnostics) > 0 {
		n.t.Fatalf("%s\n%v", source, diagnostics)
	}
	return u
}

// compiled takes a cell for compiled: its names are the values given, pointers
// for variables, functions, and nil pointers for types.
func (n *notebook) compiled(source string, values map[string]any) {
	n.t.Helper()
	u := n.check(source)
	for _, v := range u.Vars {
		n.shared.SetVariable(v.Object, reflect.ValueOf(values[v.Object.Name()]))
	}
	for name, v := range values {
		if obj := u.Package.Scope().Lookup(name); obj != nil {
			n.shared.SetSymbol(obj, reflect.ValueOf(v))
		}
	}
	u.Record(n.scope)
}

// run interprets a cell, and returns what it prints and its value as text.
func (n *notebook) run(source string) (printed, value string, err error) {
	n.t.Helper()
	u := n.check(source)
	p, err := n.i.Declare(context.Background(), u)
	if err != nil {
		return "", "", err
	}
	u.Record(n.scope)
	r, w, err := os.Pipe()
	if err != nil {
		n.t.Fatal(err)
	}
	old := os.Stdout
	os.Stdout = w
	text := make(chan string)
	go func() {
		b, _ := io.ReadAll(r)
		text <- string(b)
	}()
	v, err := p.Run(context.Background())
	os.Stdout = old
	w.Close()
	printed = <-text
	r.Close()
	if b, ok := v.(display.Bundle); ok {
		value = b.Text()
	}
	return printed, value, err
}

// wants runs a cell that must print or show a text.
func (n *notebook) wants(source, want string) {
	n.t.Helper()
	printed, value, err := n.run(source)
	if err != nil {
		n.t.Errorf("%s\n%v", source, err)
	} else if got := printed + value; got != want {
		n.t.Errorf("%s\ngives %q, not %q", source, got, want)
	}
}

// refuses runs a cell that must be refused.
func (n *notebook) refuses(source string, c construct, detail string) {
	n.t.Helper()
	_, _, err := n.run(source)
	var unsupported *executor.UnsupportedError
	if !errors.As(err, &unsupported) {
		n.t.Errorf("%s\ngives %v, not a refusal", source, err)
	} else if want := constructs[c].text(detail); unsupported.Construct != want {
		n.t.Errorf("%s\nis refused because of %q, not %q", source, unsupported.Construct, want)
	}
}

// variable is the place of a variable of the session.
func (n *notebook) variable(name string) reflect.Value {
	n.t.Helper()
	v, ok := n.shared.Variable(n.scope.Lookup(name).Object.(*types.Var))
	if !ok {
		n.t.Fatalf("%s has no place", name)
	}
	return v
}
