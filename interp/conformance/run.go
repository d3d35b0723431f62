package conformance

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

// A Runner runs programs and cases as cells.
type Runner struct {
	// Launch starts engines.
	Launch func(Tier) (Launch, error)
	// Plain says what is right. Cases do without it.
	Plain *Plain
	// Limit is how long a program may take, all its cells together.
	Limit time.Duration
	// Parallel is how many engines run at once.
	Parallel int
}

// enginePrograms is how many programs an engine runs. A compiled cell stays in
// its process for ever, and so do goroutines that programs have left behind.
const enginePrograms = 25

// Programs runs programs on a tier and calls report with each result, in no
// order, from one goroutine at a time.
func (r *Runner) Programs(ctx context.Context, t Tier, programs []Program, report func(Result)) error {
	return distribute(ctx, r, t, programs, report, r.program)
}

// Cases runs cases on a tier, as Programs does.
func (r *Runner) Cases(ctx context.Context, t Tier, cases []Case, report func(Result)) error {
	return distribute(ctx, r, t, cases, report, func(ctx context.Context, e *Engine, c Case) (Result, error) {
		return r.runCase(ctx, e, c), nil
	})
}

// distribute hands items to engines, each of which a goroutine of its own owns.
// It returns when all of them have ended.
func distribute[T any](ctx context.Context, r *Runner, t Tier, items []T, report func(Result), run func(context.Context, *Engine, T) (Result, error)) error {
	if len(items) == 0 {
		return nil
	}
	launch, err := r.Launch(t)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan T)
	go func() {
		defer close(next)
		for _, item := range items {
			select {
			case next <- item:
			case <-ctx.Done():
				return
			}
		}
	}()
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range max(1, min(r.Parallel, len(items))) {
		workers.Go(func() {
			e, err := NewEngine(t, launch)
			if err != nil {
				cancel(err)
				return
			}
			defer e.Close()
			done := 0
			for item := range next {
				result, err := again(ctx, e, item, run, done > 0)
				if ctx.Err() != nil {
					return
				}
				if err == nil {
					done, err = prepare(ctx, e, result, done+1)
				}
				if err != nil {
					cancel(err)
					return
				}
				mu.Lock()
				report(result)
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return ctx.Err()
}

// again runs an item, and once more in a new engine where it fails in one that
// has run others: they may have changed what a whole process has, as its
// collector's settings or its directory.
func again[T any](ctx context.Context, e *Engine, item T, run func(context.Context, *Engine, T) (Result, error), used bool) (Result, error) {
	result, err := run(ctx, e, item)
	if err != nil || !used || !result.Failed() || result.Verdict == Refused || result.Verdict == Broken {
		return result, err
	}
	if err := e.Restart(); err != nil {
		return result, err
	}
	second, err := run(ctx, e, item)
	second.Fresh = true
	if second.Failed() {
		second.Fresh = false
	}
	return second, err
}

// prepare makes an engine ready for the next item: the session is reset, and
// the process is another one where it has run enough or the last item failed.
func prepare(ctx context.Context, e *Engine, last Result, done int) (int, error) {
	if (last.Failed() && last.Verdict != Refused) || done >= enginePrograms {
		return 0, e.Restart()
	}
	return done, e.Reset(ctx)
}

// program runs a program and compares it with plain Go.
func (r *Runner) program(ctx context.Context, e *Engine, p Program) (Result, error) {
	result := Result{Name: p.Name, Tier: e.tier, Verdict: OK}
	if why := Exception(p.Name); why != "" {
		result.Verdict, result.Reason = Excluded, why
		return result, nil
	}
	cells, err := p.Cells()
	if err != nil {
		result.Verdict, result.Reason = Broken, oneLine(err.Error())
		return result, nil
	}
	plain, err := r.Plain.Run(ctx, path.Base(p.Name), p.Source)
	if err != nil {
		result.Verdict, result.Reason = Broken, oneLine(err.Error())
		return result, nil
	}
	began := time.Now()
	got := r.cells(ctx, e, cells)
	result.Milliseconds, result.Cells = time.Since(began).Milliseconds(), got.cells
	r.judge(ctx, p, &result, got, plain)
	return result, nil
}

// ran is what came of the cells of a program.
type ran struct {
	PlainRun
	cells int
	end   Outcome // of the last cell that ran
	late  []string
}

// cells runs cells until one fails.
func (r *Runner) cells(ctx context.Context, e *Engine, cells []string) ran {
	var got ran
	var stdout, stderr strings.Builder
	deadline := time.Now().Add(r.Limit)
	for _, source := range cells {
		got.end = e.Run(ctx, source, time.Until(deadline))
		got.cells++
		stdout.WriteString(got.end.Shown.Stdout)
		stderr.WriteString(got.end.Shown.Stderr)
		for _, part := range got.end.Shown.Parts {
			if part.Kind == Late {
				got.late = append(got.late, part.Text)
			}
		}
		if got.end.Err != nil || got.end.Hung {
			break
		}
	}
	got.Stdout, got.Stderr = stdout.String(), stderr.String()
	return got
}

// judge compares what the cells did with what the plain program did.
func (r *Runner) judge(ctx context.Context, p Program, result *Result, got ran, plain PlainRun) {
	status, exited := got.end.ExitStatus()
	switch {
	case got.end.Err != nil && !(exited && status == plain.Status):
		result.Verdict, result.Reason = failure(got.end)
		result.Reason = fmt.Sprintf("cell %d of it: %s", got.cells, result.Reason)
	case got.end.Err == nil && plain.Status != 0:
		result.Verdict, result.Reason = Exited, fmt.Sprintf("the cells end well, the plain program with status %d", plain.Status)
	case len(got.late) > 0:
		result.Verdict, result.Reason = Panicked, "a goroutine: "+oneLine(got.late[0])
	default:
		r.compare(ctx, p, result, got.PlainRun, plain)
		return
	}
	result.Detail = "--- stdout\n" + tail(got.Stdout) + "--- stderr\n" + tail(got.Stderr)
	if err := got.end.Err; err != nil {
		result.Detail += "--- traceback\n" + head(colours.ReplaceAllString(strings.Join(err.Traceback, "\n"), ""))
	}
}

// colours are what a traceback has for terminals.
var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

func (r *Runner) compare(ctx context.Context, p Program, result *Result, got, plain PlainRun) {
	reason := describe(got, plain)
	if reason == "" {
		return
	}
	if second, err := r.Plain.RunAgain(ctx, path.Base(p.Name), p.Source); err == nil && describe(second, plain) != "" {
		result.Verdict, result.Reason = Broken, "plain Go prints something else each time: "+describe(second, plain)
		return
	}
	result.Verdict, result.Reason = Wrong, reason
	result.Detail = "--- got\n" + tail(got.Stdout+got.Stderr) + "--- want\n" + tail(plain.Stdout+plain.Stderr)
}

// describe says where two runs differ, "" where they do not.
func describe(got, want PlainRun) string {
	if d := difference("stdout", got.Stdout, want.Stdout); d != "" {
		return d
	}
	return difference("stderr", got.Stderr, want.Stderr)
}

// head is the beginning of a text, which is where a trace says most.
func head(text string) string {
	const most = 6000
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text + "\n"
}

// tail is the end of a text, which is where a failure shows.
func tail(text string) string {
	const most = 2000
	if len(text) > most {
		text = "…" + strings.ToValidUTF8(text[len(text)-most:], "")
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text
}
