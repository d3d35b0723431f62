//go:build gonymede_overlay

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"plugin"

	"gonymede/interp/native"
	"gonymede/interp/native/toolchain"
	"gonymede/interp/session"
)

// compiler makes the session's compiler. Its files lie in a folder of their own,
// whose name tells the engine's process; a later engine removes what a killed
// one has left.
func compiler(e session.Environment) (session.Compiler, error) {
	work, err := os.MkdirTemp("", fmt.Sprintf("gonymede-%d-", os.Getpid()))
	if err != nil {
		return nil, fmt.Errorf("make a folder for compiled cells: %w", err)
	}
	tools, err := toolchain.Open(os.Getenv(toolchain.Variable), work)
	if err != nil {
		return nil, err
	}
	runs, err := native.Contain(e.Late)
	if err != nil {
		return nil, err
	}
	return compiled{native.New(native.Options{
		Toolchain: tools, Open: open, Dir: work, Shared: e.Shared, Source: e.Source, Progress: e.Progress,
		Keep: os.Getenv("GONYMEDE_KEEP_CELLS") != "",
	}, runs), tools}, nil
}

// compiled is the session's compiler, and its modules.
type compiled struct {
	*native.Executor
	*toolchain.Toolchain
}

var _ session.Modules = compiled{}

// open loads a plugin.
func open(file string) error {
	_, err := plugin.Open(file)
	return err
}

// sweep removes the folders of engines that are gone.
func sweep() {
	folders, err := filepath.Glob(filepath.Join(os.TempDir(), "gonymede-*-*"))
	if err != nil {
		return
	}
	for _, folder := range folders {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(folder), "gonymede-%d-", &pid); err != nil {
			continue
		}
		if _, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); os.IsNotExist(err) {
			_ = os.RemoveAll(folder)
		}
	}
}
