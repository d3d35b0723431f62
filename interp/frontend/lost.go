package frontend

import (
	"cmp"
	"fmt"
	"slices"
)

// Lost is the Stale of a variable whose value ended with the engine that held
// it, and of a declaration that uses such a variable.
const Lost = -1

// LoseVariables marks all variables as lost, and what uses them: whoever uses
// one of these is told which cell to run again. It returns the variables, those
// of earlier cells first.
func (s *Scope) LoseVariables() []*Declared {
	var lost []*Declared
	for name, d := range s.decls {
		if d.isVar() {
			s.lose(name, "")
			lost = append(lost, s.decls[name])
		}
	}
	slices.SortFunc(lost, func(a, b *Declared) int {
		return cmp.Or(cmp.Compare(a.Cell, b.Cell), cmp.Compare(a.Object.Pos(), b.Object.Pos()), cmp.Compare(a.Object.Name(), b.Object.Name()))
	})
	for again := true; again; {
		again = false
		for _, name := range s.Names() {
			d := s.decls[name]
			if d.Stale == Lost {
				continue
			}
			if by := s.lostUse(d); by != "" {
				s.lose(name, by)
				again = true
			}
		}
	}
	return lost
}

// lostUse is the lost variable that a declaration uses, directly or not, "" for
// none.
func (s *Scope) lostUse(d *Declared) string {
	for _, used := range sortedKeys(d.uses) {
		if u := s.decls[used]; u != nil && u.Stale == Lost {
			return cmp.Or(u.by, used)
		}
	}
	return ""
}

func (s *Scope) lose(name, by string) {
	d := *s.decls[name] // copies of the scope share the old one
	d.Stale, d.by = Lost, by
	s.decls[name] = &d
}

// lostMessage says what to do about a use of something that is lost.
func (s *Scope) lostMessage(name string, d *Declared) string {
	const how = "the engine that held it ended"
	if d.by == "" {
		return fmt.Sprintf("%s is lost: %s; run %s again, or declare %s anew", name, how, CellName(d.Cell), name)
	}
	run := "declare it anew"
	if v := s.decls[d.by]; v != nil {
		run = fmt.Sprintf("run %s again", CellName(v.Cell))
	}
	return fmt.Sprintf("%s uses %s, which is lost: %s; %s", name, d.by, how, run)
}
