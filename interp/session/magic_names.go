package session

import (
	"context"
	"fmt"
	"go/types"
	"strings"
	"text/tabwriter"

	"gonymede/interp/frontend"
	"gonymede/interp/magic"
	"gonymede/interp/spelling"
)

// magicHelp lists the magics, or says more of one.
func (s *Session) magicHelp(_ context.Context, t *text, m magic.Magic) error {
	if m.Args == "" {
		t.show(magic.Help())
		return nil
	}
	name := strings.TrimLeft(m.Args, "%/")
	spec, ok := magic.Lookup(name)
	if !ok {
		var names []string
		for _, spec := range magic.Specs {
			names = append(names, spec.Name)
		}
		if near := spelling.Closest(name, names); near != "" {
			return fmt.Errorf("there is no magic %s (did you mean %s?)", name, near)
		}
		return fmt.Errorf("there is no magic %s; %%help lists all", name)
	}
	t.show(spec.Help())
	return nil
}

// magicWho lists what the session has declared.
func (s *Session) magicWho(_ context.Context, t *text, m magic.Magic) error {
	wanted := map[string]bool{}
	for _, name := range strings.Fields(m.Args) {
		if s.scope.Lookup(name) == nil {
			if near := spelling.Closest(name, s.scope.Names()); near != "" {
				return fmt.Errorf("this session has no %s (did you mean %s?)", name, near)
			}
			return fmt.Errorf("this session has no %s", name)
		}
		wanted[name] = true
	}
	quiet := s.quiet(t.number)
	var variables, constants, functions, kinds []string
	for _, name := range s.scope.Names() {
		d := s.scope.Lookup(name)
		if len(wanted) > 0 && !wanted[name] {
			continue
		}
		typ := types.TypeString(d.Object.Type(), frontend.Qualifier)
		cell := frontend.CellName(d.Cell)
		switch obj := d.Object.(type) {
		case *types.Var:
			value := oneLine(s.value(obj, quiet, whoValue).text)
			switch d.Stale {
			case 0:
			case frontend.Lost:
				value = "(lost: run " + cell + " again)"
			default:
				value = "(stale: its type was declared again in " + frontend.CellName(d.Stale) + ")"
			}
			variables = append(variables, strings.Join([]string{name, typ, cell, value}, "\t"))
		case *types.Const:
			constants = append(constants, strings.Join([]string{name, typ, cell, obj.Val().String()}, "\t"))
		case *types.Func:
			functions = append(functions, strings.Join([]string{name, strings.TrimPrefix(typ, "func"), cell}, "\t"))
		case *types.TypeName:
			underlying := types.TypeString(obj.Type().Underlying(), frontend.Qualifier)
			kinds = append(kinds, strings.Join([]string{name, shorten(underlying, whoType), cell}, "\t"))
		}
	}
	var b strings.Builder
	for _, group := range []struct {
		title string
		rows  []string
	}{
		{"variable\ttype\tdeclared\tvalue", variables},
		{"constant\ttype\tdeclared\tvalue", constants},
		{"function\tparameters and results\tdeclared", functions},
		{"type\tunderlying\tdeclared", kinds},
	} {
		if len(group.rows) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		fmt.Fprintf(w, "%s\n%s\n", group.title, strings.Join(group.rows, "\n"))
		w.Flush() // cannot fail: it writes to memory
	}
	if b.Len() == 0 {
		b.WriteString("nothing is declared\n")
	}
	return s.print(t, b.String())
}

// How much %who shows of a value and of a type, in bytes.
const (
	whoValue = 60
	whoType  = 60
)

func oneLine(text string) string {
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(text)
}

// shorten cuts a text that is longer than n bytes.
func shorten(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return strings.ToValidUTF8(text[:n], "") + "…"
}

// magicReset forgets all names. Goroutines go on with what they hold.
func (s *Session) magicReset(_ context.Context, t *text, m magic.Magic) error {
	s.mu.Lock()
	old := s.scope
	s.scope = frontend.NewScope()
	s.mu.Unlock()
	for _, name := range old.Names() {
		s.shared.Forget(old.Lookup(name).Object)
	}
	return nil
}
