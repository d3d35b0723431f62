package toolchain

import (
	"bytes"
	"fmt"
	"os"
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

// removeTypes takes back the types of a plugin that was not opened and will not
// be. Its functions stay: the linker needs their names only.
func (t *Toolchain) removeTypes(plugin string) error {
	types, err := readTypes(plugin)
	if err != nil {
		return fmt.Errorf("the types of %s: %w", plugin, err)
	}
	var lines bytes.Buffer
	if err := writeTypes(&lines, types); err != nil {
		return err
	}
	told, err := os.ReadFile(t.types.Name())
	if err != nil {
		return err
	}
	if err := t.types.Truncate(0); err != nil {
		return err
	}
	_, err = t.types.Write(bytes.Replace(told, lines.Bytes(), nil, 1))
	return err
}
