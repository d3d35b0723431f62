package conformance

import (
	"fmt"
	"os"
	"strings"
)

// A Tier is a way to run cells, as the magic %engine names it.
type Tier string

// The tiers. Auto chooses between the other two for each cell.
const (
	Auto        Tier = "auto"
	Native      Tier = "native"
	Interpreted Tier = "interp"
)

// Tiers are all of them, in the order of reports.
var Tiers = []Tier{Auto, Native, Interpreted}

// TierEnv names the environment variable that says which tier an engine uses.
const TierEnv = "GONYMEDE_ENGINE"

// ParseTiers reads the name of a tier, or "all".
func ParseTiers(name string) ([]Tier, error) {
	if name == "all" {
		return Tiers, nil
	}
	for _, t := range Tiers {
		if name == string(t) {
			return []Tier{t}, nil
		}
	}
	return nil, fmt.Errorf("there is no tier %q: the tiers are auto, native, interp, and all for one after the other", name)
}

// A Launch says how to start an engine process.
type Launch struct {
	// Command is the program and its arguments.
	Command []string
	// Env is added to the environment, or replaces what it has.
	Env []string
	// Dir is where the engine starts, the current directory where empty.
	Dir string
}

// environ is the environment of an engine of a tier.
func (l Launch) environ(t Tier) []string {
	set := append(l.Env[:len(l.Env):len(l.Env)], TierEnv+"="+string(t))
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		replaced := false
		for _, s := range set {
			replaced = replaced || strings.HasPrefix(s, name+"=")
		}
		if !replaced {
			env = append(env, v)
		}
	}
	return append(env, set...)
}
