package session

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"gonymede/interp/magic"
)

// magicWritefile writes the body of %%writefile into a file.
func (s *Session) magicWritefile(_ context.Context, t *text, m magic.Magic) error {
	name, more := m.Args, false
	for _, flag := range []string{"-a ", "--append "} {
		if rest, ok := strings.CutPrefix(name+" ", flag); ok {
			name, more = strings.TrimSpace(rest), true
		}
	}
	if name = unquote(name); name == "" {
		return errors.New("%%writefile -a needs the name of a file")
	}
	path, err := home(os.ExpandEnv(name))
	if err != nil {
		return err
	}
	if dir := filepath.Dir(path); !isDir(dir) {
		return fmt.Errorf("there is no folder %s to write %s into; !mkdir -p makes it", dir, filepath.Base(path))
	}
	did, how := "Writing", os.O_TRUNC
	if _, err := os.Stat(path); err == nil {
		did = "Overwriting"
	}
	if more {
		did, how = "Appending to", os.O_APPEND
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|how, 0o666)
	if err != nil {
		return err
	}
	body := t.Body
	if body != "" && !strings.HasSuffix(body, "\n") {
		body += "\n"
	}
	_, err = file.WriteString(body)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return s.print(t, did+" "+name+"\n")
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// maxLoad is how large a file %load takes, in bytes.
const maxLoad = 1 << 20

// magicLoad puts a file's text into the cell.
func (s *Session) magicLoad(_ context.Context, t *text, m magic.Magic) error {
	name := unquote(m.Args)
	path, err := home(os.ExpandEnv(name))
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s in %s", name, workingDir())
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a folder; %%load takes a file", name)
	case info.Size() > maxLoad:
		return fmt.Errorf("%s has %d bytes; %%load takes up to %d", name, info.Size(), maxLoad)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !utf8.Valid(b) {
		return fmt.Errorf("%s is no text in UTF-8", name)
	}
	t.result.NextInput = "// %load " + m.Args + "\n" + strings.TrimSuffix(string(b), "\n")
	return nil
}

func workingDir() string {
	dir, err := os.Getwd()
	if err != nil {
		return "the working directory"
	}
	return dir
}
