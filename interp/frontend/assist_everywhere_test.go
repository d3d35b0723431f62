package frontend

import "testing"

// TestAssistEverywhere asks at every byte of some cells, also of what stands
// before that byte, as it is while somebody types. Nothing may panic.
func TestAssistEverywhere(t *testing.T) {
	c, s := session(t, "type point struct { x, y int }\npt := point{1, 2}\nfunc half(n int) int { return n / 2 }")
	for _, code := range []string{
		"type V struct{ n int; a [2]int }\nfunc (v *V) Set(i int) { v.n = i }\nv := V{1, [2]int{1, 2}}\nvar i any = v\n",
		"func Map[T, U any](xs []T, f func(T) U) (ys []U) {\n\tfor _, x := range xs {\n\t\tys = append(ys, f(x))\n\t}\n\treturn\n}\nMap([]int{1}, strconv.Itoa)",
		"const (\n\tA = iota\n\tB\n)\nswitch x := any(pt).(type) {\ncase point:\n\tfmt.Println(x.x)\n}",
		"import \"net/http\"\npackage main\nfunc main() { http.Get(\"~/a\") }",
		"%time pt.x\n!ls 'a\n//%cd x\nselect {\ncase <-make(chan int):\n}",
		"%%bash -e\nif { \"\n",
		"x := `a\n%who` + \"é\" // 日本\ngo func() { defer half(3) }()",
		"var ( a, b = 1, 2; c struct{ d func() } )\nif c.d != nil { c.d() } else if a < b { goto end }\nend:\n",
	} {
		for at := range len(code) + 1 {
			func() {
				defer func() {
					if p := recover(); p != nil {
						t.Errorf("at %d of %q: %v", at, code, p)
					}
				}()
				for _, text := range []string{code[:at], code} {
					c.Complete(s, text, at)
					c.Inspect(s, text, at, 1, nil)
				}
				IsComplete(code[:at])
			}()
		}
	}
}
