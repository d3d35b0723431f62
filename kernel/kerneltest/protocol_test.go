package kerneltest

import (
	"testing"

	"gonymede/kernel/wire"
)

func TestHello(t *testing.T) {
	c, _ := start(t, nil)
	if reply := c.Run("out hello", Stdout("hello\n")); reply.Status != wire.StatusOK || reply.ExecutionCount != 1 {
		t.Errorf("got %+v", reply)
	}
	if reply := c.Run("result 42", Result("42", 2)); reply.ExecutionCount != 2 {
		t.Errorf("got %+v", reply)
	}
}
