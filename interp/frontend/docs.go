package frontend

import (
	"bytes"
	"go/ast"
	"go/build"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"gonymede/kernel/display"
)

// documentation is a package's doc comments, with its file set.
type documentation struct {
	pkg  *doc.Package
	fset *token.FileSet
}

// A library is the documentation of packages, read from their sources when it is
// asked for. Any number of goroutines may use it.
type library struct {
	mu   sync.Mutex
	docs map[string]*documentation
	dirs map[string]string // folders of modules, by module path
}

func newLibrary() *library {
	return &library{docs: map[string]*documentation{}, dirs: map[string]string{}}
}

// add says where modules have their sources: module path to folder.
func (l *library) add(dirs map[string]string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for module, dir := range dirs {
		if l.dirs[module] == dir {
			continue
		}
		l.dirs[module] = dir
		for path := range l.docs {
			if path == module || strings.HasPrefix(path, module+"/") {
				delete(l.docs, path)
			}
		}
	}
}

// folder is where a package of a module has its sources, "" where that is not
// known. The longest module path wins.
func (l *library) folder(path string) string {
	best, found := "", ""
	for module, dir := range l.dirs {
		if (path == module || strings.HasPrefix(path, module+"/")) && len(module) > len(best) {
			best, found = module, filepath.Join(dir, strings.TrimPrefix(path, module))
		}
	}
	return found
}

// goroot is where the Go toolchain on this machine has its sources, "" where
// there is none. Only the documentation is read from there.
var goroot = sync.OnceValue(func() string {
	if root := os.Getenv("GOROOT"); root != "" {
		return root
	}
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
})

// load parses the sources of a package with its comments; nil where they are
// not on this machine.
func (l *library) load(path string) *documentation {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d, ok := l.docs[path]; ok {
		return d
	}
	d := parseDocs(path, l.folder(path))
	l.docs[path] = d
	return d
}

// parseDocs parses the sources of a package in a folder, or in its place of the
// standard library where folder is empty.
func parseDocs(path, folder string) *documentation {
	var dir fs.FS
	switch root := goroot(); {
	case path == "gonymede/kernel/display":
		dir = display.Source
	case folder != "":
		dir = os.DirFS(folder)
	case root != "":
		dir = os.DirFS(filepath.Join(root, "src", filepath.FromSlash(path)))
	default:
		return nil
	}
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil
	}
	d := &documentation{fset: token.NewFileSet()}
	var files []*ast.File
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := fs.ReadFile(dir, name)
		if err != nil || !builds(name, src) {
			continue
		}
		f, err := parser.ParseFile(d.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if err == nil {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil
	}
	mode := doc.PreserveAST
	if path == "builtin" {
		mode |= doc.AllDecls
	}
	d.pkg, err = doc.NewFromFiles(d.fset, files, path, mode)
	if err != nil {
		return nil
	}
	return d
}

// builds reports whether a file belongs to the package on this system.
func builds(name string, src []byte) bool {
	if strings.HasPrefix(name, "builtin") {
		return true
	}
	context := build.Default
	context.OpenFile = func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(src)), nil }
	ok, err := context.MatchFile("", name)
	return err == nil && ok
}

// packageDoc is the doc comment of a package, "" where it is not known.
func (l *library) packageDoc(path string) string {
	if d := l.load(path); d != nil {
		return d.pkg.Doc
	}
	return ""
}

// documented is the doc comment and the source of an object of a package.
func (l *library) documented(path string, obj types.Object) (text, source string) {
	d := l.load(path)
	if d == nil {
		return "", ""
	}
	if recv := receiverOf(obj); recv != "" {
		for _, t := range d.pkg.Types {
			if t.Name != recv {
				continue
			}
			for _, m := range t.Methods {
				if m.Name == obj.Name() {
					return m.Doc, d.source(m.Decl)
				}
			}
		}
		return "", ""
	}
	for _, f := range d.functions() {
		if f.Name == obj.Name() {
			return f.Doc, d.source(f.Decl)
		}
	}
	for _, t := range d.pkg.Types {
		if t.Name == obj.Name() {
			return t.Doc, d.source(t.Decl)
		}
	}
	for _, v := range d.values() {
		for _, name := range v.Names {
			if name == obj.Name() {
				return v.Doc, d.source(v.Decl)
			}
		}
	}
	return "", ""
}

// receiverOf is the name of the type that a method belongs to.
func receiverOf(obj types.Object) string {
	f, ok := obj.(*types.Func)
	if !ok || f.Signature().Recv() == nil {
		return ""
	}
	if named, ok := types.Unalias(deref(f.Signature().Recv().Type())).(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

// functions lists the functions of the package, constructors among them.
func (d *documentation) functions() []*doc.Func {
	all := d.pkg.Funcs
	for _, t := range d.pkg.Types {
		all = append(all[:len(all):len(all)], t.Funcs...)
	}
	return all
}

func (d *documentation) values() []*doc.Value {
	all := append(d.pkg.Consts[:len(d.pkg.Consts):len(d.pkg.Consts)], d.pkg.Vars...)
	for _, t := range d.pkg.Types {
		all = append(append(all, t.Consts...), t.Vars...)
	}
	return all
}

// source is a declaration as Go source, without its doc comment.
func (d *documentation) source(n ast.Decl) string {
	switch decl := n.(type) {
	case *ast.FuncDecl:
		bare := *decl
		bare.Doc = nil
		n = &bare
	case *ast.GenDecl:
		bare := *decl
		bare.Doc = nil
		n = &bare
	}
	var b bytes.Buffer
	if err := format.Node(&b, d.fset, n); err != nil {
		return ""
	}
	return b.String()
}
