//go:build !linux

package kernel

import "errors"

// processEnd fails: the process has to be looked at from time to time.
func processEnd(int) (wait func() bool, closeWait func(), err error) {
	return nil, nil, errors.ErrUnsupported
}
