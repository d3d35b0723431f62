package interpreted

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"

	"github.com/traefik/yaegi/interp"

	"gonymede/interp/executor"
)

// panicText is the value as the runtime prints it, by the methods of a cell's
// type too.
func (h *host) panicText(v any) string {
	resolved, sh := h.shapes.resolve(reflect.ValueOf(v), nil)
	for _, name := range []string{"Error", "String"} {
		if call, ok := sh.method(name, resolved); ok {
			return call()[0].String()
		}
	}
	return panicText(v)
}

// panicText is a value without methods of a cell's as the runtime prints it.
func panicText(v any) string {
	switch v := v.(type) {
	case nil:
		return "panic called with nil argument (use GODEBUG=panicnil=1 to disable)"
	case runtime.Error:
		return v.Error()
	case error:
		return clean(v.Error())
	case fmt.Stringer:
		return clean(v.String())
	case string:
		return clean(v)
	case bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, uintptr, float32, float64, complex64, complex128:
		return builtinText(v)
	}
	return clean(fmt.Sprintf("%+v", v))
}

// exit is what a goroutine panics with to end itself.
type exit struct{ code int }

// failure makes the error of a run of what yaegi returned.
func (i *Interpreter) failure(r *run, err error) error {
	var p interp.Panic
	if !errors.As(err, &p) {
		return err
	}
	made := i.host.newPanic(r, p.Value)
	if !isFault(p.Value) || i.host.reflects.Load() {
		return made
	}
	failed := &executor.UnsupportedError{Construct: constructs[yaegiFails].text(made.Text)}
	for _, f := range made.Frames {
		if f.Pos.IsValid() {
			failed.Pos = f.Pos
			break
		}
	}
	return failed
}

// isFault reports whether a panic is yaegi's own: it hands a value to package
// reflect that does not fit.
func isFault(v any) bool {
	if rv, ok := v.(reflect.Value); ok && rv.IsValid() && rv.CanInterface() {
		v = rv.Interface()
	}
	if _, own := v.(fault); own {
		return true
	}
	text, ok := reflectText(translate(v))
	if !ok {
		return false
	}
	for _, mark := range []string{"interp.", "valueInterface", "unsafe2.", unexported} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	for _, prefix := range []string{"reflect: ", "reflect.Set", "reflect.Value.", "reflect.MakeFunc", "reflect.StructOf", "reflect.FuncOf"} {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	return false
}

// fault is what the host panics with for what yaegi would do wrong.
type fault string

// reflectText is the text of a panic in package reflect.
func reflectText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case *reflect.ValueError:
		return v.Error(), true
	}
	return "", false
}

// newPanic makes a Panic of a value and of what the trace has noted since.
func (h *host) newPanic(r *run, value any) *executor.Panic {
	p := &executor.Panic{Text: h.panicText(translate(value)), Frames: h.trace.take(r.mark)}
	if e, ok := value.(exit); ok {
		p.Exit, p.Code = true, e.code
	}
	return p
}

// runtimeError is a runtime error in Go's words.
type runtimeError string

func (e runtimeError) Error() string { return "runtime error: " + string(e) }

// RuntimeError marks the type as a runtime.Error.
func (runtimeError) RuntimeError() {}

// typeAssertionError is a failed type assertion, as *runtime.TypeAssertionError.
type typeAssertionError string

func (e typeAssertionError) Error() string { return clean(string(e)) }

// RuntimeError marks the type as a runtime.Error.
func (typeAssertionError) RuntimeError() {}

var (
	_ runtime.Error = runtimeError("")
	_ runtime.Error = typeAssertionError("")
)

// translate says in Go's words what package reflect says: yaegi works by
// reflection, so its panics speak of that.
func translate(v any) any {
	if rv, ok := v.(reflect.Value); ok && rv.IsValid() && rv.CanInterface() {
		v = rv.Interface()
	}
	var text string
	switch v := v.(type) {
	case string:
		text = v
	case error:
		text = v.Error()
	}
	switch {
	case strings.HasPrefix(text, "reflect: ") && strings.HasSuffix(text, "index out of range"):
		return runtimeError("index out of range")
	case strings.HasPrefix(text, "reflect.Value.Slice") || strings.HasPrefix(text, "reflect.Value.Slice3"):
		return runtimeError("slice bounds out of range")
	case strings.HasPrefix(text, "reflect: call of ") && strings.HasSuffix(text, "on zero Value"),
		strings.HasPrefix(text, "reflect: call of reflect.Value.Elem on "),
		strings.HasPrefix(text, "reflect.Value.Call: call of nil function"),
		text == "reflect: call of nil function", text == "reflect: Call using zero Value argument":
		return runtimeError("invalid memory address or nil pointer dereference")
	case strings.HasPrefix(text, "reflect.MakeSlice: "):
		return runtimeError("makeslice: len out of range")
	case strings.HasPrefix(text, "reflect.MakeChan: "):
		return runtimeError("makechan: size out of range")
	case strings.Contains(text, "interface conversion: "):
		return typeAssertionError(text[strings.Index(text, "interface conversion: "):])
	case strings.HasPrefix(text, "reflect: cannot convert slice with length "):
		return runtimeError(strings.Replace(strings.TrimPrefix(text, "reflect: "), "to array with", "to array or pointer to array with", 1))
	case text == "reflect: hash of unhashable type":
		return runtimeError("hash of unhashable type")
	}
	return v
}
