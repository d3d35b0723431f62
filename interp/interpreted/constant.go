package interpreted

import (
	"go/ast"
	"go/constant"
	"go/token"
	"strconv"
)

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
	f, _ := constant.Float64Val(v)
	return &ast.BasicLit{ValuePos: pos, Kind: token.FLOAT, Value: strconv.FormatFloat(f, 'g', -1, 64)}
}
