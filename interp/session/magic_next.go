package session

// nextInput puts a text into the cell.
func (t *text) nextInput(code string) { t.result.NextInput = code }
