package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/token"
	"strings"

	"gonymede/interp/frontend"
	"gonymede/interp/magic"
	"gonymede/interp/protocol"
)

// A view returns what of the session a cell sees that runs apart from it. It is asked
// before each check, because declarations are replaced by those of another executor.
type view func() (*frontend.Scope, error)

// hashDigits is how many hex digits of a cell's SHA-256 tell it from others.
const hashDigits = 12

// apart reads the arguments of %%apart: names, "with", and label:hash of cells.
func (s *Session) apart(args string) (view, error) {
	var names []string
	var priors []frontend.Prior
	words, with := strings.Fields(args), false
	for _, word := range words {
		label, hash, pinned := strings.Cut(word, ":")
		switch {
		case word == "with" && !with:
			with = true
		case with && pinned && label != "" && isHash(hash):
			prior, err := s.prior(label, hash)
			if err != nil {
				return nil, err
			}
			priors = append(priors, prior)
		case with:
			return nil, fmt.Errorf("behind with there must be cells, each as label:hash with %d hex digits; %q is none", hashDigits, word)
		case !token.IsIdentifier(word):
			return nil, fmt.Errorf("%q is no name; the names come first, and cells behind with", word)
		default:
			names = append(names, word)
		}
	}
	seen := func() (*frontend.Scope, error) { return s.checker.Apart(s.scope, names, priors) }
	s.checking.Lock()
	defer s.checking.Unlock()
	_, err := seen()
	return seen, err
}

func isHash(text string) bool {
	_, err := hex.DecodeString(text)
	return err == nil && len(text) == hashDigits && strings.ToLower(text) == text
}

// hashOf is what %%apart calls a cell by.
func hashOf(source string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(source)))
	return hex.EncodeToString(sum[:])[:hashDigits]
}

// prior finds the cells that have run with a certain text.
func (s *Session) prior(label, hash string) (frontend.Prior, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := frontend.Prior{Name: label, Cells: map[int]bool{}}
	for number, source := range s.sources {
		if hashOf(source) == hash {
			found.Cells[number], found.Source = true, magic.Split(source).Go
		}
	}
	if len(found.Cells) == 0 {
		return found, fmt.Errorf("the cell %s has not been run, or its text was changed; run all cells above, from the first on", label)
	}
	return found, nil
}

// declaresApart is the error of a cell that runs apart and declares something.
func (s *Session) declaresApart(unit *frontend.Unit) *protocol.Error {
	name, pos := "", token.NoPos
	for _, v := range unit.Vars {
		name, pos = v.Object.Name(), v.Object.Pos()
	}
	for _, d := range unit.Decls {
		pos = d.Pos()
	}
	what := "a cell that runs apart declares nothing; put this into a func() { … }()"
	if name != "" {
		what = name + ": " + what
	}
	return s.positioned("MagicError", what, unit.Fset.Position(pos))
}

// compileAgain compiles declarations that only the interpreter has, for a cell that
// sees them but not what they use.
func (s *Session) compileAgain(ctx context.Context, number int, names []string) *protocol.Error {
	unit, diagnostics := s.check(number, "", nil, names...)
	if len(diagnostics) > 0 {
		return s.compileError(diagnostics)
	}
	unit, program, failed := s.compile(ctx, number, "", unit)
	if failed != nil {
		return failed
	}
	s.mu.Lock()
	unit.Record(s.scope)
	s.mu.Unlock()
	if _, err := program.Run(ctx); err != nil {
		return s.runError(err)
	}
	return nil
}
