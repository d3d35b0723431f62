package plotting

// Speedup shows how much faster each case is with more workers. The parameter has
// to be a number of workers, 1 among them.
func (r Results) Speedup() Speedup {
	s := Speedup{Title: r.Title, Caption: r.Caption}
	if len(r.Rows) == 0 {
		s.Programs = []Scaling{{Label: r.nothing()[0].Label}}
	}
	for _, name := range r.cases() {
		program := Scaling{Label: name}
		for _, row := range r.Rows {
			if seconds := row.values(timePerCall); row.Case == name && len(seconds) > 0 {
				program.Runs = append(program.Runs, WorkerRuns{Workers: row.N, Seconds: seconds})
			}
		}
		s.Programs = append(s.Programs, program)
	}
	return s
}
