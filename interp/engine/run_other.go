//go:build !unix

package engine

import (
	"context"
	"errors"
)

// Run fails: the engine hands pipes from process to process as Unix does.
func Run(context.Context, func(Host) (Session, error)) error {
	return errors.New("the engine runs on Linux, macOS and the BSDs; on Windows use WSL")
}
