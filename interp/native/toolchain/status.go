package toolchain

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// State says whether cells can run natively.
type State int

const (
	// Ready means that everything is built.
	Ready State = iota + 1
	// Buildable means that Prepare can probably build what is missing.
	Buildable
	// Impossible means that this machine lacks something, or that the self-test
	// has failed.
	Impossible
)

func (s State) String() string {
	switch s {
	case Ready:
		return "ready"
	case Buildable:
		return "can be built"
	case Impossible:
		return "not possible"
	}
	return fmt.Sprintf("State(%d)", int(s))
}

// Status is what Inspect has found.
type Status struct {
	State  State
	Reason string // for a person: why it is not ready; empty if it is
	Err    error  // the same as an error, of one of this package's types where Impossible
	Go     *Go    // nil if none was found that fits
	Dir    string // the engine's folder, if ready
	Cache  string // the cache's folder
}

// Inspect says whether cells can run natively, without building anything. It
// takes some hundredths of a second.
func Inspect(ctx context.Context, cfg Config) Status {
	var s Status
	s.Cache, s.Err = cfg.cacheFolder()
	if s.Err == nil {
		s.Go, s.Err = find(ctx, cfg, false)
	}
	var version *VersionError
	if errors.As(s.Err, &version) && version.CanFetch {
		return s.with(Buildable, fmt.Sprintf("the Go command has to fetch %s first", version.Pinned))
	}
	if s.Err != nil {
		return s.with(Impossible, s.Err.Error())
	}
	src, err := readSource(cfg.Source)
	if err != nil {
		s.Err = err
		return s.with(Impossible, err.Error())
	}
	c := cache{s.Cache}
	key := s.Go.engineKey(src)
	for _, entry := range []struct{ kind, key string }{
		{overlayKind, s.Go.overlayKey()}, {toolsKind, s.Go.toolsKey()}, {engineKind, key}, {pluginsKind, key}, {selfTestKind, key},
	} {
		err := c.check(entry.kind, entry.key)
		if errors.Is(err, fs.ErrNotExist) {
			return s.with(Buildable, "not built yet for "+s.Go.Version)
		}
		if err != nil {
			return s.with(Buildable, "to be built again: "+err.Error())
		}
	}
	if s.Err = readVerdict(c, s.Go, key); s.Err != nil {
		return s.with(Impossible, s.Err.Error())
	}
	s.Dir = c.path(engineKind, key)
	return s.with(Ready, "")
}

func (s Status) with(state State, reason string) Status {
	s.State, s.Reason = state, reason
	return s
}

// Size is the number of bytes of the cache.
func (s Status) Size() int64 { return folderSize(s.Cache) }

// Clean removes all that was built and is not in use by a running engine. It
// returns how many bytes that freed.
func Clean(cfg Config) (freed int64, err error) {
	folder, err := cfg.cacheFolder()
	if err != nil {
		return 0, err
	}
	freed, err = cache{folder}.clean(nil, 0)
	if err == nil {
		err = os.RemoveAll(filepath.Join(folder, "goroot"))
	}
	return freed, err
}
