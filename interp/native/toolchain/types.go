package toolchain

import (
	"bytes"
	"fmt"
	"strings"
)

// AddTypes tells the linker of the types in a plugin, once the plugin has been
// opened: packages that are linked later may have variables of these types. It
// tells of the plugin's assembly functions too, which other packages may call.
func (t *Toolchain) AddTypes(plugin string) error {
	types, err := readTypes(plugin)
	if err != nil {
		return fmt.Errorf("the types of %s: %w", plugin, err)
	}
	var lines bytes.Buffer
	if err := writeTypes(&lines, types); err != nil {
		return err
	}
	names, err := readABI0(plugin)
	if err != nil {
		return fmt.Errorf("the functions of %s: %w", plugin, err)
	}
	// One write, so that a linker that reads meanwhile sees whole lines.
	if _, err := t.types.Write(lines.Bytes()); err != nil || len(names) == 0 {
		return err
	}
	_, err = t.abi0.WriteString(strings.Join(names, "\n") + "\n")
	return err
}
