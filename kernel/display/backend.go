package display

import (
	"sync"

	"gonymede/interp/protocol"
)

// A Backend takes what this package shows, asks and sends to the notebook. It
// is for engines; cells have no use for it. Its methods are called from many
// goroutines at once.
type Backend interface {
	// Display shows a value, or updates one that is shown.
	Display(protocol.Display) error
	// ClearOutput clears the output of the cell.
	ClearOutput(protocol.ClearOutput) error
	// Input asks the user for a line. Its error says why there is none.
	Input(protocol.InputRequest) (string, error)
	// Comm sends a message of a type protocol.TypeComm….
	Comm(typ string, c protocol.Comm, buffers [][]byte) error
	// LateError reports a panic in a comm's callback.
	LateError(*protocol.Error)
}

var installed struct {
	sync.RWMutex
	backend Backend
}

// SetBackend makes b what the package works with from now on; nil removes it.
// It is for engines.
func SetBackend(b Backend) {
	installed.Lock()
	defer installed.Unlock()
	installed.backend = b
}

// backend returns the backend, nil in a plain program.
func backend() Backend {
	installed.RLock()
	defer installed.RUnlock()
	return installed.backend
}
