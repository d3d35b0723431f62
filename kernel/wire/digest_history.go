package wire

import "sync"

// digestHistorySize is how many signatures are remembered, as in jupyter_client.
const digestHistorySize = 1 << 16

// digestHistory remembers the last signatures that were taken. It grows with
// what it holds, up to its size, and then forgets the oldest.
type digestHistory struct {
	mu   sync.Mutex
	size int
	seen map[digest]struct{}
	ring []digest // in the order of arrival, from next on when full
	next int
}

// digest is the start of a signature in hexadecimal: 128 bits, which is as
// much as the shortest scheme has.
type digest [32]byte

func newDigestHistory(size int) *digestHistory {
	return &digestHistory{size: size, seen: make(map[digest]struct{})}
}

// add remembers a signature and says whether it is new.
func (h *digestHistory) add(signature []byte) bool {
	var d digest
	copy(d[:], signature)
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.seen[d]; ok {
		return false
	}
	h.seen[d] = struct{}{}
	if len(h.ring) < h.size {
		h.ring = append(h.ring, d)
		return true
	}
	delete(h.seen, h.ring[h.next])
	h.ring[h.next] = d
	h.next = (h.next + 1) % h.size
	return true
}
