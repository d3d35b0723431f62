package supervisor

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// MemoryLimitEnv names the environment variable with the memory limit of an
// engine, such as 4GiB.
const MemoryLimitEnv = "GONYMEDE_MEMORY_LIMIT"

// minMemoryLimit is what an engine needs to start and to do something, in bytes.
const minMemoryLimit = 256 << 20

var memoryUnits = []struct {
	suffix string
	bytes  float64
}{
	// Longer suffixes first, so that GiB is not taken for a B.
	{"KIB", 1 << 10}, {"MIB", 1 << 20}, {"GIB", 1 << 30}, {"TIB", 1 << 40},
	{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12},
	{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"T", 1 << 40},
	{"B", 1}, {"", 1},
}

// ParseMemoryLimit reads a size such as 4GiB, 512MiB or 2e9, in bytes. The
// empty string and 0 are no limit.
func ParseMemoryLimit(s string) (uint64, error) {
	text := strings.ToUpper(strings.TrimSpace(s))
	if text == "" || text == "0" {
		return 0, nil
	}
	for _, unit := range memoryUnits {
		number, ok := strings.CutSuffix(text, unit.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		bytes := n * unit.bytes
		if err != nil || math.IsNaN(bytes) || bytes < 0 || bytes > 1<<60 {
			break
		}
		if bytes < minMemoryLimit {
			return 0, fmt.Errorf("%s=%s is too small: an engine needs at least 256MiB", MemoryLimitEnv, s)
		}
		return uint64(bytes), nil
	}
	return 0, fmt.Errorf("%s=%s is no size: write a number and a unit, such as 4GiB", MemoryLimitEnv, s)
}

// goMemoryLimit is the soft limit at which the garbage collector of an engine
// works harder, so that it meets the hard limit only when memory is truly
// used up: a tenth below it.
func goMemoryLimit(limit uint64) string {
	return fmt.Sprintf("GOMEMLIMIT=%d", limit/10*9)
}
