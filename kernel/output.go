package kernel

import (
	"context"

	"gonymede/interp/protocol"
	"gonymede/kernel/wire"
)

// output publishes what the engine says: it is the supervisor's sink.
type output struct{ k *kernel }

// Stream publishes printed text.
func (o output) Stream(ctx context.Context, number int, name, text string) {
	c := o.k.cells.find(number)
	if c.joined {
		name = wire.Stdout
	}
	o.publish(ctx, c, wire.TypeStream, "stream."+name, wire.Stream{Name: name, Text: text})
}

// Event publishes what is not printed, and passes requests for input on.
func (o output) Event(ctx context.Context, m protocol.Message) {
	c := o.k.cells.find(m.Cell)
	switch m.Type {
	case protocol.TypeDisplay, protocol.TypeResult:
		var d protocol.Display
		if o.decode(m, &d) {
			o.display(ctx, c, m.Type, d)
		}
	case protocol.TypeClearOutput:
		var clear protocol.ClearOutput
		if o.decode(m, &clear) {
			o.publish(ctx, c, wire.TypeClearOutput, wire.TypeClearOutput, wire.ClearOutput{Wait: clear.Wait})
		}
	case protocol.TypeError:
		var e protocol.Error
		if o.decode(m, &e) {
			o.k.publisher.publish(wire.TypeError, c.request.Message, wireError(&e))
		}
	case protocol.TypeInputRequest:
		var input protocol.InputRequest
		if o.decode(m, &input) {
			o.k.askInput(c, m.ID, input)
		}
	case protocol.TypeCommOpen, protocol.TypeCommMsg, protocol.TypeCommClose:
		var comm protocol.Comm
		if o.decode(m, &comm) {
			o.comm(ctx, c, m.Type, comm, m.Buffers)
		}
	default:
		o.k.log.Debug("an unknown engine message", "type", m.Type)
	}
}

func (o output) display(ctx context.Context, c *cell, typ string, d protocol.Display) {
	transient := wire.Transient{DisplayID: d.DisplayID}
	if typ == protocol.TypeResult {
		if text, ok := d.Data["text/plain"].(string); ok && c.content.StoreHistory && o.k.config.History != nil {
			o.k.config.History.SetOutput(c.count, text)
		}
		result := wire.ExecuteResult{ExecutionCount: c.count, Data: d.Data, Metadata: d.Metadata}
		if d.DisplayID != "" {
			result.Transient = &transient
		}
		o.publish(ctx, c, wire.TypeExecuteResult, wire.TypeExecuteResult, result)
		return
	}
	name := wire.TypeDisplayData
	if d.Update {
		name = wire.TypeUpdateDisplayData
	}
	o.publish(ctx, c, name, name, wire.DisplayData{Data: d.Data, Metadata: d.Metadata, Transient: transient})
}

// comm publishes the engine's comm messages.
func (o output) comm(ctx context.Context, c *cell, typ string, comm protocol.Comm, buffers [][]byte) {
	var content any
	switch typ {
	case protocol.TypeCommOpen:
		o.k.comms.add(comm.CommID, comm.Target)
		content = wire.CommOpen{CommID: comm.CommID, TargetName: comm.Target, Data: comm.Data}
	case protocol.TypeCommMsg:
		content = wire.CommMsg{CommID: comm.CommID, Data: comm.Data}
	case protocol.TypeCommClose:
		o.k.comms.remove(comm.CommID)
		content = wire.CommClose{CommID: comm.CommID, Data: comm.Data}
	}
	o.k.publisher.output(ctx, c.paced, typ, o.k.publisher.frames(typ, typ, c.request.Message, content, comm.Metadata, buffers))
}

func (o output) publish(ctx context.Context, c *cell, typ, topic string, content any) {
	o.k.publisher.output(ctx, c.paced, typ, o.k.publisher.frames(typ, topic, c.request.Message, content, nil, nil))
}

// Ended publishes that an engine ended, and closes the comms that ended with it.
func (o output) Ended(_ context.Context, number int, e *protocol.Error) {
	c := o.k.cells.find(number)
	for _, id := range o.k.comms.clear() {
		o.k.publisher.publish(wire.TypeCommClose, c.request.Message, wire.CommClose{CommID: id})
	}
	if e == nil || o.k.ending() {
		return
	}
	o.k.log.Warn("the engine ended while no cell ran", "error", e)
	o.k.publisher.publish(wire.TypeError, c.request.Message, wireError(e))
}

func (o output) decode(m protocol.Message, body any) bool {
	if err := m.Decode(body); err != nil {
		o.k.log.Error("the engine sent what cannot be read", "error", err)
		return false
	}
	return true
}
