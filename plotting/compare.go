package plotting

// A Case is one of several ways to do something, which Compare measures.
type Case struct {
	// Name says what the case is, as in "one loop". No two cases have the same.
	Name string
	// Run does it once.
	Run func()
}

// Compare measures how long each case takes, in the way of [Measure]. It is
// [Plan.Compare] of the zero Plan.
//
//	plotting.Compare(
//		plotting.Case{Name: "one loop", Run: func() { sum(numbers) }},
//		plotting.Case{Name: "two goroutines", Run: func() { sumTwo(numbers) }},
//	)
func Compare(cases ...Case) Results { return Plan{}.Compare(cases...) }

// Compare measures how long each case takes. The results relate the others to
// the first.
func (p Plan) Compare(cases ...Case) Results {
	jobs := make([]*job, len(cases))
	for i, c := range cases {
		jobs[i] = &job{name: c.Name, run: c.Run}
	}
	return p.results("plotting.Compare", "", nil, jobs)
}
