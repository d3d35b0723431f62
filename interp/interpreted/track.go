package interpreted

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"gonymede/interp/frontend"
)

// posName is the variable in which a function notes where it is.
const posName = "pos" + again

// trackFunc makes a function, and the literals in it, note the positions of
// their risky statements. name is the function's for the user, yaegi its name
// in yaegi's traces. A function that can only fail in other functions of the
// session is left alone, because noting costs as much as a call, unless it
// shares its slot with others; always includes it all the same.
func (r *rewriter) trackFunc(body *ast.BlockStmt, start, end token.Pos, name, yaegi string, always bool) {
	r.i.host.trace.positions.add(start, end, name)
	literals := 0
	var lists []*[]ast.Stmt
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			literals++
			r.trackFunc(n.Body, n.Pos(), n.End(), name+".func"+strconv.Itoa(literals), literalSlot(yaegi), false)
			return false
		case *ast.BlockStmt:
			lists = append(lists, &n.List)
		case *ast.CaseClause:
			lists = append(lists, &n.Body)
		case *ast.CommClause:
			lists = append(lists, &n.Body)
		}
		return true
	})
	shared := strings.HasSuffix(yaegi, literalSuffix)
	if !always && !r.anyRisk(lists, shared) {
		return
	}
	for _, list := range lists {
		*list = r.note(*list)
	}
	slot := r.i.host.trace.positions.slot(yaegi)
	at := &ast.DeferStmt{Call: r.hostCall("At",
		&ast.UnaryExpr{Op: token.AND, X: ast.NewIdent(posName)},
		&ast.BasicLit{Kind: token.INT, Value: strconv.Itoa(slot)})}
	r.ownDefers[at] = true
	body.List = append([]ast.Stmt{
		&ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(posName)}, Tok: token.DEFINE, Rhs: []ast.Expr{&ast.BasicLit{Kind: token.INT, Value: "0"}}},
		at,
	}, body.List...)
}

func (r *rewriter) anyRisk(lists []*[]ast.Stmt, own bool) bool {
	for _, list := range lists {
		for _, s := range *list {
			if k, ok := r.risky[unlabelled(s)]; ok && (own || !k.own) {
				return true
			}
		}
	}
	return false
}

func unlabelled(s ast.Stmt) ast.Stmt {
	for {
		l, ok := s.(*ast.LabeledStmt)
		if !ok {
			return s
		}
		s = l.Stmt
	}
}

// note puts an assignment of the position before each risky statement.
func (r *rewriter) note(list []ast.Stmt) []ast.Stmt {
	var out []ast.Stmt
	for _, s := range list {
		if k, ok := r.risky[unlabelled(s)]; ok {
			out = append(out, &ast.AssignStmt{
				Lhs: []ast.Expr{&ast.Ident{Name: posName, NamePos: k.pos}}, TokPos: k.pos, Tok: token.ASSIGN,
				Rhs: []ast.Expr{&ast.BasicLit{ValuePos: k.pos, Kind: token.INT, Value: strconv.Itoa(int(k.pos))}},
			})
		}
		out = append(out, s)
	}
	return out
}

// literalSuffix stands behind a function's name in yaegi's names of the
// literals in it. The literals of a function share one slot, because the
// rewriting adds levels to these names.
const literalSuffix = ".func"

func literalSlot(name string) string {
	for strings.HasSuffix(name, literalSuffix) {
		name = strings.TrimSuffix(name, literalSuffix)
	}
	return name + literalSuffix
}

// trackDecl tracks the functions of a declaration. yaegi is the name of a
// function in yaegi, which leaves the receiver's type out.
func (r *rewriter) trackDecl(d ast.Decl, yaegi string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Body != nil {
			slot := frontend.SessionPath + "." + yaegi
			r.trackFunc(d.Body, d.Pos(), d.End(), r.functionName(d), slot, d.Recv != nil)
		}
	case *ast.GenDecl:
		ast.Inspect(d, func(n ast.Node) bool {
			if lit, ok := n.(*ast.FuncLit); ok {
				r.trackFunc(lit.Body, lit.Pos(), lit.End(), "main.init.func1", frontend.SessionPath+".func", false)
				return false
			}
			return true
		})
	}
}

func (r *rewriter) nameInYaegi(d *ast.FuncDecl) string {
	if obj := r.info.Defs[d.Name]; obj != nil {
		if name := r.i.names.use(obj); name != "" {
			return name
		}
	}
	return d.Name.Name
}

// functionName is a function's name as in Go's traces.
func (r *rewriter) functionName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return "main." + d.Name.Name
	}
	t := ast.Unparen(d.Recv.List[0].Type)
	star, isPointer := t.(*ast.StarExpr)
	if isPointer {
		t = star.X
	}
	name := "?"
	switch t := t.(type) {
	case *ast.Ident:
		name = t.Name
	case *ast.IndexExpr:
		name = fmt.Sprint(t.X) + "[...]"
	case *ast.IndexListExpr:
		name = fmt.Sprint(t.X) + "[...]"
	}
	if isPointer {
		return fmt.Sprintf("main.(*%s).%s", name, d.Name.Name)
	}
	return fmt.Sprintf("main.%s.%s", name, d.Name.Name)
}
