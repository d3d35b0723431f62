//go:build gonymede_overlay

package containment

import (
	"fmt"
	"os"
	"sync"
	"syscall"
	"unsafe"
)

// page is what checkpoints read: a page of memory of its own. It is unreadable as long as somebody has shut it.
// No goroutine belongs to it.
var page struct {
	sync.Mutex
	memory []byte
	shut   int // by how many
}

// openPage makes the page.
func openPage() error {
	page.Lock()
	defer page.Unlock()
	if page.memory != nil {
		return ErrStarted
	}
	memory, err := syscall.Mmap(-1, 0, os.Getpagesize(), syscall.PROT_READ, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return fmt.Errorf("containment: a page for checkpoints: %w", err)
	}
	page.memory = memory
	runtimeSetPage(uintptr(unsafe.Pointer(&memory[0])))
	return nil
}

// Poll gives the word that checkpoints load. It is nil before Start.
func Poll() *uint32 {
	page.Lock()
	defer page.Unlock()
	return (*uint32)(unsafe.Pointer(unsafe.SliceData(page.memory)))
}

// shutPage makes the page unreadable. Each call needs one of reopenPage.
func shutPage() { protect(+1) }

func reopenPage() { protect(-1) }

func protect(change int) {
	page.Lock()
	defer page.Unlock()
	before := page.shut > 0
	page.shut += change
	if after := page.shut > 0; after != before && page.memory != nil {
		access := syscall.PROT_READ
		if after {
			access = syscall.PROT_NONE
		}
		// It can fail only for want of kernel memory. Then an interrupt ends no loop this time, or loops wait
		// for the next one, which the next call puts right.
		_ = syscall.Mprotect(page.memory, access)
	}
}
