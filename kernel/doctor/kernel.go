package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"

	"gonymede/kernel/kernelspec"
)

// kernel looks for the kernelspec and what it starts.
func kernel(ctx context.Context, binary string) []Finding {
	f := Finding{
		What:   "kernelspec",
		Status: Missing,
		Advice: fmt.Sprintf("Jupyter does not find this kernel. Install it: %s install", binary),
	}
	folder, spec, err := kernelspec.Find(kernelspec.DefaultName)
	switch {
	case errors.Is(err, kernelspec.ErrNotInstalled):
		f.Detail = "not installed"
		return []Finding{f}
	case err != nil:
		f.Detail = err.Error()
		return []Finding{f}
	}
	target, err := os.Stat(spec.Binary())
	if err != nil || target.Mode()&0o111 == 0 {
		f.Detail = fmt.Sprintf("%s starts %q, which is not a program", folder, spec.Binary())
		return []Finding{f}
	}
	f.Detail = fmt.Sprintf("%s, starts %s", folder, spec.Binary())
	if self, err := os.Stat(binary); err == nil && os.SameFile(self, target) {
		f.Status = Found
		return []Finding{f}
	}
	f.Advice = fmt.Sprintf("The kernelspec starts another binary than this one. To use this one: %s install", binary)
	if theirs, ours := versionOf(ctx, spec.Binary()), versionOf(ctx, binary); theirs == "" || theirs != ours {
		f.Detail += ", which is not of this version"
		return []Finding{f}
	}
	f.Status = Found
	return []Finding{f}
}

// versionOf returns what a Gonymede binary says of its version, "" where it
// says nothing.
func versionOf(ctx context.Context, binary string) string {
	line, err := firstLine(ctx, nil, binary, "version")
	if err != nil {
		return ""
	}
	return line
}
