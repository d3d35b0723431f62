package toolchain

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// cache is a folder of entries, each a folder that was built once: it is
// complete or not there. An entry's name is its kind and its key, which is a
// hash of everything that what is built depends on.
type cache struct {
	dir string
}

// lockInterval is how often a process looks whether another has finished.
const lockInterval = 100 * time.Millisecond

func (c cache) path(kind, key string) string { return filepath.Join(c.dir, kind+"-"+key) }

// check reports why the entry cannot be used: fs.ErrNotExist, or the damage.
func (c cache) check(kind, key string) error { return checkManifest(c.path(kind, key), key) }

// entry returns the folder of an entry. If the entry is missing or damaged,
// build makes it, in an empty folder that then takes the entry's name. Of
// several processes that want it, one builds, and the others call waiting and
// wait.
func (c cache) entry(ctx context.Context, kind, key string, waiting func(), build func(dir string) error) (string, error) {
	final := c.path(kind, key)
	if c.check(kind, key) == nil {
		return final, nil
	}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return "", fmt.Errorf("the cache of native cells: %w", err)
	}
	lock, err := c.lock(ctx, kind+"-"+key, waiting)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if c.check(kind, key) == nil {
		return final, nil // another process has built it meanwhile
	}

	// A process that was killed leaves its folder behind; while the lock is held, none is in use.
	temporary := filepath.Join(c.dir, "building-"+kind+"-"+key)
	if err := os.RemoveAll(temporary); err != nil {
		return "", err
	}
	if err := os.Mkdir(temporary, 0o755); err != nil {
		return "", err
	}
	defer os.RemoveAll(temporary)
	if err := build(temporary); err != nil {
		return "", err
	}
	if err := writeManifest(temporary, key); err != nil {
		return "", err
	}
	if err := os.RemoveAll(final); err != nil {
		return "", err
	}
	return final, os.Rename(temporary, final)
}

// lock waits for the lock of a name. Close of the file gives it up.
func (c cache) lock(ctx context.Context, name string, waiting func()) (*os.File, error) {
	file := filepath.Join(c.dir, name+".lock")
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	for first := true; ; first = false {
		ok, err := tryLock(f)
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("locking %s: %w", file, err)
		}
		if ok {
			return f, nil
		}
		if first && waiting != nil {
			waiting()
		}
		select {
		case <-ctx.Done():
			f.Close()
			return nil, ctx.Err()
		case <-time.After(lockInterval):
		}
	}
}

// keepUnused is how long an entry stays that is of no use to this version.
const keepUnused = 30 * 24 * time.Hour

// use notes that the entry in dir is in use, until the file is closed or the
// process ends. Where the cache cannot be written, as one that somebody else has
// prepared, nobody here removes the entry either; the file is nil then.
func use(dir string) (*os.File, error) {
	f, err := os.OpenFile(dir+".used", os.O_CREATE|os.O_RDWR, 0o644)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if ok, err := tryShare(f); err != nil || !ok {
		f.Close()
		return nil, fmt.Errorf("%s is being removed: %w", dir, err)
	}
	now := time.Now()
	return f, os.Chtimes(f.Name(), now, now)
}

// clean removes the entries that are neither in keep nor were used within the
// last age, nor are in use. It returns how many bytes that freed.
func (c cache) clean(keep []string, age time.Duration) (freed int64, err error) {
	dirs, err := filepath.Glob(filepath.Join(c.dir, "*-*", manifestName))
	if err != nil {
		return 0, err
	}
	for _, dir := range dirs {
		dir = filepath.Dir(dir)
		if slices.Contains(keep, dir) || strings.HasPrefix(filepath.Base(dir), "building-") {
			continue
		}
		n, err := c.remove(dir, age)
		freed += n
		if err != nil {
			return freed, err
		}
	}
	return freed, nil
}

// remove removes an entry that has not been in use for age.
func (c cache) remove(dir string, age time.Duration) (freed int64, err error) {
	f, err := os.OpenFile(dir+".used", os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if ok, err := tryLock(f); err != nil || !ok {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil || time.Since(info.ModTime()) < age {
		return 0, err
	}
	freed = folderSize(dir)
	if err := os.RemoveAll(dir); err != nil {
		return 0, err
	}
	return freed, os.Remove(dir + ".used")
}
