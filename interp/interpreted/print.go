package interpreted

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"reflect"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// builtinPrint replaces the builtin functions print and println by the host's,
// which are told what the arguments are for the type checker: yaegi hands a
// nil pointer and a nil interface over alike.
//
//	print(x, y)  →  cell.Print("vp", x, y)
func (r *rewriter) builtinPrint(c *astutil.Cursor, call *ast.CallExpr, name string) {
	forms := make([]byte, len(call.Args))
	for i, a := range call.Args {
		forms[i] = form(r.info.TypeOf(a))
	}
	first := &ast.BasicLit{ValuePos: call.Pos(), Kind: token.STRING, Value: strconv.Quote(string(forms))}
	r.replace(c, r.hostCall(name, append([]ast.Expr{first}, call.Args...)...))
}

// The forms in which print writes values.
const (
	formValue     = 'v' // as the value's kind says
	formPointer   = 'p' // 0x…
	formSlice     = 's' // [len/cap]0x…
	formInterface = 'i' // (0x…,0x…)
)

func form(t types.Type) byte {
	if t == nil {
		return formValue
	}
	switch t := t.Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature:
		return formPointer
	case *types.Slice:
		return formSlice
	case *types.Interface:
		return formInterface
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return formPointer
		}
	}
	return formValue
}

// print and println are the builtin functions, which write to standard error.
func (h *host) print(forms string, args ...any) {
	_, _ = os.Stderr.WriteString(strings.Join(printed(forms, args), ""))
}

func (h *host) println(forms string, args ...any) {
	_, _ = os.Stderr.WriteString(strings.Join(printed(forms, args), " ") + "\n")
}

func printed(forms string, args []any) []string {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = printedAs(forms[i], a)
	}
	return texts
}

func printedAs(form byte, v any) string {
	if inner, ok := unwrap(v); ok {
		v = inner
	}
	rv := reflect.ValueOf(v)
	switch form {
	case formInterface:
		if v == nil {
			return "(0x0,0x0)"
		}
		at := reflect.New(rv.Type())
		return "(" + address(reflect.ValueOf(rv.Type()).Pointer()) + "," + address(at.Pointer()) + ")"
	case formSlice:
		if !rv.IsValid() {
			return "[0/0]0x0"
		}
		return fmt.Sprintf("[%d/%d]%s", rv.Len(), rv.Cap(), address(rv.Pointer()))
	case formPointer:
		switch {
		case !rv.IsValid():
			return address(0)
		case rv.Kind() == reflect.Struct: // a function of yaegi's
			return address(reflect.New(rv.Type()).Pointer())
		}
		return address(rv.Pointer())
	}
	return builtinText(v)
}

func address(p uintptr) string { return "0x" + strconv.FormatUint(uint64(p), 16) }

// builtinText is a value of a basic type as the runtime prints it.
func builtinText(v any) string {
	switch rv := reflect.ValueOf(v); rv.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(rv.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(rv.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return strconv.FormatUint(rv.Uint(), 10)
	case reflect.Float32, reflect.Float64:
		return floatText(rv.Float(), rv.Type().Bits())
	case reflect.Complex64, reflect.Complex128:
		return complexText(rv.Complex(), rv.Type().Bits()/2)
	case reflect.String:
		return rv.String()
	}
	return fmt.Sprint(v)
}

// floatText is the shortest text that gives the same number again.
func floatText(f float64, bits int) string { return strconv.FormatFloat(f, 'g', -1, bits) }

func complexText(c complex128, bits int) string {
	im := floatText(imag(c), bits)
	if im[0] != '+' && im[0] != '-' {
		im = "+" + im
	}
	return "(" + floatText(real(c), bits) + im + "i)"
}
