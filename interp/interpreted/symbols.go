package interpreted

import (
	"flag"
	"fmt"
	"log"
	"os"
	"reflect"
	"slices"

	"github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"
	yaegisyscall "github.com/traefik/yaegi/stdlib/syscall"
	"github.com/traefik/yaegi/stdlib/unrestricted"
	yaegiunsafe "github.com/traefik/yaegi/stdlib/unsafe"

	"gonymede/interp/frontend/exportdata"
	"gonymede/interp/interpreted/ownsymbols"
	"gonymede/interp/interpreted/stdsymbols"
	"gonymede/kernel/display"
)

// tables are the symbols that yaegi is given, by "path/name" and then by name.
var tables = []map[string]map[string]reflect.Value{
	stdlib.Symbols, unrestricted.Symbols, yaegisyscall.Symbols, yaegiunsafe.Symbols, stdsymbols.Symbols, ownsymbols.Symbols,
}

// use gives yaegi its packages, and its own versions of the functions that
// must know of cells.
func use(y *interp.Interpreter, h *host) error {
	for _, t := range tables {
		if err := y.Use(interp.Exports(t)); err != nil {
			return fmt.Errorf("interpreter: %w", err)
		}
	}
	// yaegi sends these two packages to its own standard error, and turns
	// log.Fatal into a panic. A key that does not end in the package's name
	// adds to the package without starting that again.
	logs := map[string]reflect.Value{}
	for name, v := range stdlib.Symbols["log/log"] {
		logs[name] = v
	}
	logs["New"], logs["Logger"] = reflect.ValueOf(log.New), reflect.ValueOf((*log.Logger)(nil))
	logs["Fatal"], logs["Fatalf"], logs["Fatalln"] = reflect.ValueOf(h.fatal), reflect.ValueOf(h.fatalf), reflect.ValueOf(h.fatalln)
	printed := h.formatting()
	own := interp.Exports{
		"log/cells":  logs,
		"flag/cells": {"CommandLine": reflect.ValueOf(&flag.CommandLine).Elem()},
		"os/cells": {
			"Exit":   reflect.ValueOf(h.exit),
			"Stdin":  reflect.ValueOf(&os.Stdin).Elem(),
			"Stdout": reflect.ValueOf(&os.Stdout).Elem(),
			"Stderr": reflect.ValueOf(&os.Stderr).Elem(),
		},
		"errors/cells":        {"Is": reflect.ValueOf(h.isError), "Unwrap": reflect.ValueOf(h.unwrapError)},
		"encoding/json/cells": {"Unmarshal": reflect.ValueOf(h.unmarshal)},
		"time/cells":          {"Sleep": reflect.ValueOf(h.sleep)},
		"fmt/cells":           printed,
		cellPath + "/cell": {
			"Go": reflect.ValueOf(h.start), "GroupGo": reflect.ValueOf(h.groupGo), "Guard": reflect.ValueOf(h.guard), "Finish": reflect.ValueOf(h.finish), "Complete": reflect.ValueOf(h.complete),
			"Result": reflect.ValueOf(h.setResult), "ResultShapes": reflect.ValueOf(h.setShapes), "Outcome": reflect.ValueOf(h.setOutcome), "Recovered": reflect.ValueOf(h.recovered),
			"Select": reflect.ValueOf(h.choose), "Send": reflect.ValueOf(h.send), "Receive": reflect.ValueOf(h.receive),
			"Print": reflect.ValueOf(h.print), "Println": reflect.ValueOf(h.println),
			"Rune": reflect.ValueOf(runeAt), "Clear": reflect.ValueOf(clearAny), "Chain": reflect.ValueOf(h.chain),
			"Shaped": reflect.ValueOf(h.shaped), "Same": reflect.ValueOf(h.same), "Panicking": reflect.ValueOf(panicking),
			"Count": reflect.ValueOf(count), "Index": reflect.ValueOf(index), "High": reflect.ValueOf(high), "NotNil": reflect.ValueOf(notNil), "At": reflect.ValueOf(h.trace.positions.at), "Error": reflect.ValueOf(asError), "Type": reflect.ValueOf(h.enterType), "Method": reflect.ValueOf(h.enterMethod),
		},
	}
	own["."] = map[string]reflect.Value{"MapTypes": reflect.ValueOf(wrapped(own[cellPath+"/cell"]["Result"]))}
	if err := y.Use(own); err != nil {
		return fmt.Errorf("interpreter: %w", err)
	}
	return nil
}

// wrapped tells yaegi with which methods a value of an interpreted type is to
// appear in compiled functions that take any value.
func wrapped(result reflect.Value) map[reflect.Value][]reflect.Type {
	shown := []reflect.Type{
		reflect.TypeFor[display.Displayer](), reflect.TypeFor[display.HTMLer](), reflect.TypeFor[display.Markdowner](),
		reflect.TypeFor[display.LaTeXer](), reflect.TypeFor[display.SVGer](), reflect.TypeFor[display.JSONer](),
		reflect.TypeFor[fmt.Formatter](), reflect.TypeFor[error](), reflect.TypeFor[fmt.Stringer](),
	}
	types := map[reflect.Value][]reflect.Type{result: shown}
	for _, f := range []any{display.Show, display.ShowID, display.Render, display.Text} {
		types[reflect.ValueOf(f)] = shown
	}
	return types
}

// useAdded gives yaegi the packages whose symbols have come since it was made: a
// plugin brings those of plotting.
func (i *Interpreter) useAdded() error {
	added := interp.Exports{}
	for key, symbols := range ownsymbols.Symbols {
		if !i.used[key] {
			added[key] = symbols
		}
	}
	if len(added) == 0 {
		return nil
	}
	if err := i.yaegi.Use(added); err != nil {
		return fmt.Errorf("interpreter: %w", err)
	}
	for key := range added {
		i.used[key] = true
	}
	return nil
}

// Knows reports whether cells that are interpreted can import a package.
func (i *Interpreter) Knows(path string) bool {
	key := path + "/" + exportdata.Name(path)
	return path == "unsafe" || slices.ContainsFunc(tables, func(t map[string]map[string]reflect.Value) bool { return t[key] != nil })
}

// has reports whether yaegi knows a member of a package.
func (i *Interpreter) has(path, name string) bool {
	if path == "unsafe" {
		return true
	}
	base := exportdata.Name(path)
	for _, t := range tables {
		if _, ok := t[path+"/"+base][name]; ok {
			return true
		}
	}
	return false
}
