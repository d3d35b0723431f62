package toolchain

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// upgrade is a module that gets a higher version.
type upgrade struct{ path, from, to string }

func (u upgrade) String() string { return u.path + " " + u.from + " => " + u.to }

// addPlotting has the session's module require plotting. It returns the modules
// that the session had in lower versions.
func (t *Toolchain) addPlotting(ctx context.Context) ([]upgrade, error) {
	_, said, err := t.goCommand(ctx, nil, "get", ownVersion(plottingModule), ownVersion(module))
	if err != nil {
		return nil, err
	}
	return upgradesOf(said), nil
}

// upgradesOf finds in the words of go get what it has upgraded.
func upgradesOf(said string) []upgrade {
	var upgrades []upgrade
	for line := range strings.Lines(said) {
		words := strings.Fields(line) // go: upgraded path v1.0.0 => v1.1.0
		if len(words) == 6 && words[0] == "go:" && words[1] == "upgraded" && words[4] == "=>" {
			upgrades = append(upgrades, upgrade{words[2], words[3], words[5]})
		}
	}
	return upgrades
}

// fitPlotting gives modules that came with gonum's plots the versions that plotting
// needs, so that a session which shows such plots can use plotting afterwards:
// gonum's own version may be plotting's, and what it imports an older one. What
// would change gonum itself, a module that was asked for in a version, or one of
// which packages are loaded, changes nothing: then plotting does not fit, and an
// Import of it says so. before is the session's go.mod as it was; said are the Go
// command's words so far, and are returned with what has changed.
func (t *Toolchain) fitPlotting(ctx context.Context, before string, asked []string, said string) (string, error) {
	mod, err := t.Mod()
	if err != nil {
		return said, err
	}
	required := requiredModules(mod)
	if mod == before || !slices.Contains(required, gonumModule) || slices.Contains(required, plottingModule) {
		return said, nil
	}
	upgrades, err := t.tryPlotting(ctx)
	if err != nil {
		return said, ctx.Err() // plotting's modules cannot be had: it is not used yet
	}
	args := []string{"get"}
	for _, u := range upgrades {
		if u.path == gonumModule || slices.ContainsFunc(asked, u.has) || t.hasLoaded(u) {
			return said, nil
		}
		args = append(args, u.path+"@"+u.to)
	}
	if len(upgrades) == 0 {
		return said, nil
	}
	_, more, err := t.goCommand(ctx, nil, append(args, ownRequirements(mod)...)...)
	if err != nil {
		return said, err
	}
	for _, u := range upgradesOf(more) {
		added := "go: added " + u.path + " "
		if strings.Contains(said+"\n", added+u.from+"\n") {
			said = strings.Replace(said+"\n", added+u.from+"\n", added+u.to+"\n", 1)
			continue
		}
		said = strings.TrimRight(said, "\n") + "\ngo: upgraded " + u.String()
	}
	return strings.TrimSpace(said), nil
}

// tryPlotting tells what addPlotting would upgrade.
func (t *Toolchain) tryPlotting(ctx context.Context) ([]upgrade, error) {
	saved, err := t.modules.save()
	if err != nil {
		return nil, err
	}
	upgrades, err := t.addPlotting(ctx)
	return upgrades, errors.Join(err, t.modules.restore(saved))
}

// has reports whether a path is the module or a package of it.
func (u upgrade) has(path string) bool {
	return path == u.path || strings.HasPrefix(path, u.path+"/")
}

// hasLoaded reports whether packages of a module are loaded.
func (t *Toolchain) hasLoaded(u upgrade) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for path, p := range t.packages {
		if p.loaded && u.has(path) {
			return true
		}
	}
	return false
}

// withVersion returns the modules, or packages, that are asked for in a version.
func withVersion(args []string) []string {
	var asked []string
	for _, arg := range args {
		name, version, _ := strings.Cut(arg, "@")
		if version != "" && version != "latest" && version != "upgrade" && version != "patch" {
			asked = append(asked, name)
		}
	}
	return asked
}
