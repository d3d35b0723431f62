package history

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"modernc.org/sqlite" // also the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Bounds of what is kept. What is larger than a person writes or reads is not.
const (
	maxInput   = 1 << 20  // bytes
	maxOutput  = 64 << 10 // bytes
	maxEntries = 50_000
	maxRecent  = 1000
)

// lockPatience is how long a write waits for another kernel's.
const lockPatience = 500 * time.Millisecond

const schema = `
CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, start TEXT, end TEXT);
CREATE TABLE IF NOT EXISTS history (id INTEGER PRIMARY KEY AUTOINCREMENT, session INTEGER, line INTEGER, source TEXT);
CREATE UNIQUE INDEX IF NOT EXISTS history_line ON history (session, line);
CREATE TABLE IF NOT EXISTS output_history (session INTEGER, line INTEGER, output TEXT, PRIMARY KEY (session, line));
`

// open opens the database, in memory where the file cannot be used.
func (s *Store) open() {
	db, session, err := openDatabase(s.path)
	// Kernels that start together on a new file get in each other's way while
	// the first makes it a write-ahead log, and SQLite does not wait there.
	for end := time.Now().Add(lockPatience); busy(err) && time.Now().Before(end); {
		time.Sleep(lockPatience / 50)
		db, session, err = openDatabase(s.path)
	}
	if err == nil {
		s.db, s.session = db, session
		return
	}
	s.session = 1
	s.forsake(err)
}

// busy says whether an error is that another process has locked the database.
func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// forsake goes on in memory, because the file cannot be used.
func (s *Store) forsake(why error) {
	if s.memory {
		s.log.Error("the history could not be kept", "error", why)
		return
	}
	s.log.Warn("the history is only kept until the kernel ends", "file", s.path, "error", why)
	if s.db != nil {
		s.db.Close()
	}
	db, _, err := openDatabase(":memory:")
	if err != nil {
		// The driver needs nothing from the system to open a database in memory.
		panic(fmt.Sprintf("history: no database in memory: %v", err))
	}
	s.db, s.memory = db, true
	for _, e := range s.recent {
		// Where the memory is full there is nothing left to fall back to.
		_ = insert(db, e.Session, e.Line, e.Input)
		if e.Output != nil {
			_ = insertOutput(db, e.Session, e.Line, *e.Output)
		}
	}
}

// remember keeps the newest entries of the session at hand.
func (s *Store) remember(e Entry) {
	if s.recent = append(s.recent, e); len(s.recent) > maxRecent {
		s.recent = slices.Delete(s.recent, 0, len(s.recent)-maxRecent)
	}
}

// shut closes the database.
func (s *Store) shut() {
	if s.db == nil {
		return
	}
	if _, err := s.db.Exec("UPDATE sessions SET end = ? WHERE session = ?", now(), s.session); err != nil {
		s.log.Debug("the end of the session was not kept", "error", err)
	}
	if err := s.db.Close(); err != nil {
		s.log.Debug("the history was not closed", "error", err)
	}
}

func now() string { return time.Now().UTC().Format(time.RFC3339) }

// openDatabase opens a database, begins a session and returns its number.
func openDatabase(path string) (db *sql.DB, session int, err error) {
	name := path
	if path != ":memory:" {
		// Inputs may hold secrets, so the file is the user's alone.
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, 0, err
		}
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, 0, err
		}
		f.Close()
		pragmas := url.Values{"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", lockPatience.Milliseconds()), "journal_mode(WAL)", "synchronous(NORMAL)",
		}, "_txlock": {"immediate"}}
		name = (&url.URL{Scheme: "file", OmitHost: true, Path: absolute(path), RawQuery: pragmas.Encode()}).String()
	}
	if db, err = sql.Open("sqlite", name); err != nil {
		return nil, 0, fmt.Errorf("open the history: %w", err)
	}
	db.SetMaxOpenConns(1) // each connection to :memory: is a database of its own
	if session, err = begin(db); err != nil {
		db.Close()
		return nil, 0, fmt.Errorf("open the history: %w", err)
	}
	return db, session, nil
}

func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

func begin(db *sql.DB) (session int, err error) {
	tx, err := db.Begin()
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() // does nothing after a commit
	if _, err := tx.Exec(schema); err != nil {
		return 0, err
	}
	result, err := tx.Exec("INSERT INTO sessions (start) VALUES (?)", now())
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return 0, err
	}
	if err := prune(tx); err != nil {
		return 0, err
	}
	return int(id), tx.Commit()
}

// prune drops the oldest entries where there are too many.
func prune(tx *sql.Tx) error {
	var oldest sql.NullInt64
	if err := tx.QueryRow("SELECT max(id) FROM history").Scan(&oldest); err != nil {
		return err
	}
	result, err := tx.Exec("DELETE FROM history WHERE id <= ?", oldest.Int64-maxEntries)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec(`DELETE FROM output_history WHERE NOT EXISTS
		(SELECT 1 FROM history h WHERE h.session = output_history.session AND h.line = output_history.line)`)
	return err
}

func insert(db querier, session, line int, input string) error {
	_, err := db.Exec("INSERT OR REPLACE INTO history (session, line, source) VALUES (?, ?, ?)", session, line, input)
	return err
}

func insertOutput(db querier, session, line int, output string) error {
	_, err := db.Exec("INSERT OR REPLACE INTO output_history (session, line, output) VALUES (?, ?, ?)", session, line, output)
	return err
}

const columns = "SELECT h.session, h.line, h.source, o.output%s FROM history h LEFT JOIN output_history o ON o.session = h.session AND o.line = h.line "

func tail(db querier, n int) ([]Entry, error) {
	entries, err := fetch(db, "", "ORDER BY h.session DESC, h.line DESC LIMIT ?", n)
	slices.Reverse(entries)
	return entries, err
}

func lines(db querier, session, start int, stop *int) ([]Entry, error) {
	var last sql.NullInt64
	if err := db.QueryRow("SELECT max(line) FROM history WHERE session = ?", session).Scan(&last); err != nil {
		return nil, err
	}
	end := int(last.Int64) + 1
	if start < 0 {
		start += end
	}
	until := end
	if stop != nil && *stop != 0 {
		if until = *stop; until < 0 {
			until += end
		}
	}
	return fetch(db, "", "WHERE h.session = ? AND h.line >= ? AND h.line < ? ORDER BY h.line", session, start, until)
}

func search(db querier, pattern string, n *int, unique bool) ([]Entry, error) {
	extra, where, args := "", "WHERE h.source GLOB ? ", []any{pattern}
	if unique {
		// SQLite takes the other columns from the row that has the maximum.
		extra, where = ", max(h.id)", where+"GROUP BY h.source "
	}
	if n == nil {
		return fetch(db, extra, where+"ORDER BY h.session, h.line", args...)
	}
	entries, err := fetch(db, extra, where+"ORDER BY h.session DESC, h.line DESC LIMIT ?", append(args, *n)...)
	slices.Reverse(entries)
	return entries, err
}

func fetch(db querier, extra, where string, args ...any) ([]Entry, error) {
	rows, err := db.Query(fmt.Sprintf(columns, extra)+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var entries []Entry
	for rows.Next() {
		var e Entry
		var ignored int64
		fields := []any{&e.Session, &e.Line, &e.Input, &e.Output}
		if extra != "" {
			fields = append(fields, &ignored)
		}
		if err := rows.Scan(fields...); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, rows.Err()
}
