package display

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"
)

type (
	city  struct{ Name string }
	visit struct {
		city
		Nights int
		Cost   float64
		Took   time.Duration
		note   string
	}
	node struct {
		Value int
		Next  *node
	}
	grade   int
	guarded struct {
		_ sync.Mutex
		_ int
		N int
	}
	secret struct{ inner int }
	shower struct{ N int }
)

func (g grade) String() string { return fmt.Sprintf("grade %d", int(g)) }
func (shower) HTML() string    { return "<i>own</i>" }

func TestTabulated(t *testing.T) {
	loop := &node{Value: 1}
	loop.Next = loop
	circle := map[string]any{}
	circle["self"] = circle
	for _, test := range []struct {
		name  string
		value any
		want  string // "" for no table
	}{
		{"structures", []visit{
			{city{"Bonn"}, 2, 1.5, time.Second, ""}, {city{"Rome"}, 13, 234.25, 1500 * time.Millisecond, "x"},
		}, `
   Name    Nights     Cost           Took
   string     int  float64  time.Duration
─  ──────  ──────  ───────  ─────────────
0  Bonn         2     1.50             1s
1  Rome        13   234.25           1.5s`},
		{"unexported fields of a type without a package", []struct {
			name string
			took time.Duration
			_    int
		}{{"a", time.Minute, 0}}, `
   name             took
   string  time.Duration
─  ──────  ─────────────
0  a                1m0s`},
		{"pointers", []*city{{"Bonn"}, nil}, `
   Name
   string
─  ──────
0  Bonn
1  nil`},
		{"a pointer to an array", &[2]city{{"Bonn"}, {"Rome"}}, `
   Name
   string
─  ──────
0  Bonn
1  Rome`},
		{"a map", map[string]int{"b": 2, "a": 10}, `
key     value
string    int
──────  ─────
a          10
b           2`},
		{"keys of numbers", map[float64]bool{10: true, -1: false, math.NaN(): true}, `
    key  value
float64  bool
───────  ─────
    NaN  true
     -1  false
     10  true`},
		{"keys of any type", map[any]int{"x": 1, 2: 2, nil: 3, [1]int{4}: 4}, `
key  value
any    int
───  ─────
nil      3
2        2
[4]      4
x        1`},
		{"keys that print themselves", map[grade]grade{2: 1, 1: 2}, `
key            value
display.grade  display.grade
─────────────  ─────────────
grade 1        grade 2
grade 2        grade 1`},
		{"a map to structures", map[int]city{2: {"Rome"}, 1: {"Bonn"}}, `
key  Name
int  string
───  ──────
  1  Bonn
  2  Rome`},
		{"a map to maps", map[string]map[string]int{"a": {"x": 1}, "b": {"x": 2, "y": 3}}, `
key       x    y
string  int  int
──────  ───  ───
a         1
b         2    3`},
		{"a map to lists", map[string][]int{"a": {1, 2}}, `
key     value
string  []int
──────  ─────
a       [1 2]`},
		{"a set", map[string]struct{}{"a": {}}, `
key
string
──────
a`},
		{"lists of lists", [][]float64{{1, 2.5}, nil, {0.125}}, `
         0        1
   float64  float64
─  ───────  ───────
0    1.000      2.5
1
2    0.125`},
		{"an array of arrays", [2][2]string{{"a", "b"}, {"c", "d"}}, `
   0       1
   string  string
─  ──────  ──────
0  a       b
1  c       d`},
		{"maps with common keys", []map[string]any{{"n": 1, "s": "x"}, {"n": 2.5}, nil}, `
     n  s
   any  string
─  ───  ──────
0    1  x
1  2.5
2`},
		{"any maps", []any{map[string]any{"a": 1.0}, map[string]any{"a": nil}}, `
         a
   float64
─  ───────
0        1
1      nil`},
		{"any structures", []any{city{"Bonn"}, city{"Rome"}}, `
   Name
   string
─  ──────
0  Bonn
1  Rome`},
		{"a nil slice", []city(nil), `
  Name
  string
  ──────
no rows: the slice is nil`},
		{"an empty slice", []city{}, `
  Name
  string
  ──────
no rows`},
		{"a nil map", map[string]int(nil), `
key     value
string    int
──────  ─────
no entries: the map is nil`},
		{"what holds itself", []*node{loop}, `
   Value  Next
     int  *display.node
─  ─────  ─────────────────────────────────────────────────
0      1  &{Value:1 Next:&{Value:1 Next:&{Value:… Next:…}}}`},
		{"a map that holds itself", circle, `
key     self
string  map[string]any
──────  ──────────────────────────────────────────────────────────
self    map[self:map[self:map[self:map[self:map[self:map[…:…]]]]]]`},
		{"locks", []guarded{{N: 1}}, `
     N
   int
─  ───
0    1`},
		{"wide letters", []city{{"北京"}, {"Москва"}, {"e\u0301té"}}, `
   Name
   string
─  ──────
0  北京
1  Москва
2  e` + "\u0301" + `té`},
		{"control characters", []city{{"a\nb\t\"\\c\x00"}}, `
   Name
   string
─  ─────────────
0  a\nb\t"\c\x00`},
		{"numbers", []int{1}, ""},
		{"bytes", []byte("a"), ""},
		{"words", []string{"a"}, ""},
		{"lists of bytes", [][]byte{{1}}, ""},
		{"hashes", [][4]byte{{1}}, ""},
		{"what prints itself", []named{{"x"}}, ""},
		{"times", []time.Time{{}}, ""},
		{"a number", 3, ""},
		{"a structure", city{"Bonn"}, ""},
		{"nil", nil, ""},
		{"a nil pointer", (*[]city)(nil), ""},
		{"fields of other packages", []secret{{1}}, ""},
		{"maps without common keys", []map[string]int{{"a": 1}, {"b": 2}}, ""},
		{"different things", []any{1, city{}}, ""},
		{"empty lists", [][]int{{}, {}}, ""},
	} {
		b, ok := tabulated(test.value, nil)
		if got := b.Text(); got != strings.TrimPrefix(test.want, "\n") || ok != (test.want != "") {
			t.Errorf("%s:\n%s\nwant%s", test.name, got, test.want)
		}
	}
}
