package interpreted

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"strconv"
)

// constants writes the values of constants out, as the type checker has
// computed them: yaegi repeats iota wrongly.
func (r *rewriter) constants(d *ast.GenDecl) {
	var specs []ast.Spec
	for _, s := range d.Specs {
		for _, id := range s.(*ast.ValueSpec).Names {
			c, ok := r.info.Defs[id].(*types.Const)
			if !ok || c.Name() == "_" {
				continue
			}
			spec := &ast.ValueSpec{Names: []*ast.Ident{id}, Values: []ast.Expr{constantLit(c.Val(), id.Pos())}}
			if b, ok := c.Type().(*types.Basic); !ok || b.Info()&types.IsUntyped == 0 {
				typ, err := r.typeExpr(c.Type())
				if err != nil {
					r.refuse(id.Pos(), unnameableType, r.typeString(c.Type()))
					return
				}
				spec.Type = typ
			} else if b.Kind() == types.UntypedRune {
				spec.Values[0].(*ast.BasicLit).Kind = token.CHAR
				spec.Values[0].(*ast.BasicLit).Value = strconv.QuoteRune(rune(int64Of(c.Val())))
			}
			specs = append(specs, spec)
		}
	}
	d.Specs, d.Lparen, d.Rparen = specs, d.TokPos, d.TokPos
}

func int64Of(v constant.Value) int64 {
	n, _ := constant.Int64Val(v)
	return n
}

// constantLit writes a constant's value as a literal.
func constantLit(v constant.Value, pos token.Pos) ast.Expr {
	switch v.Kind() {
	case constant.String:
		return &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(constant.StringVal(v))}
	case constant.Bool:
		return &ast.Ident{NamePos: pos, Name: strconv.FormatBool(constant.BoolVal(v))}
	case constant.Int:
		if constant.Sign(v) < 0 {
			return &ast.UnaryExpr{OpPos: pos, Op: token.SUB, X: constantLit(constant.UnaryOp(token.SUB, v, 0), pos)}
		}
		return &ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: v.ExactString()}
	}
	if v.Kind() == constant.Complex {
		return &ast.CallExpr{Fun: ast.NewIdent("complex"), Args: []ast.Expr{
			floatLit(constant.Real(v), pos), floatLit(constant.Imag(v), pos),
		}}
	}
	return floatLit(v, pos)
}

func floatLit(v constant.Value, pos token.Pos) ast.Expr {
	f, _ := constant.Float64Val(v)
	text := strconv.FormatFloat(math.Abs(f), 'e', -1, 64)
	var e ast.Expr = &ast.BasicLit{ValuePos: pos, Kind: token.FLOAT, Value: text}
	if f < 0 {
		e = &ast.UnaryExpr{OpPos: pos, Op: token.SUB, X: e}
	}
	return e
}
