//go:build gonymede_overlay

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"plugin"

	"gonymede/interp/native/cell"
	"gonymede/interp/native/containment/trial"
	"gonymede/interp/native/toolchain"
)

// selfTest reports by its exit status whether native cells work with the Go
// version that has built this engine, and says on standard output what does not.
func selfTest() int {
	if err := errors.Join(trial.Run(trial.Options{Report: os.Stdout}), tryCells()); err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// tryCells compiles, links, opens and runs two cells, of which the second uses
// what the first one keeps to itself.
func tryCells() error {
	work, err := os.MkdirTemp("", "cells-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	tools, err := toolchain.Open(os.Getenv(toolchain.Variable), work)
	if err != nil {
		return err
	}
	defer tools.Close()
	first := &toolchain.Package{Path: "sess/c1", Imports: map[string]string{}}
	if _, err := tryCell(tools, work, first, `import "gonymede/interp/native/cell"
type point[T any] struct{ x, y T }
func (p *point[T]) swap() { p.x, p.y = p.y, p.x }
var here = []*point[int]{{1, 2}}
func init() { cell.Register("sess/c1", nil, nil) }`); err != nil {
		return err
	}
	second := &toolchain.Package{Path: "sess/c2", Imports: map[string]string{first.Path: first.Archive}}
	c, err := tryCell(tools, work, second, `import ("fmt"; "gonymede/interp/native/cell"; . "sess/c1")
var there [2]point[string]
type swapper interface{ swap() }
func run() {
	for _, s := range []swapper{here[0], &there[0]} { s.swap() }
	if got := fmt.Sprintf("%v %T", *here[0], here); got != "{2 1} []*main.point[int]" { panic(got) }
}
func init() { cell.Register("sess/c2", run, nil) }`)
	if err != nil {
		return err
	}
	if c.Entry == nil {
		return errors.New("a cell that was opened has not registered itself")
	}
	c.Entry()
	return nil
}

func tryCell(tools *toolchain.Toolchain, work string, p *toolchain.Package, text string) (cell.Package, error) {
	base := filepath.Join(work, filepath.Base(p.Path))
	p.Files, p.Archive, p.Plugin = []string{base + ".go"}, base+".a", base+".so"
	if err := os.WriteFile(p.Files[0], []byte("package main\n"+text+"\n"), 0o644); err != nil {
		return cell.Package{}, err
	}
	ctx := context.Background()
	if err := tools.Compile(ctx, p); err != nil {
		return cell.Package{}, err
	}
	if err := tools.Link(ctx, p); err != nil {
		return cell.Package{}, err
	}
	if _, err := plugin.Open(p.Plugin); err != nil {
		return cell.Package{}, err
	}
	c, _ := cell.Take(p.Path)
	return c, tools.AddTypes(p.Plugin)
}
