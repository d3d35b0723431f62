package fakeengine

import (
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"gonymede/interp/protocol"
)

// cell is the run of a script: a command on each line, its argument behind a
// blank. A command that is not known is an error of the cell.
type cell struct {
	*engine
	protocol.Execute
	id        uint64 // of the request
	interrupt <-chan struct{}
	page      map[string]any
	restart   bool
	next      string // input
}

func (c *cell) run() protocol.Done {
	for line := range strings.Lines(c.Code) {
		name, argument, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if name == "" {
			continue
		}
		if err := c.command(name, argument); err != nil {
			return protocol.Done{Error: err}
		}
	}
	done := protocol.Done{Page: c.page, Restart: c.restart, NextInput: c.next}
	for name, expression := range c.UserExpressions {
		if done.UserExpressions == nil {
			done.UserExpressions = make(map[string]protocol.UserExpression)
		}
		value := protocol.UserExpression{Data: text("=" + expression)}
		if expression == "bad" {
			value = protocol.UserExpression{Error: failure("Bad", "no such value")}
		}
		done.UserExpressions[name] = value
	}
	return done
}

func failure(name, value string) *protocol.Error {
	return &protocol.Error{Name: name, Value: value, Traceback: []string{name + ": " + value}}
}

func (c *cell) command(name, argument string) *protocol.Error {
	switch name {
	case "%%apart": // means something to the kernel
	case "out":
		fmt.Println(argument)
	case "write":
		fmt.Print(argument)
	case "err":
		fmt.Fprintln(os.Stderr, argument)
	case "hex":
		b, _ := hex.DecodeString(argument)
		os.Stdout.Write(b)
	case "show":
		c.ordered(protocol.TypeDisplay, 0, c.Cell, protocol.Display{Data: text(argument)})
	case "showid":
		c.ordered(protocol.TypeDisplay, 0, c.Cell, protocol.Display{Data: text(argument), DisplayID: argument})
	case "update":
		c.ordered(protocol.TypeDisplay, 0, c.Cell, protocol.Display{Data: text("new"), DisplayID: argument, Update: true})
	case "result":
		if !c.Silent {
			c.ordered(protocol.TypeResult, 0, c.Cell, protocol.Display{Data: text(argument)})
		}
	case "clear":
		c.ordered(protocol.TypeClearOutput, 0, c.Cell, protocol.ClearOutput{Wait: argument == "wait"})
	case "page":
		c.page = text(argument)
	case "fail":
		return failure("Failure", argument)
	case "refuse":
		return failure("CompileError", argument)
	case "unsupported":
		return failure("UnsupportedError", argument)
	case "let", "trap": // a variable, and what ends an engine in a replay
	case "func":
		c.funcs[argument] = true
	case "call":
		if !c.funcs[argument] {
			return failure("CompileError", "undefined: "+argument)
		}
		fmt.Println("called " + argument)
	case "tier":
		fmt.Println(c.tier)
	case "load":
		c.next = argument
	case "restart":
		c.restart = true
	case "input", "password":
		return c.input(argument, name == "password")
	case "sleep":
		return c.sleep(number(argument))
	case "block":
		<-c.interrupt
		return failure("Interrupted", "the cell was interrupted")
	case "stubborn":
		select {}
	case "late":
		ms, rest, _ := strings.Cut(argument, " ")
		go func() {
			time.Sleep(time.Duration(number(ms)) * time.Millisecond)
			fmt.Println(rest)
		}()
	case "latemine": // as late, marked as this cell's
		ms, rest, _ := strings.Cut(argument, " ")
		go func() {
			time.Sleep(time.Duration(number(ms)) * time.Millisecond)
			text := protocol.CellMarker(c.nonce, c.Cell)
			text = append(text, rest+"\n"...)
			os.Stdout.Write(append(text, protocol.CellMarker(c.nonce, 0)...))
		}()
	case "lateshow":
		ms, rest, _ := strings.Cut(argument, " ")
		go func() {
			time.Sleep(time.Duration(number(ms)) * time.Millisecond)
			c.ordered(protocol.TypeDisplay, 0, c.Cell, protocol.Display{Data: text(rest)})
		}()
	case "lateerror":
		go func() {
			time.Sleep(700 * time.Millisecond) // the next cell is over by then
			c.ordered(protocol.TypeError, 0, c.Cell, failure("Panic", argument))
		}()
	case "flood":
		goroutines, lines, _ := strings.Cut(argument, " ")
		flood(number(goroutines), number(lines))
	case "commopen":
		m, _ := protocol.New(protocol.TypeCommOpen, protocol.Comm{CommID: argument, Target: "view", Data: object("at", "start")})
		m.Cell = c.Cell
		c.events.Write(m)
	default:
		return c.death(name, argument)
	}
	return nil
}

// death has the commands that end the engine, or that leave processes behind.
func (c *cell) death(name, argument string) *protocol.Error {
	switch name {
	case "exit":
		os.Exit(number(argument))
	case "lateexit":
		go func() {
			time.Sleep(50 * time.Millisecond)
			os.Exit(number(argument))
		}()
	case "panic":
		go func() { panic(argument) }()
		select {}
	case "maps":
		concurrentWrites()
	case "overflow":
		debug.SetMaxStack(32 << 20) // as a whole gigabyte takes seconds
		fmt.Println(overflow(1))
	case "allocate":
		allocate(number(argument))
	case "kill":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "signal":
		syscall.Kill(os.Getpid(), syscall.Signal(number(argument)))
		select {}
	case "child":
		start(exec.Command("sleep", argument))
	case "daemon": // leaves the process group, the session and its parent
		run(exec.Command("sh", "-c", "setsid sleep "+argument+" & exit"))
	case "bare": // as daemon, without the session's environment
		cmd := exec.Command("sh", "-c", "setsid sleep "+argument+" & exit")
		cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
		run(cmd)
	case "run":
		cmd := exec.Command("sh", "-c", argument)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		cmd.Run()
	case "closeall":
		syscall.Close(protocol.EventFD)
		select {}
	case "pid":
		fmt.Println(os.Getpid())
	default:
		return failure("Unknown", name)
	}
	return nil
}

func (c *cell) input(prompt string, password bool) *protocol.Error {
	c.ordered(protocol.TypeInputRequest, 0, c.Cell, protocol.InputRequest{Prompt: prompt, Password: password})
	select {
	case r := <-c.inputs:
		if r.Error != "" {
			return failure("StdinNotImplementedError", r.Error)
		}
		fmt.Println("got " + r.Value)
		return nil
	case <-c.interrupt:
		return failure("Interrupted", "the cell was interrupted")
	}
}

func (c *cell) sleep(ms int) *protocol.Error {
	select {
	case <-time.After(time.Duration(ms) * time.Millisecond):
		return nil
	case <-c.interrupt:
		return failure("Interrupted", "the cell was interrupted")
	}
}

func flood(goroutines, lines int) {
	var all sync.WaitGroup
	for g := range goroutines {
		all.Go(func() {
			for i := range lines {
				fmt.Fprintf(os.Stdout, "%d %d\n", g, i)
			}
		})
	}
	all.Wait()
}

func concurrentWrites() {
	m := make(map[int]int)
	for g := range 4 {
		go func() {
			for {
				m[g]++
			}
		}()
	}
	select {}
}

// overflow is deep enough for any stack, and looks as if it had an end.
func overflow(n int) int {
	if n < 0 {
		return 0
	}
	return overflow(n+1) + 1
}

func allocate(mebibytes int) {
	var all [][]byte
	for range mebibytes / 64 {
		b := make([]byte, 64<<20)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		all = append(all, b)
	}
	fmt.Println(len(all))
}

func start(cmd *exec.Cmd) {
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	go cmd.Wait()
}

func run(cmd *exec.Cmd) {
	if err := cmd.Run(); err != nil {
		panic(err)
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}
