// Package history keeps what was run in notebooks, across restarts, and
// answers Jupyter's history requests the way IPython does.
//
// The history is a SQLite database that any number of kernels share. It is
// opened when it is first used, and nothing that goes wrong with it disturbs a
// cell: a database that is corrupt, read-only or on a full disk is left as it
// is, and the history of this session is kept in memory.
package history

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// PathEnv names the environment variable with the path of the database; "off"
// keeps no history.
const PathEnv = "GONYMEDE_HISTORY"

// Path is where the history is kept, empty where it is off:
// history.sqlite in the folder gonymede of the user's data folder.
func Path() string {
	switch path := os.Getenv(PathEnv); path {
	case "off":
		return ""
	case "":
	default:
		return path
	}
	data := os.Getenv("XDG_DATA_HOME")
	if data == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ":memory:"
		}
		data = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(data, "gonymede", "history.sqlite")
}

// Entry is one cell that was run.
type Entry struct {
	Session, Line int
	Input         string
	Output        *string // the value of its last expression as text, if any
}

// Store is the history as one kernel sees it; a kernel is one session. Its
// methods may be called by any number of goroutines.
//
// It owns one goroutine, work, which Open starts and Close ends and joins. It
// is the only one that uses the database.
type Store struct {
	path string
	log  *slog.Logger
	done chan struct{} // closed when work has ended

	mu     sync.Mutex
	jobs   []job
	hurry  bool // the jobs are not to wait for more
	wake   *sync.Cond
	closed bool

	// Used by work only.
	db      *sql.DB
	memory  bool
	session int
	recent  []Entry // of this session, to go on with in memory
}

// job is something to do with the database.
type job func(querier) error

// querier is a database, or a transaction of it.
type querier interface {
	Exec(query string, args ...any) (sql.Result, error)
	Query(query string, args ...any) (*sql.Rows, error)
	QueryRow(query string, args ...any) *sql.Row
}

// gatherFor is how long an entry may wait for the next ones, so that cells in
// quick succession share a transaction, which would cost as much as a small
// cell. A kernel that is killed loses what it has not written.
const gatherFor = 100 * time.Millisecond

// Open returns the history at a path, or nil where the path is empty. The
// database itself is opened when it is first used. A nil logger is silence.
func Open(path string, log *slog.Logger) *Store {
	if path == "" {
		return nil
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Store{path: path, log: log, done: make(chan struct{})}
	s.wake = sync.NewCond(&s.mu)
	go s.work()
	return s
}

// Add keeps the input of a cell; line is its execution count. It waits for nothing.
func (s *Store) Add(line int, input string) {
	if len(input) > maxInput {
		return
	}
	s.do(false, func(db querier) error {
		s.remember(Entry{Session: s.session, Line: line, Input: input})
		return insert(db, s.session, line, input)
	})
}

// SetOutput keeps the value of a cell's last expression. It waits for nothing.
func (s *Store) SetOutput(line int, output string) {
	if len(output) > maxOutput {
		return
	}
	s.do(false, func(db querier) error {
		for i := range s.recent {
			if s.recent[i].Line == line {
				s.recent[i].Output = &output
			}
		}
		return insertOutput(db, s.session, line, output)
	})
}

// Tail returns the last n entries of all sessions, oldest first.
func (s *Store) Tail(ctx context.Context, n int) []Entry {
	return s.query(ctx, func(db querier) ([]Entry, error) { return tail(db, n) })
}

// Range returns the entries of a session from line start to line stop, which
// is not included; nil or 0 is the end. Session 0 is this one, -1 the one
// before. Negative lines count from the end.
func (s *Store) Range(ctx context.Context, session, start int, stop *int) []Entry {
	return s.query(ctx, func(db querier) ([]Entry, error) {
		if session <= 0 {
			session += s.session
		}
		return lines(db, session, start, stop)
	})
}

// Search returns the entries whose input matches a glob with * and ?, oldest
// first: all of them, or the last n. Where unique, only the last of those with
// the same input.
func (s *Store) Search(ctx context.Context, pattern string, n *int, unique bool) []Entry {
	if pattern == "" {
		pattern = "*"
	}
	return s.query(ctx, func(db querier) ([]Entry, error) { return search(db, pattern, n, unique) })
}

// Close writes what is still to be written, and closes the database.
func (s *Store) Close() {
	s.mu.Lock()
	s.closed = true
	s.wake.Signal()
	s.mu.Unlock()
	<-s.done
}

// query runs a query behind what was added before. It returns nothing where
// it fails, or where ctx ends first.
func (s *Store) query(ctx context.Context, run func(querier) ([]Entry, error)) []Entry {
	result := make(chan []Entry, 1)
	ok := s.do(true, func(db querier) error {
		entries, err := run(db)
		if err != nil {
			s.log.Warn("the history could not be read", "error", err)
		}
		result <- entries
		return nil
	})
	if !ok {
		return nil
	}
	select {
	case entries := <-result:
		return entries
	case <-ctx.Done():
		return nil
	}
}

// do hands a job to the goroutine, which does it soon or, in a hurry, at once.
// It returns false where the store is closed.
func (s *Store) do(hurry bool, j job) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.jobs = append(s.jobs, j)
	s.hurry = s.hurry || hurry
	s.wake.Signal()
	return true
}

// work does the jobs until the store is closed.
func (s *Store) work() {
	defer close(s.done)
	for {
		jobs := s.next()
		if len(jobs) == 0 {
			s.shut()
			return
		}
		if s.db == nil {
			s.open()
		}
		s.run(jobs)
	}
}

// next waits for jobs and returns them all, or none when the store is closed.
func (s *Store) next() []job {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.jobs) == 0 && !s.closed {
		s.wake.Wait()
	}
	gathered := time.AfterFunc(gatherFor, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.hurry = true
		s.wake.Signal()
	})
	defer gathered.Stop()
	for !s.hurry && !s.closed {
		s.wake.Wait()
	}
	jobs := s.jobs
	s.jobs, s.hurry = nil, false
	return jobs
}

// run does jobs in one transaction. Where one fails, the others go on in memory.
func (s *Store) run(jobs []job) {
	tx, err := s.db.Begin()
	if err != nil {
		s.forsake(err)
		tx = nil
	}
	for _, j := range jobs {
		var db querier = s.db
		if tx != nil {
			db = tx
		}
		if err := j(db); err != nil {
			if tx != nil {
				tx.Rollback()
				tx = nil
			}
			s.forsake(err)
		}
	}
	if tx == nil {
		return
	}
	if err := tx.Commit(); err != nil {
		s.forsake(err)
	}
}
