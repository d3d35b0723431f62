package kernel

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"

	"gonymede/kernel/supervisor"
	"gonymede/kernel/wire"
)

// A client that is there before the kernel starts sees it starting, then idle.
func TestStartingStatus(t *testing.T) {
	dir, err := os.MkdirTemp("", "k")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	config, err := Config{Engine: []string{"/no/such/engine"}, Connection: &Connection{
		IP: filepath.Join(dir, "s"), Transport: "ipc", ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HeartbeatPort: 5,
	}}.check()
	if err != nil {
		t.Fatal(err)
	}
	codec, err := wire.NewCodec(config.Connection.SignatureScheme, "")
	if err != nil {
		t.Fatal(err)
	}
	k := newKernel(config, codec)
	closeSockets, err := k.listen()
	if err != nil {
		t.Fatal(err)
	}
	defer closeSockets()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	client := zmq4.NewSub(ctx)
	defer client.Close()
	if err := client.Dial(config.Connection.endpoint(2)); err != nil {
		t.Fatal(err)
	}
	if err := client.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		t.Fatal(err)
	}
	recv := func() string {
		raw, err := client.Recv()
		if err != nil {
			t.Fatal(err)
		}
		m, err := codec.Decode(raw.Frames)
		if err != nil {
			t.Fatal(err)
		}
		if string(m.ParentHeader) != "{}" {
			t.Errorf("%s has the parent %s", m.Header.MsgType, m.ParentHeader)
		}
		return m.Header.MsgType + " " + string(m.Content)
	}
	got := []string{recv()} // the subscription is there
	if k.supervisor, err = supervisor.New(supervisor.Config{Command: config.Engine, Sink: output{k}}); err != nil {
		t.Fatal(err)
	}
	end, stop := context.WithCancel(ctx)
	served := make(chan struct{})
	go func() { defer close(served); k.serve(end) }()
	got = append(got, recv(), recv())
	want := []string{`iopub_welcome {"subscription":""}`, `status {"execution_state":"starting"}`, `status {"execution_state":"idle"}`}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
	stop()
	<-served
}
