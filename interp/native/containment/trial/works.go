package trial

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/big"
	"math/rand"
	"regexp"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gonymede/interp/native/containment"
)

// work never ends by itself. after says what is wrong when it has been interrupted.
type work struct {
	name  string
	run   func()
	after func() error
}

var (
	forever = true // so that loops have an exit, if one that is never taken
	sink    any    // keeps what is computed
	count   int
	lock    sync.Mutex
	shared  = make(chan int)
	long    = strings.Repeat("aaaaaaaaab", 20000)
	hard    = regexp.MustCompile(`(a+)*c$`)
)

// works lists what is interrupted. Loops have checkpoints, as those of cells have.
func works() []work {
	runtime.KeepAlive(sink)
	return []work{
		{"loop", func() { spin(containment.Poll()) }, nil},
		{"nested loops", func() {
			p := containment.Poll()
			for forever {
				for i := range 1000 {
					for j := range 1000 {
						count += i ^ j
						atomic.LoadUint32(p)
					}
					atomic.LoadUint32(p)
				}
				atomic.LoadUint32(p)
			}
		}, nil},
		{"loop under a lock", func() {
			p := containment.Poll()
			lock.Lock()
			defer lock.Unlock()
			for forever {
				count++
				atomic.LoadUint32(p)
			}
		}, unlocked},
		{"short deferred calls", func() {
			n := 0
			for forever {
				if guarded(&lock, &n) == "" {
					panic("wrong result")
				}
			}
		}, unlocked},
		{"recursion", func() { count = fibonacci(80) }, nil},
		{"recursion with defer", func() { deferring(80) }, unlocked},
		{"matrix", matrix, nil},
		{"regexp", func() {
			for forever {
				sink = hard.FindStringIndex(long)
			}
		}, nil},
		{"sort", func() {
			for forever {
				a := rand.Perm(100000)
				sort.Slice(a, func(i, j int) bool { return a[i] < a[j] })
				slices.Reverse(a)
				slices.Sort(a)
			}
		}, nil},
		{"big numbers", func() {
			m := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 11213), big.NewInt(1))
			for forever {
				sink = new(big.Int).Exp(big.NewInt(3), m, m)
			}
		}, nil},
		{"JSON", func() {
			v := map[string]any{}
			for i := range 100 {
				v[fmt.Sprint(i)] = []any{i, "x", map[string]int{"a": i}}
			}
			for forever {
				b, _ := json.Marshal(v)
				var back any
				_ = json.Unmarshal(b, &back)
				sink = back
			}
		}, nil},
		{"loop in a deferred call", func() { defer spin(containment.Poll()) }, nil},
		{"loop with recover", func() {
			for forever {
				recovering()
			}
		}, nil},
		{"loop with recover and waiting", func() {
			for forever {
				func() {
					defer func() { _ = recover() }()
					time.Sleep(50 * time.Microsecond)
				}()
			}
		}, nil},
		{"range over a function", func() {
			for i := range numbers() {
				for j := range numbers() {
					if j > 100 {
						break
					}
					count += i ^ j
				}
			}
		}, nil},
		{"iter.Pull", func() {
			next, stop := iter.Pull(numbers())
			defer stop()
			for forever {
				v, _ := next()
				count += v
			}
		}, nil},
		{"map", func() {
			m := map[string]int{}
			for i := 0; forever; i++ {
				m[fmt.Sprint(i%5000)]++
				if i%7 == 0 {
					delete(m, fmt.Sprint(i%5000))
				}
			}
		}, nil},
		{"allocation", func() {
			for forever {
				sink = newTree(8)
			}
		}, nil},
		{"deep frames", func() { nest(200, containment.Poll()) }, nil},
		{"deferred calls in a loop", func() {
			for forever {
				func() {
					for i := range 5 {
						defer func() { count += i }()
					}
				}()
			}
		}, nil},
		{"strings", func() {
			for forever {
				sink = strings.Fields(strings.ReplaceAll(long[:20000], "b", " "))
			}
		}, nil},
		{"receive", func() { <-shared }, untouched},
		{"send", func() { shared <- 1 }, untouched},
		{"receive from nil", func() { var c chan int; <-c }, nil},
		{"select", func() {
			other := make(chan string)
			select {
			case v := <-shared:
				sink = v
			case shared <- 2:
			case <-other:
			case <-time.After(time.Hour):
			}
		}, untouched},
		{"empty select", func() { select {} }, nil},
		{"sleep", func() { time.Sleep(time.Hour) }, nil},
		{"timer channel", func() { <-time.NewTimer(time.Hour).C }, nil},
		{"ticker", func() {
			t := time.NewTicker(100 * time.Microsecond)
			defer t.Stop()
			for range t.C {
				count++
			}
		}, nil},
		{"ten goroutines on one channel", func() {
			var wg sync.WaitGroup
			for range 10 {
				wg.Go(func() { <-shared })
			}
			wg.Wait()
		}, untouched},
		{"pipeline", pipeline, nil},
		{"pool", pool, unlocked},
		{"goroutines without end", func() {
			for forever {
				done := make(chan int)
				go func() { defer close(done); time.Sleep(time.Microsecond) }()
				<-done
			}
		}, nil},
		{"outside", func() { containment.Outside(func() { <-make(chan int) }) }, nil},
	}
}

// exitless are loops that the compiler knows to have no exit.
func exitless() []work {
	return []work{
		{"for {}", func() {
			p := containment.Poll()
			for {
				atomic.LoadUint32(p)
			}
		}, nil},
		{"for { x++ } under a lock", func() { underLock(containment.Poll()) }, unlocked},
	}
}

//go:noinline
func underLock(p *uint32) {
	x := 0
	lock.Lock()
	defer lock.Unlock()
	for {
		x++
		atomic.LoadUint32(p)
	}
}

func unlocked() error {
	if !lock.TryLock() {
		return fmt.Errorf("a lock was left locked")
	}
	lock.Unlock()
	return nil
}

// untouched tells whether a dead goroutine takes part in what is sent.
func untouched() error {
	select {
	case shared <- 1:
		return fmt.Errorf("a dead goroutine has received")
	case <-shared:
		return fmt.Errorf("a dead goroutine has sent")
	default:
	}
	back := make(chan int)
	go func() { back <- <-shared }()
	shared <- 7
	if v := <-back; v != 7 {
		return fmt.Errorf("received %d", v)
	}
	return nil
}

//go:noinline
func spin(p *uint32) {
	for x := 1; forever; {
		x = x*3 + 1
		atomic.LoadUint32(p)
	}
}

//go:noinline
func guarded(mu *sync.Mutex, n *int) (s string) {
	mu.Lock()
	defer mu.Unlock()
	*n++
	defer func() { s += "!" }()
	return "ok"
}

func fibonacci(n int) int {
	if n < 2 {
		return n
	}
	return fibonacci(n-1) + fibonacci(n-2)
}

func deferring(n int) {
	if n == 0 {
		return
	}
	guarded(&lock, &count)
	defer func() { count++ }()
	deferring(n - 1)
	deferring(n - 1)
}

func recovering() {
	defer func() { _ = recover() }()
	spin(containment.Poll())
}

func matrix() {
	const n = 100
	p := containment.Poll()
	a, b := make([][]float64, n), make([][]float64, n)
	for i := range a {
		a[i], b[i] = make([]float64, n), make([]float64, n)
	}
	for forever {
		c := make([][]float64, n)
		for i := range c {
			c[i] = make([]float64, n)
			for j := range n {
				s := 0.0
				for k := range n {
					s += a[i][k] * b[k][j]
				}
				c[i][j] = s
				atomic.LoadUint32(p)
			}
		}
		sink = c
	}
}

func numbers() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; forever; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

type tree struct {
	left, right *tree
	name        string
}

func newTree(depth int) *tree {
	if depth == 0 {
		return &tree{name: "leaf"}
	}
	return &tree{newTree(depth - 1), newTree(depth - 1), "node"}
}

// nest allocates under n frames whose deferred calls look at a pointer into their own frame.
func nest(n int, p *uint32) {
	var a [32]*int
	x := n
	a[n%32] = &x
	defer func() {
		if *a[n%32] != n {
			panic("corrupt frame")
		}
	}()
	if n > 0 {
		nest(n-1, p)
		return
	}
	for forever {
		sink = newTree(3)
		atomic.LoadUint32(p)
	}
}

func pipeline() {
	first := make(chan int)
	last := first
	for range 5 {
		in, out := last, make(chan int)
		go func() {
			defer close(out)
			for v := range in {
				out <- v + 1
			}
		}()
		last = out
	}
	go func() {
		for v := range last {
			count += v
		}
	}()
	for i := 0; forever; i++ {
		first <- i
	}
}

func pool() {
	jobs, results := make(chan int, 4), make(chan int, 4)
	for range 4 {
		go func() {
			for j := range jobs {
				lock.Lock()
				count += j
				lock.Unlock()
				select {
				case results <- j:
				case <-time.After(time.Second):
				}
			}
		}()
	}
	for i := 0; forever; i++ {
		select {
		case jobs <- i:
		case r := <-results:
			count += r
		}
	}
}
