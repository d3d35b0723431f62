package toolchain

import (
	"bytes"
	"fmt"
)

// AddTypes tells the linker of the types in a plugin, once the plugin has been
// opened: packages that are linked later may have variables of these types.
func (t *Toolchain) AddTypes(plugin string) error {
	types, err := readTypes(plugin)
	if err != nil {
		return fmt.Errorf("the types of %s: %w", plugin, err)
	}
	var lines bytes.Buffer
	if err := writeTypes(&lines, types); err != nil {
		return err
	}
	// One write, so that a linker that reads meanwhile sees whole lines.
	_, err = t.types.Write(lines.Bytes())
	return err
}
