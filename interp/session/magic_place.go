package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"gonymede/interp/magic"
	"gonymede/interp/spelling"
)

// magicCd changes the working directory, of cells and of what they start.
func (s *Session) magicCd(_ context.Context, t *text, m magic.Magic) error {
	here, err := os.Getwd()
	if err != nil {
		here = ""
	}
	dir := unquote(m.Args)
	switch dir {
	case "":
		dir = "~"
	case "-":
		if s.before == "" {
			return errors.New("there is no folder to go back to: this is the first %cd")
		}
		dir = s.before
	}
	if dir, err = home(os.ExpandEnv(dir)); err != nil {
		return err
	}
	if err := os.Chdir(dir); err != nil {
		return fmt.Errorf("%%cd %s: %w", m.Args, errors.Unwrap(err))
	}
	s.before = here
	if here, err = os.Getwd(); err != nil {
		return err
	}
	return s.print(t, here+"\n")
}

// home puts the home directory in the place of a ~ at the beginning of a path.
func home(path string) (string, error) {
	if path != "~" && !strings.HasPrefix(path, "~/") {
		return path, nil
	}
	dir, err := os.UserHomeDir()
	return filepath.Join(dir, strings.TrimPrefix(path, "~")), err
}

// unquote drops the quotes around an argument.
func unquote(arg string) string {
	if n := len(arg); n > 1 && (arg[0] == '"' || arg[0] == '\'') && arg[n-1] == arg[0] {
		return arg[1 : n-1]
	}
	return arg
}

// magicEnv shows and sets environment variables.
func (s *Session) magicEnv(_ context.Context, t *text, m magic.Magic) error {
	if m.Args == "" {
		return s.print(t, environment())
	}
	name, value, set := strings.Cut(m.Args, "=")
	if name, value2, ok := strings.Cut(name, " "); ok && !set { // %env NAME value
		return setenv(name, strings.TrimSpace(value2))
	}
	name = strings.TrimSpace(name)
	if set {
		return setenv(name, strings.TrimSpace(value))
	}
	value, ok := os.LookupEnv(name)
	if !ok {
		var names []string
		for _, v := range os.Environ() {
			n, _, _ := strings.Cut(v, "=")
			names = append(names, n)
		}
		if near := spelling.Closest(name, names); near != "" {
			return fmt.Errorf("%s is not set (did you mean %s?)", name, near)
		}
		return fmt.Errorf("%s is not set", name)
	}
	return s.print(t, value+"\n")
}

// setenv sets a variable. $OTHER in the value is another one's value, unless it
// stands in single quotes.
func setenv(name, value string) error {
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		return fmt.Errorf("%q is no name of an environment variable: %%env NAME=value", name)
	}
	if !strings.HasPrefix(value, "'") {
		value = os.ExpandEnv(value)
	}
	return os.Setenv(name, unquote(value))
}

// environment lists the variables, without the values of those that may be secrets.
func environment() string {
	var b strings.Builder
	all := os.Environ()
	slices.Sort(all)
	for _, v := range all {
		name, value, _ := strings.Cut(v, "=")
		lower := strings.ToLower(name)
		for _, secret := range []string{"key", "token", "secret", "password", "passwd", "credential"} {
			if strings.Contains(lower, secret) {
				value = "<hidden>"
			}
		}
		if strings.HasPrefix(name, "GONYMEDE_") {
			continue // the engine's own
		}
		fmt.Fprintf(&b, "%s=%s\n", name, value)
	}
	return b.String()
}
