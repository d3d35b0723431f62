package toolchain

import (
	"fmt"
	"testing"
)

func archive(name string, size int, content string) []byte {
	return fmt.Appendf(nil, "!<arch>\n%-16s%-12d%-6d%-6d%-8o%-10d`\n%s", name, 0, 0, 0, 0o644, size, content)
}

func TestExportData(t *testing.T) {
	whole := archive("__.PKGDEF", 5, "12345rest of the archive")
	got, err := exportData(whole)
	if want := archive("__.PKGDEF", 5, "12345"); err != nil || string(got) != string(want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for name, bad := range map[string][]byte{
		"empty": nil, "no archive": []byte("ELF"), "another member": archive("_go_.o", 5, "12345"), "cut short": archive("__.PKGDEF", 50, "12345"),
		"negative size": archive("__.PKGDEF", -5, "12345"), "no header": []byte("!<arch>\n"),
	} {
		if got, err := exportData(bad); err == nil {
			t.Errorf("%s: got %q and no error", name, got)
		}
	}
}
