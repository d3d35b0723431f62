package exportdata

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// What the Go compiler writes is an archive. Its first member is __.PKGDEF: some
// lines, the last of them "$$B", then the export data, then "$$". The header of a
// member has 60 bytes, with the name in the first 16 and the size, in decimal,
// from byte 48 to 58 (cmd/internal/archive).
const (
	archiveMagic      = "!<arch>\n"
	archiveHeaderSize = 60
	beginOfData       = "\n$$B\n"
	endOfData         = "\n$$\n"
)

// member returns the export data in a file that is an archive, or all of a file
// that is not.
func member(r *bufio.Reader) (io.Reader, error) {
	start, err := r.Peek(len(archiveMagic) + archiveHeaderSize)
	if !bytes.HasPrefix(start, []byte(archiveMagic)) {
		return r, nil
	}
	if err != nil {
		return nil, errors.New("the archive is cut short")
	}
	header := start[len(archiveMagic):]
	if name := strings.TrimSpace(string(header[:16])); name != "__.PKGDEF" {
		return nil, fmt.Errorf("the archive begins with %q, and not with __.PKGDEF: the Go compiler has not written it", name)
	}
	size, err := strconv.Atoi(strings.TrimSpace(string(header[48:58])))
	if err != nil || size < 0 {
		return nil, fmt.Errorf("the archive says that __.PKGDEF has %q bytes", header[48:58])
	}
	if _, err := r.Discard(len(start)); err != nil {
		return nil, err
	}
	var data bytes.Buffer
	if n, err := io.Copy(&data, io.LimitReader(r, int64(size))); err != nil || n < int64(size) {
		return nil, errors.Join(errors.New("the archive is cut short"), err)
	}
	_, rest, ok := bytes.Cut(data.Bytes(), []byte(beginOfData))
	if !ok {
		return nil, errors.New("the archive has no export data")
	}
	return bytes.NewReader(bytes.TrimSuffix(rest, []byte(endOfData))), nil
}
