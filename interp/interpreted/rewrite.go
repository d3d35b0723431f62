package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"

	"gonymede/interp/frontend"
)

// cellPath is the import path of the host's functions in yaegi.
const cellPath = "gonymede/cell"

// cellFunc begins the names of the functions that hold the statements of cells.
const cellFunc = "cell" + again

// rewriter turns one unit into a file for yaegi. It changes the unit's syntax.
type rewriter struct {
	i       *Interpreter
	unit    *frontend.Unit
	info    *types.Info
	imports *fileImports
	temps   int
	risky   map[ast.Stmt]risk
	subst   map[types.Object]ast.Expr // type parameters, inside an instance
	pending *[]instance
	program *Program
	shared  *[]ast.Decl     // variables whose places are given
	asked   map[string]bool // the instances that are new with this unit
	// ownDefers are the defer statements that the rewriting has added.
	ownDefers map[*ast.DeferStmt]bool
	// repeated are the defer statements in loops.
	repeated map[*ast.DeferStmt]bool
	// marked are the structures that get a tag with the name of their type.
	marked map[*ast.StructType]string
	// operands are those of comparisons before they are rewritten.
	operands map[*ast.BinaryExpr][2]types.TypeAndValue
	// nilChecked are pointers that become interfaces of the standard library.
	nilChecked map[ast.Expr]types.Type
	// copied are the values that interfaces get, with their types and those of the
	// interfaces.
	copied map[ast.Expr][2]types.Type
	// switches are those that are spelled out, with their operands' types.
	switches map[*ast.SwitchStmt]map[ast.Expr]types.TypeAndValue
	// straight is set for cells that are; bounded are the index and slice
	// expressions in them that are checked, isText those of strings.
	straight bool
	bounded  map[ast.Expr]bool
	isText   map[ast.Expr]bool
	// jumps are the blocks that stand for one statement, their last.
	jumps map[*ast.BlockStmt]bool
	// functions are those around the syntax that is being rewritten, each by
	// its type, nil for the cell's own statements.
	functions []*types.Signature
	err       error
}

// typeExpr writes a type with yaegi's names.
func (r *rewriter) typeExpr(t types.Type) (ast.Expr, error) {
	e, err := frontend.TypeExpr(t, r)
	if err == nil {
		ast.Inspect(e, func(n ast.Node) bool {
			if s, ok := n.(*ast.StructType); ok {
				hideFields(s)
			}
			return true
		})
	}
	return e, err
}

// FieldName implements frontend.TypeNamer.
func (r *rewriter) FieldName(f *types.Var) string {
	if name := r.nameOf(f); name != "" {
		return name
	}
	return f.Name()
}

// TypeName implements frontend.TypeNamer.
func (r *rewriter) TypeName(obj *types.TypeName) ast.Expr {
	if e := r.subst[obj]; e != nil {
		return e
	}
	if obj.Pkg().Path() != frontend.SessionPath {
		return &ast.SelectorExpr{X: r.imports.ident(obj.Pkg().Path(), obj.Pkg().Name()), Sel: ast.NewIdent(obj.Name())}
	}
	if e := r.foreign(obj, obj.Pos()); e != nil {
		return e
	}
	if name := r.i.names.use(obj); name != "" {
		return ast.NewIdent(name)
	}
	return ast.NewIdent(obj.Name())
}

// Instance implements frontend.TypeNamer.
func (r *rewriter) Instance(obj *types.TypeName, args []ast.Expr) ast.Expr {
	if obj.Pkg().Path() == "iter" {
		return sequence(args)
	}
	if own := r.kept(obj); own != nil {
		return ast.NewIdent(r.instance(own, args))
	}
	if frontend.IsSessionObject(obj) {
		r.refuse(obj.Pos(), compiledGeneric, obj.Name())
		return ast.NewIdent(obj.Name())
	}
	r.refuse(obj.Pos(), genericMember, obj.Pkg().Path()+"."+obj.Name())
	return frontend.Index(r.TypeName(obj), args)
}

// sequence is the type of an iterator, iter.Seq or iter.Seq2: yaegi cannot have
// these types, and a function is what they are.
func sequence(args []ast.Expr) ast.Expr {
	yield := &ast.FuncType{Params: &ast.FieldList{}, Results: &ast.FieldList{List: []*ast.Field{{Type: ast.NewIdent("bool")}}}}
	for _, a := range args {
		yield.Params.List = append(yield.Params.List, &ast.Field{Type: a})
	}
	return &ast.FuncType{Params: &ast.FieldList{List: []*ast.Field{{Type: yield}}}}
}

// rewrite returns the file to compile, nil where the cell has nothing at all,
// and adds to asked the instances of generic code that are new with it.
func (i *Interpreter) rewrite(u *frontend.Unit, p *Program, asked map[string]bool) (*ast.File, error) {
	i.count++
	r := &rewriter{
		i: i, unit: u, info: u.Info,
		imports: newFileImports(u.Fset, "unit"+again+strconv.Itoa(i.count), i.aliases), risky: map[ast.Stmt]risk{},
		pending: new([]instance), program: p, shared: new([]ast.Decl), asked: asked, ownDefers: map[*ast.DeferStmt]bool{}, repeated: map[*ast.DeferStmt]bool{}, jumps: map[*ast.BlockStmt]bool{}, marked: map[*ast.StructType]string{}, operands: map[*ast.BinaryExpr][2]types.TypeAndValue{},
		nilChecked: map[ast.Expr]types.Type{}, copied: map[ast.Expr][2]types.Type{}, bounded: map[ast.Expr]bool{}, isText: map[ast.Expr]bool{}, switches: map[*ast.SwitchStmt]map[ast.Expr]types.TypeAndValue{},
	}
	r.straight, _ = i.Straight(u)
	if err := r.unsupported(); err != nil {
		return nil, err
	}
	r.noteConversions()
	u.Decls = r.keepGenerics(u.Decls)
	inits := r.nameDecls()
	body := r.body(inits)
	decls := r.vars()
	registers := r.registersOf(u.Decls)
	for _, d := range u.Decls {
		decls = append(decls, r.apply(d).(ast.Decl))
	}
	decls = append(decls, registers...)
	if len(body) > 0 {
		name := cellFunc + strconv.Itoa(i.count)
		p.call = name + "()"
		fn := &ast.FuncDecl{Name: ast.NewIdent(name), Type: &ast.FuncType{Params: &ast.FieldList{}}, Body: &ast.BlockStmt{List: body}}
		r.trackFunc(fn.Body, 1, token.Pos(r.unit.Fset.Base()), "main.main", frontend.SessionPath+"."+name, true)
		p.slot = frontend.SessionPath + "." + name
		decls = append(decls, r.apply(fn).(ast.Decl))
		// This one is not the user's, so it is not rewritten.
		fn.Body.List = append([]ast.Stmt{&ast.DeferStmt{Call: r.hostCall("Finish")}}, fn.Body.List...)
		fn.Body.List = append(fn.Body.List, &ast.ExprStmt{X: r.hostCall("Complete")})
	}
	decls = append(decls, r.instances()...)
	decls = append(*r.shared, decls...)
	if r.err != nil {
		return nil, r.err
	}
	if len(decls) == 0 {
		return nil, nil
	}
	return &ast.File{Package: r.imports.pos, Name: ast.NewIdent(frontend.SessionPath), Decls: append(r.imports.decls(), decls...)}, nil
}

// registersOf is what the host is told of the types that a unit declares. Structures
// become structures that reflection can tell from others.
func (r *rewriter) registersOf(list []ast.Decl) []ast.Decl {
	var decls []ast.Decl
	for _, d := range list {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, s := range g.Specs {
			spec := s.(*ast.TypeSpec)
			obj, ok := r.info.Defs[spec.Name].(*types.TypeName)
			if !ok || obj.IsAlias() {
				continue
			}
			if named, ok := obj.Type().(*types.Named); ok {
				r.i.named = append(r.i.named, named)
				decls = append(decls, r.registers(r.i.names.use(obj), named)...)
			}
			r.mark(spec, obj.Name())
		}
	}
	return decls
}

// mark makes a structure's type unlike that of any other, by a tag.
func (r *rewriter) mark(spec *ast.TypeSpec, name string) {
	if st, ok := spec.Type.(*ast.StructType); ok && len(st.Fields.List) > 0 {
		r.marked[st] = name
		if obj, ok := r.info.Defs[spec.Name].(*types.TypeName); ok {
			r.i.markedTypes[obj] = true
		}
	}
}

// nameDecls chooses the names of what the unit declares, and returns those of
// its init functions.
func (r *rewriter) nameDecls() []string {
	var inits []string
	for _, d := range r.unit.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			obj := r.info.Defs[d.Name]
			if d.Recv != nil || d.Name.Name == "_" || obj == nil {
				continue
			}
			name := r.i.names.declare(obj, r.i.count)
			if d.Name.Name == "init" {
				inits = append(inits, name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					r.declare(s.Name)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						r.declare(n)
					}
				}
			}
		}
	}
	for _, v := range r.unit.Vars {
		r.nameVar(v)
	}
	return inits
}

// nameVar chooses the name of a session variable. One that lives on keeps its
// name, and one that compiled code has declared keeps its place.
func (r *rewriter) nameVar(v frontend.Var) {
	if v.Keep && r.i.names.of[v.Old] != "" {
		r.i.names.of[v.Object] = r.i.names.of[v.Old]
		r.program.declared = append(r.program.declared, v.Object)
		return
	}
	if v.Keep || v.Carry {
		if place, ok := r.i.options.Shared.Variable(v.Old); ok {
			r.declareShared(share{object: v.Object, place: place, carried: v.Carry})
			return
		}
	}
	r.i.names.declare(v.Object, r.i.count)
}

func (r *rewriter) declare(id *ast.Ident) {
	if obj := r.info.Defs[id]; obj != nil && id.Name != "_" {
		if _, isType := obj.(*types.TypeName); isType {
			r.i.ownTypes = true
			r.i.isTypeName[r.i.names.declare(obj, r.i.count)] = true
			return
		}
		r.i.names.declare(obj, r.i.count)
	}
}

// vars declares the session variables that are new.
func (r *rewriter) vars() []ast.Decl {
	given := map[*types.Var]bool{}
	for _, s := range r.program.shares {
		given[s.object] = true
	}
	var decls []ast.Decl
	for _, v := range r.unit.Vars {
		if given[v.Object] || v.Keep && r.i.names.of[v.Old] == r.i.names.of[v.Object] {
			continue
		}
		name := r.i.names.use(v.Object)
		spec := &ast.ValueSpec{Names: []*ast.Ident{ast.NewIdent(name)}}
		typ, err := r.typeExpr(v.Object.Type())
		switch {
		case err == nil:
			spec.Type = typ
		case v.Init != nil:
			// yaegi computes this once more when the cell runs.
			spec.Values = []ast.Expr{v.Init}
		default:
			r.refuse(v.Object.Pos(), unnameableType, r.typeString(v.Object.Type()))
		}
		decls = append(decls, &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{spec}})
	}
	return decls
}

// body lists the statements of the cell's function.
func (r *rewriter) body(inits []string) []ast.Stmt {
	var list []ast.Stmt
	for _, name := range inits {
		list = append(list, callStmt(name))
	}
	for n, s := range r.unit.Steps {
		switch {
		case s.Assign != nil:
			list = append(list, s.Assign)
		case s.Zero != nil:
			for _, id := range s.Zero {
				list = append(list, r.zero(id)...)
			}
		case n == len(r.unit.Steps)-1 && r.unit.Value != nil:
			list = append(list, r.result()...)
		default:
			list = append(list, s.Stmt)
		}
	}
	if r.unit.Cell.Program {
		if obj := r.unit.Package.Scope().Lookup("main"); obj != nil {
			list = append(list, callStmt(r.i.names.use(obj)))
		}
	}
	for _, s := range list {
		r.findRisky(s)
	}
	for _, d := range r.unit.Decls {
		r.findRisky(d)
		if f, ok := d.(*ast.FuncDecl); ok {
			r.trackDecl(d, r.nameInYaegi(f))
		} else {
			r.trackDecl(d, "")
		}
	}
	return list
}

func callStmt(name string) ast.Stmt {
	return &ast.ExprStmt{X: &ast.CallExpr{Fun: ast.NewIdent(name)}}
}

// zero sets a variable to its zero value.
func (r *rewriter) zero(id *ast.Ident) []ast.Stmt {
	obj := r.info.Defs[id]
	if obj == nil || id.Name == "_" {
		return nil
	}
	typ, err := r.typeExpr(obj.Type())
	if err != nil {
		return nil // it was declared with an expression, which has set it
	}
	zero := r.temp()
	return []ast.Stmt{&ast.BlockStmt{List: []ast.Stmt{
		&ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{Names: []*ast.Ident{ast.NewIdent(zero)}, Type: typ}}}},
		&ast.AssignStmt{Lhs: []ast.Expr{id}, Tok: token.ASSIGN, Rhs: []ast.Expr{ast.NewIdent(zero)}},
	}}}
}

// result hands the values of the last expression to the host.
func (r *rewriter) result() []ast.Stmt {
	value := r.unit.Value
	if len(r.unit.ValueTypes) == 1 {
		name := "Result"
		if _, call := ast.Unparen(value).(*ast.CallExpr); call && types.Identical(r.unit.ValueTypes[0], types.Universe.Lookup("error").Type()) {
			name = "Outcome"
		}
		show := &ast.ExprStmt{X: r.hostCall(name, value)}
		r.assess(show, &ast.ExprStmt{X: value})
		return append(r.resultShapes(), show)
	}
	define := &ast.AssignStmt{TokPos: value.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{value}}
	var args []ast.Expr
	for range r.unit.ValueTypes {
		name := r.temp()
		define.Lhs = append(define.Lhs, ast.NewIdent(name))
		args = append(args, ast.NewIdent(name))
	}
	return append(r.resultShapes(), define, &ast.ExprStmt{X: r.hostCall("Result", args...)})
}

// resultShapes tells the host the shapes of the last expression's values.
func (r *rewriter) resultShapes() []ast.Stmt {
	var numbers []ast.Expr
	known := false
	for _, t := range r.unit.ValueTypes {
		sh := r.shapeOf(t)
		if sh == nil {
			numbers = append(numbers, &ast.UnaryExpr{Op: token.SUB, X: intLit("1")})
			continue
		}
		known = true
		numbers = append(numbers, intLit(strconv.Itoa(r.i.host.shapes.add(sh))))
	}
	if !known {
		return nil
	}
	return []ast.Stmt{&ast.ExprStmt{X: r.hostCall("ResultShapes", numbers...)}}
}

// temp makes up a name.
func (r *rewriter) temp() string {
	r.temps++
	return "t" + again + strconv.Itoa(r.temps)
}

// hostCall calls a function of the host.
func (r *rewriter) hostCall(name string, args ...ast.Expr) *ast.CallExpr {
	return &ast.CallExpr{Fun: &ast.SelectorExpr{X: r.imports.ident(cellPath, "cell"), Sel: ast.NewIdent(name)}, Args: args}
}

// apply rewrites the syntax below a node, children first.
func (r *rewriter) apply(n ast.Node) ast.Node {
	enter := func(c *astutil.Cursor) bool {
		switch n := c.Node().(type) {
		case *ast.BinaryExpr, *ast.UnaryExpr:
			if r.fold(c, n.(ast.Expr)) {
				return false
			}
			if b, ok := n.(*ast.BinaryExpr); ok {
				r.operands[b] = [2]types.TypeAndValue{r.info.Types[b.X], r.info.Types[b.Y]}
			}
		case *ast.IndexExpr:
			r.lookAtBounds(n)
		case *ast.SliceExpr:
			r.lookAtBounds(n)
		case *ast.TypeSwitchStmt:
			r.checkAssertions(n)
		case *ast.ForStmt:
			r.repeatedDefers(n.Body)
		case *ast.RangeStmt:
			r.repeatedDefers(n.Body)
		case *ast.SwitchStmt:
			r.lookAtSwitch(n)
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				r.assertion(n.Pos(), r.info.TypeOf(n.X), r.info.TypeOf(n.Type))
			}
		case *ast.MapType:
			r.checkKeys(n)
		case *ast.CallExpr:
			if r.fold(c, n) {
				return false
			}
			r.foreignCall(n)
			r.checkArguments(n)
		case *ast.CompositeLit:
			r.foreignLiteral(n)
		}
		r.enter(c.Node())
		return true
	}
	return astutil.Apply(n, enter, func(c *astutil.Cursor) bool {
		defer r.checkNil(c, c.Node())
		defer r.copyInto(c, c.Node())
		switch n := c.Node().(type) {
		case *ast.Ident:
			r.ident(c, n)
		case *ast.SelectorExpr:
			r.selector(c, n)
		case *ast.IndexExpr:
			r.checkBounds(n)
			r.index(c, n, n.X)
		case *ast.SliceExpr:
			r.checkBounds(n)
		case *ast.IndexListExpr:
			r.index(c, n, n.X)
		case *ast.StructType:
			hideFields(n)
			if name := r.marked[n]; name != "" {
				tagFirst(n, name)
			}
		case *ast.GenDecl:
			if n.Tok == token.CONST {
				r.constants(n)
			}
		case *ast.CallExpr:
			r.callExpr(c, n)
		case *ast.BinaryExpr:
			r.shiftCount(n, r.operands[n][1])
			r.compare(c, n, r.operands[n])
		case *ast.SwitchStmt:
			r.switchStmt(c, n)
		case *ast.ValueSpec:
			r.keepValues(n)
		case *ast.AssignStmt:
			r.keepSlots(n)
			r.severalInto(c, n)
			r.inOrder(c, n)
		case *ast.FuncDecl:
			r.functions = r.functions[:len(r.functions)-1]
			r.namedParameters(n.Type)
			r.namedResults(n.Type, n.Body)
		case *ast.FuncLit:
			r.functions = r.functions[:len(r.functions)-1]
			r.namedParameters(n.Type)
			r.namedResults(n.Type, n.Body)
			r.literal(c, n)
		case *ast.GoStmt:
			r.goStmt(c, n)
		case *ast.DeferStmt:
			r.deferStmt(c, n)
		case *ast.SelectStmt:
			r.selectStmt(c, n)
		case *ast.TypeSwitchStmt:
			r.typeSwitch(c, n)
		case *ast.RangeStmt:
			r.rangeStmt(c, n)
		case *ast.ForStmt:
			r.forStmt(c, n)
		case *ast.LabeledStmt:
			r.label(c, n)
		case *ast.ReturnStmt:
			r.returnStmt(c, n)
		case *ast.ExprStmt:
			r.clearStmt(c, n)
		}
		return true
	})
}

// replace replaces an expression by one of the same type and value.
func (r *rewriter) replace(c *astutil.Cursor, e ast.Expr) {
	if old, ok := c.Node().(ast.Expr); ok {
		if tv, known := r.info.Types[old]; known {
			r.info.Types[e] = tv
		}
	}
	c.Replace(e)
}
