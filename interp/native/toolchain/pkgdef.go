package toolchain

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// An archive of the compiler begins as any ar archive, and its first member is
// the export data, __.PKGDEF. That member is all that a package's importers
// need, a tenth of the whole.
const (
	archiveMagic      = "!<arch>\n"
	archiveHeaderSize = 60 // bytes: name 16, date 12, uid 6, gid 6, mode 8, size 10, end 2
	exportMember      = "__.PKGDEF"
)

// copyExportData writes to file an archive with the export data of archive.
func copyExportData(archive, file string) error {
	data, err := os.ReadFile(archive)
	if err != nil {
		return err
	}
	member, err := exportData(data)
	if err != nil {
		return fmt.Errorf("%s: %w", archive, err)
	}
	return os.WriteFile(file, member, 0o644)
}

// exportData gives the beginning of an archive, up to the end of its export
// data.
func exportData(archive []byte) ([]byte, error) {
	header, ok := bytes.CutPrefix(archive, []byte(archiveMagic))
	if !ok || len(header) < archiveHeaderSize {
		return nil, fmt.Errorf("no archive")
	}
	if name := strings.TrimSpace(string(header[:16])); name != exportMember {
		return nil, fmt.Errorf("the first member is %q, not %s", name, exportMember)
	}
	size, err := strconv.Atoi(strings.TrimSpace(string(header[48:58])))
	if err != nil {
		return nil, fmt.Errorf("bad size of a member: %w", err)
	}
	end := len(archiveMagic) + archiveHeaderSize + size
	if size < 0 || end > len(archive) {
		return nil, fmt.Errorf("cut short")
	}
	return archive[:end], nil
}
