package interpreted

import "testing"

// TestConstants shows constant expressions, and values beside constants.
func TestConstants(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`fmt.Print(-0.0, 1/-0.5, 1<<62, uint64(1<<64-1), 1<<100>>98, 7/2, 7/2.0, -7%3)`, "0 -2 4611686018427387904 18446744073709551615 4 3 3.5 -1"},
		{`const big = 1 << 100; fmt.Print(big>>98, big/(1<<99), float64(big))`, "4 2 1.2676506002282294e+30"},
		{`var x float64 = 6; var f float32 = 0.1; fmt.Print(x*(2+1), x/(1<<2), f*(1+2), 'a'+1, string(rune('a'+1)))`, "18 1.5 0.3 98b"},
		{`var u uint8 = 255; u++; var i int8 = -1 << 7; i--; fmt.Print(u, i, ^0, ^uint8(3), 5&^1)`, "0 127 -1 252 4"},
		{`fmt.Printf("%T %T %T %T %T", 1+2, 1.5+0.5, 'a'+1, "a"+"b", 1i*2)`, "int float64 int32 string complex128"},
		{`fmt.Print(len("abc")+1, [2+1]int{1}, [...]string{1+1: "x"}, map[int]string{2*3: "y"}, 3*time.Second/2)`, "4 [1 0 0] [  x] map[6:y] 1.5s"},
		{"type day int\nconst (monday day = iota + 1; tuesday)\nfunc (d day) String() string { return [...]string{monday: \"mo\", tuesday: \"tu\"}[d] }\nfmt.Print(monday+1, monday*2 == tuesday, day(1+1))", "tu true tu"},
		{`x := 10; x += 2 * 3; x <<= 1 + 1; if x == 8*8 && 1 < 2 { fmt.Print(x) }; switch x { case 60 + 4: fmt.Print("sixty-four") }`, "64sixty-four"},
		{`fmt.Print(math.MaxUint64/2 == math.MaxInt64, uint64(math.MaxUint64), math.Pi*2, 0.1+0.2, math.Sqrt(2+2), math.MaxInt32+1)`, "true 18446744073709551615 6.283185307179586 0.3 2 2147483648"},
		{`var e any = 1.0 * 2; _, isFloat := e.(float64); var d time.Duration = 2 * 1000; fmt.Print(isFloat, d, 5.0*2)`, "true 2µs 10"},
		{`x := 2; fmt.Print(x*1.0, 1<<x, 3<<x, uint8(200)+uint8(x)*30, -5/x, -5>>1)`, "2 4 12 4 -2 -3"},
		{`a := 1.0; b := 2.0 * 3; c := 6 / 2.0; fmt.Printf("%T %T %T %v", a, b, c, a/4)`, "float64 float64 float64 0.25"},
		{`x := 5; p := -x; q := +x; r := ^x; s := !true; fmt.Print(p, q, r, s, min(2, 1.5), max("a", "b"))`, "-5 5 -6 false 1.5b"},
	} {
		newNotebook(t).wants(c.source, c.want)
	}
}
