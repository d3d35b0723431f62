package display

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"gonymede/interp/protocol"
)

// Input shows a prompt, waits for the user's line, and returns it without its
// end. Where the front end takes no input, and where the cell is interrupted,
// Input panics with an error that says so, which ends the cell.
func Input(prompt string) string { return ask(prompt, false) }

// Password is [Input] for a line that is not shown as it is typed.
func Password(prompt string) string { return ask(prompt, true) }

func ask(prompt string, password bool) string {
	b := backend()
	if b == nil {
		fmt.Fprint(os.Stdout, prompt)
		line, err := readLine(os.Stdin)
		if err != nil {
			panic(fmt.Errorf("display.Input: %w", err))
		}
		return line
	}
	line, err := b.Input(protocol.InputRequest{Prompt: prompt, Password: password})
	if err != nil {
		panic(err)
	}
	return line
}

// readLine reads byte by byte, because what it read beyond the line would be
// lost to the next reader.
func readLine(r io.Reader) (string, error) {
	var line []byte
	var b [1]byte
	for {
		n, err := r.Read(b[:])
		switch {
		case n == 1 && b[0] == '\n':
			return string(bytes.TrimSuffix(line, []byte("\r"))), nil
		case n == 1:
			line = append(line, b[0])
		case errors.Is(err, io.EOF) && len(line) > 0:
			return string(line), nil
		case err != nil:
			return "", err
		}
	}
}
