package kernel

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gonymede/interp/protocol"
	"gonymede/kernel/wire"
)

// buildTick is how often a cell's display of the build is renewed.
const buildTick = time.Second

// awaitNative waits until the native engine runs, where that is the session's
// and was not built yet, and shows the build's progress in the cell. An
// interrupt ends the wait: the session is interpreted then, or the cell ends
// where only native cells are wanted.
func (k *kernel) awaitNative(c *cell) *protocol.Error {
	if !k.choice.unbuilt(c.ctx) {
		return nil
	}
	b := k.choice.build()
	d := k.newProgress(c)
	ticker := time.NewTicker(buildTick)
	defer ticker.Stop()
	for {
		d.show("Building the engine of native cells, once for this Go version: " + b.now().String() + k.wayOut())
		select {
		case <-ticker.C:
		case <-b.done:
			return k.built(c, b, d)
		case <-c.ctx.Done():
			return k.gaveUp(c, d)
		case <-k.ended:
			return &protocol.Error{Name: "Interrupted", Value: "the kernel ended"}
		}
	}
}

// wayOut says what an interrupt does while the engine is built.
func (k *kernel) wayOut() string {
	if k.config.EngineMode == EngineNative {
		return ""
	}
	return ". Interrupt to run this session interpreted instead."
}

// built goes on with the native engine, or without it where its build failed.
func (k *kernel) built(c *cell, b *build, d *progress) *protocol.Error {
	if b.err != nil {
		k.log.Error("the native engine was not built", "error", b.err)
		if k.config.EngineMode == EngineNative {
			d.show("The engine of native cells was not built.")
			return startFailure(fmt.Errorf("%s=native asks for native cells, but their engine was not built: %w", EngineEnv, b.err))
		}
		k.choice.giveUp("their native engine was not built: " + b.err.Error())
		d.show("The engine of native cells was not built, so this session is interpreted: " + b.err.Error())
		return nil
	}
	d.show(fmt.Sprintf("Native cells are ready: their engine was built in %.0f s, once for this Go version.", time.Since(b.begun).Seconds()))
	_, err := k.supervisor.Renew(c.ctx)
	if errors.Is(err, context.Canceled) {
		return interruptedStart()
	}
	if err != nil {
		return startFailure(err)
	}
	return nil
}

// gaveUp goes on interpreted after an interrupt. The build goes on for the next
// kernel.
func (k *kernel) gaveUp(c *cell, d *progress) *protocol.Error {
	if k.config.EngineMode == EngineNative {
		const value = "the cell was interrupted while the engine of native cells was built"
		d.show("The engine of native cells is being built; the next cell waits for it again.")
		return &protocol.Error{Name: "Interrupted", Value: value, Traceback: []string{"Interrupted: " + value}}
	}
	k.choice.giveUp("the wait for the engine of native cells was interrupted")
	k.mu.Lock()
	c.ctx, c.cancel = context.WithCancel(context.Background())
	k.mu.Unlock()
	d.show("This session is interpreted: the wait for native cells was interrupted. Their engine is built in the background; restart the kernel later to use it.")
	return nil
}

func interruptedStart() *protocol.Error {
	const value = "the cell was interrupted while its engine was starting"
	return &protocol.Error{Name: "Interrupted", Value: value, Traceback: []string{"Interrupted: " + value}}
}

func startFailure(err error) *protocol.Error {
	return &protocol.Error{Name: "EngineStart", Value: err.Error(), Traceback: []string{
		"EngineStart: " + err.Error(), "", "Run `gonymede doctor` in a terminal to see what is missing.",
	}}
}

// progress is a display in a cell's output that is shown, then updated.
type progress struct {
	kernel *kernel
	cell   *cell
	id     string // of the display
	text   string // what it shows; "" before it is shown
}

func (k *kernel) newProgress(c *cell) *progress {
	return &progress{kernel: k, cell: c, id: fmt.Sprintf("gonymede-native-%s-%d", k.session, c.number)}
}

// show shows a line, unless the cell is silent or shows it already.
func (p *progress) show(text string) {
	if p.cell.content.Silent || text == p.text {
		return
	}
	typ := wire.TypeUpdateDisplayData
	if p.text == "" {
		typ = wire.TypeDisplayData
	}
	p.text = text
	p.kernel.publisher.publish(typ, p.cell.request.Message, wire.DisplayData{
		Data:      wire.Object{"text/plain": text},
		Transient: wire.Transient{DisplayID: p.id},
	})
}
