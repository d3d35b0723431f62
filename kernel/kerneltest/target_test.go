package kerneltest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gonymede/kernel"
)

// target is a kernel in a process of its own that the suite runs against.
type target struct {
	name    string
	command func(t testing.TB) []string // without the connection file
	cells   cells
}

// cells are what the suite asks of a kernel, in its language.
type cells struct {
	print    func(text string) string
	sandwich string // prints before, shows shown, prints after
	flood    func(goroutines, lines int) string
	children func(seconds int) string // a child, and a grandchild in a session of its own
	waitOn   func(seconds int) string // waits for a child
	block    string
}

// grandchild leaves its parent, its process group and its session.
func grandchild(seconds int) string { return fmt.Sprintf("setsid sleep %d & exit", seconds) }

var targets = []target{
	{
		name:    "scripted",
		command: func(testing.TB) []string { return []string{os.Args[0], kernelArgument} },
		cells: cells{
			print:    func(text string) string { return "out " + text },
			sandwich: "out before\nshow shown\nout after",
			flood:    func(g, n int) string { return fmt.Sprintf("flood %d %d", g, n) },
			children: func(s int) string { return fmt.Sprintf("child %d\ndaemon %d", s, s) },
			waitOn:   func(s int) string { return fmt.Sprintf("run sleep %d", s) },
			block:    "block",
		},
	},
	{
		name:    "gonymede",
		command: func(t testing.TB) []string { return []string{program.build(t), "kernel", "-f"} },
		cells: cells{
			print:    func(text string) string { return fmt.Sprintf("fmt.Println(%q)", text) },
			sandwich: "fmt.Println(\"before\")\ndisplay.Show(\"shown\")\nfmt.Println(\"after\")",
			flood: func(g, n int) string {
				return fmt.Sprintf(`var all sync.WaitGroup
for g := range %d {
	all.Add(1)
	go func() {
		defer all.Done()
		for i := range %d {
			fmt.Printf("%%d %%d\n", g, i)
		}
	}()
}
all.Wait()`, g, n)
			},
			children: func(s int) string {
				return fmt.Sprintf("exec.Command(\"sleep\", \"%d\").Start()\nexec.Command(\"sh\", \"-c\", %q).Run()", s, grandchild(s))
			},
			waitOn: func(s int) string { return fmt.Sprintf("exec.Command(\"sleep\", \"%d\").Run()", s) },
			block:  "select {}",
		},
	},
}

// eachTarget runs a test against each target.
func eachTarget(t *testing.T, test func(*testing.T, target)) {
	for _, target := range targets {
		t.Run(target.name, func(t *testing.T) { test(t, target) })
	}
}

// launch starts the target's kernel and connects a client to it.
func (target target) launch(t testing.TB, connection *kernel.Connection) (*process, *Client) {
	t.Helper()
	p := launch(t, append(target.command(t), connectionFile(t, connection))...)
	listening(t, connection)
	return p, Connect(t, connection)
}

// build builds the program once.
func (p *builtProgram) build(t testing.TB) string {
	t.Helper()
	if !p.built {
		p.built = true
		p.path, p.err = p.make()
	}
	if p.err != nil {
		t.Fatalf("the program does not build: %v", p.err)
	}
	return p.path
}

func (p *builtProgram) make() (path string, err error) {
	if p.dir, err = os.MkdirTemp("", "gonymede"); err != nil {
		return "", err
	}
	path = filepath.Join(p.dir, "gonymede")
	build := exec.Command("go", "build", "-o", path, "gonymede")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as install.sh builds it
	if out, err := build.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
}
