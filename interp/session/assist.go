package session

import (
	"strings"

	"gonymede/interp/engine"
	"gonymede/interp/frontend"
	"gonymede/interp/protocol"
)

// Complete implements engine.Session.
func (s *Session) Complete(q protocol.Complete) protocol.Completion {
	scope := s.snapshot()
	s.checking.Lock()
	defer s.checking.Unlock()
	return s.checker.Complete(scope, q.Code, q.Cursor)
}

// Inspect implements engine.Session.
func (s *Session) Inspect(q protocol.Inspect) protocol.Inspection {
	scope := s.snapshot()
	s.checking.Lock()
	defer s.checking.Unlock()
	return s.checker.Inspect(scope, q.Code, q.Cursor, q.Detail, s.live)
}

func (s *Session) snapshot() *frontend.Scope {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.scope.Clone()
}

// help answers a cell that asks about a name: ?name, name?, ??name or name??,
// the last two with its source.
func (s *Session) help(source string) (engine.Result, bool) {
	text := strings.TrimSpace(source)
	name := strings.Trim(text, "?")
	marks := len(text) - len(name)
	if marks == 0 || marks > 2 || strings.ContainsAny(name, "\n?") || strings.TrimSpace(name) == "" {
		return engine.Result{}, false
	}
	name = strings.TrimSpace(name)
	found := s.Inspect(protocol.Inspect{Code: name, Cursor: len(name), Detail: marks - 1})
	if !found.Found {
		e := &protocol.Error{Name: "NameError", Value: name + " is not found"}
		e.Traceback = []string{red(e.Name) + ": nothing is known of " + name + "; a package, a name of this session or a member such as strings.Builder can be asked for"}
		return engine.Result{Err: e}, true
	}
	return engine.Result{Page: found.Data}, true
}
