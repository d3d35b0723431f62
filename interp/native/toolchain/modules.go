package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// modules is the session's module: it requires the modules that the session
// has got, and the project itself, so that versions agree with what the engine
// contains.
type modules struct {
	dir     string // with go.mod, go.sum and the packages that plugins are made from
	initial string // go.mod of a session that has got nothing

	plugins  int      // number of plugins that were begun
	imported []string // packages that plugins were made for
	asked    []string // modules, or packages of them, that are to stay in their versions
}

// openModules makes the session's module, in dir, from the one that the engine
// was built in. An existing one is kept.
func openModules(engineDir, dir string) (*modules, error) {
	m := &modules{dir: dir}
	built, err := os.ReadFile(filepath.Join(engineDir, moduleDir, "go.mod"))
	if err != nil {
		return nil, err
	}
	m.initial = strings.ReplaceAll(string(built), "=> ../"+sourceDir, "=> "+filepath.Join(engineDir, sourceDir))
	if existing, err := os.ReadFile(m.file("go.mod")); err == nil {
		m.asked = requiredModules(string(existing)) // which of them were asked for is not known
		return m, nil
	}
	sum, err := os.ReadFile(filepath.Join(engineDir, moduleDir, "go.sum"))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return m, m.restore(moduleFiles{"go.mod": []byte(m.initial), "go.sum": sum})
}

func (m *modules) file(name string) string { return filepath.Join(m.dir, name) }

// Mod returns the text of the session's go.mod.
func (t *Toolchain) Mod() (string, error) {
	data, err := os.ReadFile(t.modules.file("go.mod"))
	return string(data), err
}

// ownRequirements are the project's modules that a session's go.mod requires, as
// arguments of go get that have them stay.
func ownRequirements(mod string) []string {
	var args []string
	for _, m := range requiredModules(mod) {
		if m == module || strings.HasPrefix(m, module+"/") {
			args = append(args, ownVersion(m))
		}
	}
	return args
}

// ownVersion is a module of the project as an argument of the Go command.
func ownVersion(name string) string { return name + "@" + moduleVersion }

// moduleFiles is the content of go.mod and go.sum.
type moduleFiles map[string][]byte

// begin returns a function that makes go.mod and go.sum what they are now, if
// there is an error by then.
func (m *modules) begin() (undo func(*error), err error) {
	saved, err := m.save()
	if err != nil {
		return nil, err
	}
	return func(failed *error) {
		if *failed == nil {
			return
		}
		if err := m.restore(saved); err != nil {
			*failed = errors.Join(*failed, err)
		}
	}, nil
}

// save reads go.mod and go.sum as they are now.
func (m *modules) save() (moduleFiles, error) {
	saved := moduleFiles{}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(m.file(name))
		if err != nil {
			return nil, err
		}
		saved[name] = data
	}
	return saved, nil
}

func (m *modules) restore(saved moduleFiles) error {
	var errs []error
	for name, data := range saved {
		errs = append(errs, os.WriteFile(m.file(name), data, 0o644))
	}
	return errors.Join(errs...)
}

// pristine reports whether the session has got nothing yet, so that what was
// built before it fits.
func (m *modules) pristine() bool {
	now, err := os.ReadFile(m.file("go.mod"))
	return err == nil && string(now) == m.initial
}

// goCommand runs the Go command in the session's module. It returns its standard
// output, and what it said on its standard error, whose lines go to tell
// meanwhile.
func (t *Toolchain) goCommand(ctx context.Context, tell func(line string), args ...string) (out []byte, said string, err error) {
	cmd := t.installation().command(ctx, t.modules.dir, args...)
	var text strings.Builder
	cmd.Stderr = &lineWriter{text: &text, tell: tell}
	out, err = cmd.Output()
	said = strings.TrimSpace(text.String())
	if ctx.Err() != nil {
		return out, said, ctx.Err()
	}
	if err != nil {
		err = &GoError{Command: "go " + args[0], Output: said, Err: err}
	}
	return out, said, err
}

// installation is the Go installation that has built the engine.
func (t *Toolchain) installation() *Go {
	return &Go{Command: t.Go, Version: t.Version, Root: t.Root, CC: t.CC, LD: t.LD, variables: t.Variables}
}

// GoError is returned when the Go command fails.
type GoError struct {
	Command string // as go get
	Output  string // what it wrote
	Err     error
}

func (e *GoError) Error() string {
	if e.Output == "" {
		return fmt.Sprintf("%s: %v", e.Command, e.Err)
	}
	return e.Command + ": " + e.Output
}

func (e *GoError) Unwrap() error { return e.Err }

// lineWriter collects text and hands over each of its lines.
type lineWriter struct {
	text *strings.Builder
	tell func(line string)
	rest string
}

func (w *lineWriter) Write(b []byte) (int, error) {
	w.text.Write(b)
	w.rest += string(b)
	for {
		line, rest, ok := strings.Cut(w.rest, "\n")
		if !ok {
			return len(b), nil
		}
		w.rest = rest
		if w.tell != nil {
			w.tell(line)
		}
	}
}
