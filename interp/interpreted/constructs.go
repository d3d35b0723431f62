package interpreted

import (
	"fmt"
	"strings"
)

// A construct is an entry of the list of what the interpreter runs and of what
// a session gives it where it has the choice.
type construct int

// A verdict says what becomes of a construct in the interpreter.
type verdict string

const (
	faithful  verdict = "runs"      // yaegi does what Go does
	rewritten verdict = "rewritten" // it does once the syntax is changed
	declined  verdict = "refused"   // with an [executor.UnsupportedError] that names the construct
)

// entry is one line of the list.
type entry struct {
	// name is the construct in an error's words; %s is the name in question.
	name    string
	verdict verdict
	// straight is set for what a session leaves to the interpreter although it
	// could compile the cell; see [Interpreter.Straight].
	straight bool
	why      string
}

// text is the construct in an error's words.
func (e entry) text(details ...string) string {
	n := strings.Count(e.name, "%s")
	values := make([]any, n)
	for i := range values {
		values[i] = details[i]
	}
	return fmt.Sprintf(e.name, values...)
}

const (
	assignment construct = iota
	expression
	constantExpression
	branch
	localVariable
	plainLiteral
	comparison
	stdCall
	compiledCall
	compiledValue

	declaration
	constantDeclaration
	carriedVariable
	compositeOfCells
	appendedElement
	namedKey
	directedChannel
	loop
	functionLiteral
	methodValue
	goStatement
	startsGoroutine
	deferStatement
	recoverCall
	selectStatement
	labelledStatement
	fallthroughStatement
	typeSwitch
	typeAssertion
	channelOperation
	shift
	sizedArithmetic
	structComparison
	structLiteral
	interfaceConversion
	conversion
	arraySlice
	computedIndex
	promotion
	spreadCall
	genericCode
	builtinPrint
	processCall
	runtimeCall
	ownType
	importedUnsafe

	gotoStatement
	jumpOutOfRange
	deferInRange
	typeParameterSwitch
	shadowedName
	sameForm
	lostMethods
	lostValue
	interfaceKey
	interpreterFrames
	reflectedType
	hiddenEncoder
	keptValue
	typeParameterChannel
	genericAlias
	genericMember
	missingMember
	unnameableType
	compiledOnly
	compiledGeneric
	compiledUnexported
	compiledConversion
	compiledMeetsOwn
	compiledCallback
	otherMemory
	yaegiRefuses
	yaegiFails
)

// constructs is the list. What stands first goes to the interpreter even where
// cells are compiled; then comes what it runs where it has to, and then what it
// does not run. The tables of interp/README.md are made of it.
var constructs = map[construct]entry{
	assignment:         {"assignment", faithful, true, "= and := on variables, fields, elements and what pointers point to, with one value each; op= and ++ on basic types"},
	expression:         {"an expression", faithful, true, "of variables, indices, slices, operators on int, int64, uint, uint64, rune, float64, string and bool, len, cap, append, copy, delete, make, new, min, max"},
	constantExpression: {"a constant expression", rewritten, true, "yaegi computes some of them wrongly; the type checker's value is written instead"},
	branch:             {"if and switch", faithful, true, "without any construct of the next table in them"},
	localVariable:      {"a variable inside a block", faithful, true, "var and :="},
	plainLiteral:       {"a literal of a slice or map", faithful, true, "without keys in slices"},
	comparison:         {"a comparison", faithful, true, "of basic types, of pointers, and with nil"},
	stdCall:            {"a call of the standard library", faithful, true, "of functions and methods that are not generic and start no goroutine; they are compiled code, which is called through reflection"},
	compiledCall:       {"a call of a function of a compiled cell", faithful, true, "likewise"},
	compiledValue:      {"a value of a compiled cell's type", faithful, true, "its exported fields and methods; fmt prints it as it is"},

	declaration:          {"the declaration of a function or type", rewritten, false, "its code would be interpreted from then on, at a hundredth of the speed; compiled cells would not know it"},
	constantDeclaration:  {"the declaration of constants", rewritten, false, "yaegi gets iota wrong; the type checker's values are written instead, which compiled cells would not know"},
	compositeOfCells:     {"a slice, map, channel, function or structure type over a cell's type", faithful, false, "reflection and the compiler would each make a type of their own"},
	appendedElement:      {"append of what is read from memory", faithful, false, "yaegi reads the values when it writes, which may be the same memory"},
	namedKey:             {"an index of a map whose key is of a cell's type", faithful, false, "yaegi gives a constant key its own type"},
	directedChannel:      {"make of a channel for one direction", faithful, false, "reflection makes channels for both only"},
	carriedVariable:      {"a variable whose type is declared again", rewritten, false, "its memory gets another type"},
	loop:                 {"a loop", rewritten, false, "slow; yaegi has one variable for all iterations, so each gets its own where that can be seen; ranges over integers, strings and functions are spelled out"},
	functionLiteral:      {"a function literal", rewritten, false, "slow; yaegi overwrites the frame of its maker, so each gets one of its own"},
	methodValue:          {"a method that is not called", rewritten, false, "yaegi binds the receiver late"},
	goStatement:          {"go", rewritten, false, "a panic would end the process, so the host starts the goroutine"},
	startsGoroutine:      {"a call that starts a goroutine", rewritten, false, "likewise; sync.WaitGroup.Go, time.AfterFunc, context.AfterFunc"},
	deferStatement:       {"defer", rewritten, false, "yaegi evaluates the arguments at the end"},
	recoverCall:          {"panic and recover", rewritten, false, "yaegi panics with messages of package reflect, which are translated"},
	selectStatement:      {"select", rewritten, false, "yaegi gives goroutines each other's channels, so the host chooses"},
	labelledStatement:    {"a label", faithful, false, "for loops only"},
	fallthroughStatement: {"fallthrough", faithful, false, "rare, so compiled"},
	typeSwitch:           {"a type switch", faithful, false, "values of cells' types have other types in yaegi; right among interpreted cells"},
	typeAssertion:        {"a type assertion", faithful, false, "likewise"},
	channelOperation:     {"a send or receive", rewritten, false, "it may block, which compiled code shows better"},
	shift:                {"a shift", faithful, false, "its operands' types depend on what surrounds it"},
	sizedArithmetic:      {"arithmetic on sized integers, float32 or complex numbers", faithful, false, "overflow and rounding; rare, so compiled"},
	structComparison:     {"a comparison of structures, arrays or interfaces", faithful, false, "yaegi compares its own representation"},
	structLiteral:        {"a literal of a structure or array", rewritten, false, "yaegi replaces the variable instead of setting it"},
	interfaceConversion:  {"an assignment to an interface of a cell", rewritten, false, "yaegi wraps the value"},
	conversion:           {"a conversion between types that are not basic", faithful, false, "yaegi checks less than Go"},
	computedIndex:        {"an index or slice of a computed value", faithful, false, "yaegi's panics do not say which index is out of which range; where the value is a variable it is checked before"},
	arraySlice:           {"a slice of an array", faithful, false, "it shares the array's memory"},
	promotion:            {"a promoted field or method", rewritten, false, "yaegi loses it where an interface is embedded; the way to it is spelled out"},
	spreadCall:           {"a call with all results of another", rewritten, false, "yaegi counts the arguments wrongly in some places"},
	genericCode:          {"generic code", rewritten, false, "one declaration per instance; yaegi's inference fails"},
	builtinPrint:         {"print and println", rewritten, false, "the host prints as the runtime does"},
	processCall:          {"a call that ends the process", rewritten, false, "os.Exit, log.Fatal and the like end the cell"},
	runtimeCall:          {"a call of runtime, reflect, testing or log", faithful, false, "they see the interpreter's goroutines, frames and types"},
	ownType:              {"a value of an interpreted cell's type", rewritten, false, "it has another type for compiled code"},
	importedUnsafe:       {"package unsafe", faithful, false, "it depends on how values lie in memory"},

	gotoStatement:        {"goto", declined, false, "yaegi's compiler loses jumps into and out of blocks"},
	jumpOutOfRange:       {"a jump out of a range over a function", declined, false, "to a label outside: the body is a function by then"},
	deferInRange:         {"a defer in a range over a function", declined, false, "it would run at the end of the body"},
	typeParameterSwitch:  {"a type assertion with a type parameter", declined, false, "two cases may be one in an instance"},
	shadowedName:         {"a declaration of the name %s", declined, false, "yaegi knows it as Go's own"},
	sameForm:             {"a type assertion that has to tell %s apart", declined, false, "a type that is no structure has no name of its own in reflection"},
	lostMethods:          {"a type assertion to %s of a value that may be of a cell's type", declined, false, "compiled code does not see the methods that cells declare"},
	lostValue:            {"a look for the structure %s in an interface of the standard library (a pointer to it can be found)", declined, false, "yaegi puts one of its fields there, beside methods that work"},
	interfaceKey:         {"a map whose keys are values of a cell's interface %s", declined, false, "yaegi compares its own representation"},
	interpreterFrames:    {"%s, which sees the interpreter's own frames,", declined, false, "runtime.Caller and its like"},
	reflectedType:        {"package reflect on a type of a cell", declined, false, "it has no name and no methods there"},
	hiddenEncoder:        {"%s with a value of a cell's type that has %s", declined, false, "the encoder or template does not see what cells declare"},
	keptValue:            {"%s, which waits until a value is free,", declined, false, "yaegi's frames keep values longer than Go does"},
	typeParameterChannel: {"a select on a type parameter's channel", declined, false, "the element's type differs from instance to instance"},
	genericAlias:         {"a generic type alias", declined, false, "rare"},
	genericMember:        {"the generic %s", declined, false, "of the standard library, where interpreted/generic does not have it"},
	missingMember:        {"%s", declined, false, "what yaegi's tables of the standard library lack"},
	unnameableType:       {"type %s, which only its own package can name,", declined, false, "where the rewriting has to write a type down"},
	compiledOnly:         {"%s, which only compiled cells have,", declined, false, "what the compiler did not hand over, as types inside functions"},
	compiledGeneric:      {"the generic %s of a compiled cell", declined, false, "its instances are made by the compiler"},
	compiledUnexported:   {"the unexported member %s of a compiled type", declined, false, "reflection does not give it"},
	compiledConversion:   {"a conversion to or from the compiled type %s", declined, false, "the two are unlike in memory or in reflection"},
	compiledMeetsOwn:     {"a value of the interpreted type %s for compiled code", declined, false, "it has another type and no methods there"},
	compiledCallback:     {"an interpreted function for compiled code", declined, false, "it could outlive its cell"},
	otherMemory:          {"the variable %s, whose type interpreted code keeps otherwise,", declined, false, "structures with unexported fields, and interfaces with methods"},
	yaegiRefuses:         {"this code (the interpreter says: %s)", declined, false, "yaegi's own compiler refuses it"},
	yaegiFails:           {"what this does (the interpreter fails: %s)", declined, false, "yaegi works by reflection, which refuses it while the cell runs; recover does not hide it"},
}
