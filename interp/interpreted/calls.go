package interpreted

import (
	"fmt"
	"log"
	"reflect"
	"runtime"
	"strings"
	"sync"

	"gonymede/kernel/display"
)

// What follows is called by rewritten cells instead of functions of Go.

// recovered is what recover returns in a cell.
func (h *host) recovered(v any) any {
	if v == nil {
		return nil
	}
	if e, ok := v.(exit); ok {
		panic(e) // os.Exit cannot be recovered
	}
	if isFault(v) && !h.reflects.Load() {
		panic(v) // nor what the interpreter cannot do
	}
	if r := h.running(); r != nil {
		h.trace.take(r.mark)
	}
	return translate(v)
}

// count is the count of a shift.
func count(n int) uint {
	if n < 0 {
		panic(runtimeError("negative shift amount"))
	}
	return uint(n)
}

// notNil refuses what yaegi would turn into a nil interface.
func notNil(isNil bool) {
	if isNil {
		panic(fault("a nil pointer of a cell's type in an interface of the standard library"))
	}
}

// panicking is the value that panic is given: nil becomes an error.
func panicking(v any) any {
	if v == nil {
		return new(runtime.PanicNilError)
	}
	return v
}

// start is the go statement: it runs f in a goroutine of the caller's cell, and
// returns at once. The goroutine ends with f; the cell counts it until then.
func (h *host) start(f func()) { h.launch(f, func() {}) }

// groupGo is WaitGroup.Go.
func (h *host) groupGo(group *sync.WaitGroup, f func()) {
	group.Add(1)
	h.launch(f, group.Done)
}

// launch starts a goroutine that runs f and then, whatever became of f, done.
func (h *host) launch(f, done func()) {
	r := h.running()
	r.join()
	go func() {
		defer r.leave()
		defer done()
		defer h.report(r)
		f()
	}()
}

// guard returns f for a goroutine that somebody else starts.
func (h *host) guard(f func()) func() {
	r := h.running()
	return func() {
		defer h.report(r)
		f()
	}
}

// report is deferred by a goroutine of a cell. A panic ends the cell, as it
// would end a program; where the cell is over, it is reported for itself.
func (h *host) report(r *run) {
	v := recover()
	if v == nil {
		return
	}
	if r == nil {
		panic(v)
	}
	if p := h.newPanic(r, v); !r.end(p) {
		h.options.LatePanic(r.cell, p)
	}
}

// exit is os.Exit: it ends the calling goroutine and its cell.
func (h *host) exit(code int) { panic(exit{code}) }

func (h *host) fatal(v ...any) {
	_ = log.Output(2, clean(fmt.Sprint(v...)))
	h.exit(1)
}

func (h *host) fatalf(format string, v ...any) {
	_ = log.Output(2, clean(fmt.Sprintf(format, v...)))
	h.exit(1)
}

func (h *host) fatalln(v ...any) {
	_ = log.Output(2, clean(fmt.Sprintln(v...)))
	h.exit(1)
}

// setResult takes the values of a cell's last expression and makes them ready
// to be shown: a nil error after other values is left out.
func (h *host) setResult(values ...any) {
	r := h.running()
	if r == nil {
		return
	}
	r.mu.Lock()
	numbers := r.shapes
	r.mu.Unlock()
	if n := len(values); n > 1 && values[n-1] == nil {
		values = values[:n-1]
	}
	shape := func(i int) *shape {
		if i >= len(numbers) || numbers[i] < 0 {
			return nil
		}
		return h.shapes.number(numbers[i])
	}
	var shown any
	switch {
	case len(values) == 1:
		shown = h.render(values[0], shape(0))
	default:
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = h.text(v, shape(i))
		}
		shown = display.Bundle{Data: map[string]any{"text/plain": strings.Join(texts, " ")}}
	}
	r.mu.Lock()
	r.result = shown
	r.mu.Unlock()
}

// setOutcome takes the error that a cell's last call returned, which is shown
// where there is one.
func (h *host) setOutcome(err error) {
	if err != nil {
		h.setResult(err)
	}
}

// setShapes takes the numbers of the shapes of the values of a cell's last
// expression, -1 where there is none.
func (h *host) setShapes(numbers ...int) {
	if r := h.running(); r != nil {
		r.mu.Lock()
		r.shapes = numbers
		r.mu.Unlock()
	}
}

// render is display.Render with the names of the user.
func (h *host) render(v any, sh *shape) display.Bundle {
	b := display.RenderAs(v, aboutShape(sh), func(v any) string { return h.text(v, sh) })
	for mime, form := range b.Data {
		if text, ok := form.(string); ok && strings.HasPrefix(mime, "text/") {
			b.Data[mime] = clean(text)
		}
	}
	return b
}

// text is display.Text of a value of a cell's type.
func (h *host) text(v any, sh *shape) string {
	inner, _ := unwrap(v)
	text := clean(display.Text(inner))
	if strings.Contains(text, "\n… cut: ") || strings.HasSuffix(text, " that contains itself") {
		return text
	}
	if resolved, known := h.shapes.resolve(reflect.ValueOf(v), sh); known != nil {
		return clean(display.Text(shown{h.shapes, resolved, known}))
	}
	return clean(display.Text(h.show(v)))
}

// unwrap returns the value in one of yaegi's interface wrappers, or in several.
func unwrap(v any) (any, bool) {
	wrapped := false
	for {
		switch v.(type) {
		case nil, string, int, bool, float64:
			return v, wrapped
		}
		rv := reflect.ValueOf(v)
		if rv.Kind() == reflect.Pointer && !rv.IsNil() {
			rv = rv.Elem()
		}
		if rv.Kind() != reflect.Struct || !strings.HasPrefix(rv.Type().Name(), "_") {
			return v, wrapped
		}
		f := rv.FieldByName("IValue")
		if !f.IsValid() || !f.CanInterface() {
			return v, wrapped
		}
		v, wrapped = f.Interface(), true
	}
}
