// Command loops runs ten hot loops and prints the least time of each, in
// nanoseconds. The benchmark of native cells runs the same text as a program
// and as cells.
package main

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"time"
)

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func sum() int {
	s := 0
	for i := 0; i < 20_000_000; i++ {
		s += i ^ (i >> 3)
	}
	return s
}

func sieve() int {
	const n = 2_000_000
	composite := make([]bool, n)
	count := 0
	for i := 2; i < n; i++ {
		if composite[i] {
			continue
		}
		count++
		for j := 2 * i; j < n; j += i {
			composite[j] = true
		}
	}
	return count
}

func matmul() int {
	const n = 160
	var a, b, c [n][n]float64
	for i := range n {
		for j := range n {
			a[i][j], b[i][j] = float64(i+j), float64(i-j)
		}
	}
	for i := range n {
		for j := range n {
			x := 0.0
			for k := range n {
				x += a[i][k] * b[k][j]
			}
			c[i][j] = x
		}
	}
	return int(c[3][5])
}

func mandelbrot() int {
	inside := 0
	for py := range 200 {
		for px := range 200 {
			cr, ci := float64(px)/100-1.5, float64(py)/100-1
			zr, zi := 0.0, 0.0
			n := 0
			for ; n < 200 && zr*zr+zi*zi < 4; n++ {
				zr, zi = zr*zr-zi*zi+cr, 2*zr*zi+ci
			}
			if n == 200 {
				inside++
			}
		}
	}
	return inside
}

func insertionSort() int {
	list := make([]int, 3000)
	x := uint32(1)
	for i := range list {
		x = x*1664525 + 1013904223
		list[i] = int(x >> 8)
	}
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j] < list[j-1]; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	return list[0]
}

var text = strings.Repeat("the quick brown fox jumps over the lazy dog ", 40_000)

func countBytes() int {
	var counts [256]int
	for i := 0; i < len(text); i++ {
		counts[text[i]]++
	}
	return counts['o']
}

func words() int {
	counts := map[string]int{}
	for range 4 {
		for w := range strings.FieldsSeq(text[:200_000]) {
			counts[w]++
		}
	}
	return counts["fox"]
}

func collatz() int {
	longest := 0
	for i := 1; i < 60_000; i++ {
		n, steps := i, 0
		for n != 1 {
			if n%2 == 0 {
				n /= 2
			} else {
				n = 3*n + 1
			}
			steps++
		}
		longest = max(longest, steps)
	}
	return longest
}

func nbody() int {
	type body struct{ x, y, vx, vy, m float64 }
	bodies := make([]body, 40)
	for i := range bodies {
		bodies[i] = body{x: float64(i), y: float64(i * i % 17), m: 1}
	}
	for range 150 {
		for i := range bodies {
			for j := range bodies {
				if i == j {
					continue
				}
				dx, dy := bodies[j].x-bodies[i].x, bodies[j].y-bodies[i].y
				d := dx*dx + dy*dy + 0.01
				f := bodies[j].m / (d * math.Sqrt(d))
				bodies[i].vx += dx * f * 0.001
				bodies[i].vy += dy * f * 0.001
			}
		}
		for i := range bodies {
			bodies[i].x += bodies[i].vx
			bodies[i].y += bodies[i].vy
		}
	}
	return int(bodies[7].x * 1000)
}

type tree struct{ left, right *tree }

func grow(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{grow(depth - 1), grow(depth - 1)}
}

func trees() int {
	count := 0
	for range 4 {
		stack := []*tree{grow(15)}
		for len(stack) > 0 {
			t := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			count++
			if t.left != nil {
				stack = append(stack, t.left, t.right)
			}
		}
	}
	return count
}

// measure prints the least of some runs.
func measure(name string, f func() int) {
	least := time.Hour
	for range 7 {
		start := time.Now()
		runtime.KeepAlive(f())
		least = min(least, time.Since(start))
	}
	fmt.Println(name, least.Nanoseconds())
}

func main() {
	measure("fib(30)", func() int { return fib(30) })
	measure("sum", sum)
	measure("sieve", sieve)
	measure("matmul", matmul)
	measure("mandelbrot", mandelbrot)
	measure("insertion sort", insertionSort)
	measure("bytes", countBytes)
	measure("words", words)
	measure("collatz", collatz)
	measure("nbody", nbody)
	measure("trees", trees)
}
