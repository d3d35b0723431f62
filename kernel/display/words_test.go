package display

import (
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"reflect"
	"testing"
	"time"
)

type wrapsItself struct{}

func (wrapsItself) Error() string   { return "again" }
func (w wrapsItself) Unwrap() error { return w }

type panics struct{}

func (panics) Error() string { return "odd" }
func (panics) Unwrap() error { panic("no") }

func TestWords(t *testing.T) {
	missing := &fs.PathError{Op: "open", Path: "x", Err: os.ErrNotExist}
	var none error
	for _, test := range []struct {
		value any
		want  string
	}{
		{none, "<nil>"},
		{errors.New("plain"), "plain"},
		{fmt.Errorf("reading: %w", missing), "reading: open x: file does not exist\n└─ *fs.PathError: open x: file does not exist\n   └─ file does not exist"},
		{errors.Join(errors.New("a"), nil, fmt.Errorf("b: %w", missing)), "a\nb: open x: file does not exist\n├─ a\n└─ b: open x: file does not exist\n   └─ *fs.PathError: open x: file does not exist\n      └─ file does not exist"},
		{panics{}, "odd"},
		{func(int) (string, error) { return "", nil }, "func(int) (string, error)"},
		{(func())(nil), "<nil>"},
		{make(chan int, 3), "chan int, 0 of 3 waiting"},
		{make(<-chan int), "<-chan int, 0 of 0 waiting"},
		{(chan int)(nil), "<nil>"},
		{90 * time.Second, "1m30s"},
		{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "2026-01-02 03:04:05 +0000 UTC"},
		{big.NewInt(7), "7"},
		{[]*big.Int{big.NewInt(7)}, "[7]"},
		{reflect.TypeFor[[]int](), "[]int"},
	} {
		if got := Render(test.value).Text(); got != test.want {
			t.Errorf("%T is %q, want %q", test.value, got, test.want)
		}
	}
	if got := len(Render(wrapsItself{}).Text()); got > 20_000 {
		t.Errorf("an error that wraps itself has %d bytes of text", got)
	}
}
