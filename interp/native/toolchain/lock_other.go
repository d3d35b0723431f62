//go:build !unix

package toolchain

import (
	"errors"
	"os"
)

// There are no native cells on these systems, hence nothing to lock.

func tryLock(*os.File) (bool, error) { return false, errors.ErrUnsupported }

func tryShare(*os.File) (bool, error) { return false, errors.ErrUnsupported }
