package marking

// explanations tells for each exercise why its solution works, in Markdown, which
// is shown to whoever has solved it. Each lesson declares its own, in its marking
// cell; this one stands in for them. It is a function, as those outlive a crash
// of the session, and variables do not.
func explanations() map[string]string {
	return map[string]string{"Exercise 1": "adding is easy"}
}
