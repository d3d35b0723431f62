package interpreted

import (
	"go/ast"
	"go/token"
	"sort"
	"strconv"
)

// fileImports are the imports of one rewritten file, each under an alias that
// no name of the user can hide. yaegi keeps imports apart by the file name of
// their position, and the syntax of one rewritten file comes from several
// cells; so all that names a package stands at a position of its own.
type fileImports struct {
	aliases map[string]string // of this file's packages, by path
	known   map[string]string // of all packages, by path; one alias never means two
	pos     token.Pos
}

// newFileImports adds a file with a name to the set, for positions. known are
// the interpreter's aliases.
func newFileImports(fset *token.FileSet, name string, known map[string]string) *fileImports {
	return &fileImports{map[string]string{}, known, fset.AddFile(name, -1, 1).Pos(0)}
}

// ident returns the alias of a package, importing it where it is new.
func (f *fileImports) ident(path, name string) *ast.Ident {
	a := f.known[path]
	if a == "" {
		a = name + again + again + strconv.Itoa(len(f.known))
		f.known[path] = a
	}
	f.aliases[path] = a
	return &ast.Ident{Name: a, NamePos: f.pos}
}

func (f *fileImports) decls() []ast.Decl {
	paths := make([]string, 0, len(f.aliases))
	for path := range f.aliases {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	var decls []ast.Decl
	for _, path := range paths {
		decls = append(decls, &ast.GenDecl{TokPos: f.pos, Tok: token.IMPORT, Specs: []ast.Spec{&ast.ImportSpec{
			Name: &ast.Ident{Name: f.aliases[path], NamePos: f.pos},
			Path: &ast.BasicLit{ValuePos: f.pos, Kind: token.STRING, Value: strconv.Quote(path)},
		}}})
	}
	return decls
}
