package interpreted

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
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

// fold replaces an expression that is constant by its value, which the type
// checker has computed: yaegi computes in 64 bits, takes -0.0 for a negative
// zero, and gives some expressions another type. It reports whether it did so.
func (r *rewriter) fold(c *astutil.Cursor, e ast.Expr) bool {
	tv, ok := r.info.Types[e]
	if !ok || tv.Value == nil || tv.Value.Kind() == constant.Unknown {
		return false
	}
	lit := constantLit(tv.Value, e.Pos())
	if !r.isDefault(c, tv) {
		typ, err := r.typeExpr(types.Default(tv.Type))
		if err != nil {
			return false
		}
		lit = &ast.CallExpr{Fun: typ, Lparen: e.Pos(), Args: []ast.Expr{lit}, Rparen: e.End()}
	}
	r.replace(c, lit)
	return true
}

// isDefault reports whether a constant's literal has the right type by itself.
func (r *rewriter) isDefault(c *astutil.Cursor, tv types.TypeAndValue) bool {
	if p, ok := c.Parent().(*ast.ArrayType); ok && p.Len == c.Node() {
		return true
	}
	b, ok := types.Unalias(tv.Type).(*types.Basic)
	if !ok {
		return false
	}
	switch b.Kind() {
	case types.UntypedBool, types.UntypedInt, types.UntypedString, types.Bool, types.String:
		return true
	case types.Int:
		return tv.Value.Kind() == constant.Int
	case types.Float64:
		return tv.Value.Kind() == constant.Float && !isWhole(tv.Value)
	}
	return false
}

// isWhole reports whether a number has no fraction, so that the literal may
// stand for an integer.
func isWhole(v constant.Value) bool { return constant.ToInt(v).Kind() == constant.Int }

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
