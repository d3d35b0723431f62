package plotting

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

// settings say where benchmarks ran.
type settings struct {
	pairs []setting
	procs int // GOMAXPROCS, 0 where it is not known
}

// A setting is a line "key: value" before benchmarks.
type setting struct{ key, value string }

// settingsHere are those of this process, which is about to measure jobs.
func settingsHere(jobs []*job) settings {
	functions := make([]any, len(jobs))
	for i, j := range jobs {
		functions[i] = j.run
		if j.run == nil {
			functions[i] = j.runN
		}
	}
	s := settings{procs: runtime.GOMAXPROCS(0), pairs: []setting{
		{"goos", runtime.GOOS},
		{"goarch", runtime.GOARCH},
		{"pkg", packageOf(functions[0])},
		{"cpu", cpuName()},
		{"cpus", fmt.Sprint(runtime.NumCPU())},
		{"go", runtime.Version()},
		{"code", howTheyRun(functions)},
	}}
	return s
}

// packageOf is the import path of the package that a function is from. To a
// session all its cells are package main.
func packageOf(f any) string {
	code := runtime.FuncForPC(reflect.ValueOf(f).Pointer())
	if code == nil || !isCompiled(f) || strings.HasPrefix(code.Name(), "sess/") {
		return "main"
	}
	// A dot after the last slash ends the path, as in "example.com/sort.Slice.func1".
	name := code.Name()
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot < 0 {
		return "main"
	}
	return name[:slash+dot]
}

func (s settings) get(key string) string {
	for _, p := range s.pairs {
		if p.key == key {
			return p.value
		}
	}
	return ""
}

// caption is a line about the machine, made of what is known of it.
func (s settings) caption() string {
	var parts []string
	switch cpus := s.get("cpus"); cpus {
	case "":
		if cpu := s.get("cpu"); cpu != "" {
			parts = append(parts, cpu)
		}
	case "1":
		parts = append(parts, "1 CPU")
	default:
		parts = append(parts, cpus+" CPUs")
	}
	if s.procs > 0 {
		parts = append(parts, fmt.Sprintf("GOMAXPROCS=%d", s.procs))
	}
	if version := s.get("go"); version != "" {
		parts = append(parts, version)
	} else if os, arch := s.get("goos"), s.get("goarch"); os != "" && arch != "" {
		parts = append(parts, os+"/"+arch)
	}
	if code := s.get("code"); code != "" {
		parts = append(parts, code)
	}
	return strings.Join(parts, ", ")
}
