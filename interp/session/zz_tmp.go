package session

import (
	"gonymede/interp/engine"
	"gonymede/interp/protocol"
)

func (s *Session) Complete(protocol.Complete) protocol.Completion { return protocol.Completion{} }
func (s *Session) Inspect(protocol.Inspect) protocol.Inspection   { return protocol.Inspection{} }
func (s *Session) help(string) (engine.Result, bool)              { return engine.Result{}, false }
