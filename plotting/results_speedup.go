package plotting

// Speedup shows how much faster each case is with more workers. The parameter has
// to be a number of workers, 1 among them.
func (r Results) Speedup() Speedup {
	s := Speedup{Title: r.Title, Caption: r.Caption, fault: r.fault()}
	programs := map[string]int{} // places of the cases
	for _, name := range r.cases() {
		programs[name] = len(s.Programs)
		s.Programs = append(s.Programs, Scaling{Label: name})
	}
	for _, row := range r.Rows {
		if seconds := row.values(timePerCall); len(seconds) > 0 {
			program := &s.Programs[programs[row.Case]]
			program.Runs = append(program.Runs, WorkerRuns{Workers: row.N, Seconds: seconds})
		}
	}
	return s
}
