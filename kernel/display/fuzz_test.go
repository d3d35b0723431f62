package display

import (
	"errors"
	"html"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzTable renders values of types that the input builds: lists, maps,
// structures, pointers and interfaces in each other. It looks for panics, and
// for marks of HTML that come from values.
func FuzzTable(f *testing.F) {
	f.Add([]byte("\x07\x09\x01\x02\x03<b>\x01"), "<b>")
	f.Add([]byte{8, 7, 10, 9, 4, 5, 6, 3, 2, 1, 0}, "a\nb\xff")
	f.Add([]byte{7, 9, 11, 12, 13, 14, 15, 7, 7, 8, 1, 2, 9}, "界")
	f.Fuzz(func(t *testing.T, plan []byte, text string) {
		p := &planner{plan: plan, text: text}
		typ := p.typ(0)
		v := p.value(typ, 0)
		for _, shown := range []any{v.Interface(), Table{Data: v.Interface(), Rows: 3, Caption: text}} {
			var data map[string]any
			if table, ok := shown.(Table); ok {
				data = table.Display().Data
			} else if b, ok := tabulated(shown, nil); ok {
				data = b.Data
			}
			source, _ := data["text/html"].(string)
			if plain, _ := data["text/plain"].(string); !utf8.ValidString(plain) && utf8.ValidString(text) {
				t.Errorf("text of %s is not UTF-8: %q", typ, plain)
			}
			for _, tag := range []string{"<div", "<table", "<caption", "<thead", "<tbody", "<tr", "<th", "<td", "<p", "</"} {
				source = strings.ReplaceAll(source, tag, "")
			}
			if strings.Contains(source, "<") {
				t.Errorf("%s gives %s", typ, html.UnescapeString(source))
			}
		}
	})
}

// planner makes a type and a value of it from bytes.
type planner struct {
	plan []byte
	text string
	made int // values, of which there are not too many for a quick run
}

func (p *planner) next() int {
	if len(p.plan) == 0 {
		return 0
	}
	b := p.plan[0]
	p.plan = p.plan[1:]
	return int(b)
}

func (p *planner) typ(depth int) reflect.Type {
	basic := []reflect.Type{
		reflect.TypeFor[int](), reflect.TypeFor[string](), reflect.TypeFor[float64](), reflect.TypeFor[bool](),
		reflect.TypeFor[time.Duration](), reflect.TypeFor[any](), reflect.TypeFor[error](),
		reflect.TypeFor[complex128](), reflect.TypeFor[func()](), reflect.TypeFor[chan int](), reflect.TypeFor[time.Time](), reflect.TypeFor[uint8](),
		reflect.TypeFor[visit](), reflect.TypeFor[*node](), reflect.TypeFor[named](), reflect.TypeFor[guarded](),
	}
	kind := p.next() % 21
	if depth > 4 || kind < len(basic) {
		return basic[kind%len(basic)]
	}
	switch kind - len(basic) {
	case 0:
		return reflect.SliceOf(p.typ(depth + 1))
	case 1:
		if key := p.typ(depth + 1); key.Comparable() {
			return reflect.MapOf(key, p.typ(depth+1))
		}
		return reflect.MapOf(reflect.TypeFor[string](), p.typ(depth+1))
	case 2:
		return reflect.PointerTo(p.typ(depth + 1))
	case 3:
		return reflect.ArrayOf(p.next()%4, p.typ(depth+1))
	}
	var fields []reflect.StructField
	for i := range p.next() % 5 {
		fields = append(fields, reflect.StructField{Name: string(rune('A' + i)), Type: p.typ(depth + 1)})
	}
	return reflect.StructOf(fields)
}

func (p *planner) value(t reflect.Type, depth int) reflect.Value {
	v := reflect.New(t).Elem()
	if p.made++; p.made > 2000 {
		return v
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(p.next()) << (p.next() % 56))
	case reflect.Float64:
		v.SetFloat(float64(p.next()-128) / float64(p.next()))
	case reflect.String:
		v.SetString(strings.Repeat(p.text, p.next()%4))
	case reflect.Interface:
		switch {
		case depth > 5 || p.next()%4 == 0:
		case t == reflect.TypeFor[error]():
			v.Set(reflect.ValueOf(errors.New(p.text)))
		default:
			v.Set(p.value(p.typ(depth+1), depth+1))
		}
	case reflect.Slice:
		for range p.next() % 70 {
			v.Set(reflect.Append(v, p.value(t.Elem(), depth+1)))
		}
	case reflect.Array:
		for i := range t.Len() {
			v.Index(i).Set(p.value(t.Elem(), depth+1))
		}
	case reflect.Pointer:
		if depth < 6 && p.next()%3 > 0 {
			v.Set(reflect.New(t.Elem()))
			v.Elem().Set(p.value(t.Elem(), depth+1))
		}
	case reflect.Map:
		if n := p.next() % 70; n > 0 {
			v.Set(reflect.MakeMap(t))
			for range n {
				if key := p.value(t.Key(), depth+1); key.Comparable() {
					v.SetMapIndex(key, p.value(t.Elem(), depth+1))
				}
			}
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if v.Field(i).CanSet() {
				v.Field(i).Set(p.value(t.Field(i).Type, depth+1))
			}
		}
	}
	return v
}
