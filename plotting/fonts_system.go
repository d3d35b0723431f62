package plotting

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	textfont "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// machineFonts are the fonts of the machine. They are looked for when a
// character first needs one. It starts no goroutines, and many may use it.
type machineFonts struct {
	mu sync.Mutex
	// scan returns what fonts there are. It is called once.
	scan    func() ([]fontscan.Footprint, error)
	scanned bool
	known   []fontscan.Footprint // the better ones first
	err     error                // why known is not complete
	opened  map[fontscan.Location]*opentype.Font
	files   []*os.File // of opened; they stay open
	found   map[wanted]*opentype.Font
}

// wanted is a character in a weight of the font.
type wanted struct {
	char rune
	bold bool
}

func newMachineFonts(scan func() ([]fontscan.Footprint, error)) *machineFonts {
	return &machineFonts{scan: scan, opened: map[fontscan.Location]*opentype.Font{}, found: map[wanted]*opentype.Font{}}
}

// find returns a font that has a character, nil where there is none.
func (m *machineFonts) find(char rune, bold bool) *opentype.Font {
	m.mu.Lock()
	defer m.mu.Unlock()
	want := wanted{char, bold}
	if f, ok := m.found[want]; ok {
		return f
	}
	if !m.scanned {
		m.scanned = true
		m.known, m.err = m.scan()
		slices.SortStableFunc(m.known, func(a, b fontscan.Footprint) int { return cmp.Compare(strangeness(a), strangeness(b)) })
	}
	f := m.search(want)
	m.found[want] = f
	return f
}

// failure says why the fonts of the machine could not be looked through, if so.
func (m *machineFonts) failure() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.err
}

// search goes through the fonts twice: a font of another weight is better than none.
func (m *machineFonts) search(want wanted) *opentype.Font {
	var buffer sfnt.Buffer
	for _, anyWeight := range []bool{false, true} {
		for _, print := range m.known {
			if !print.Runes.Contains(want.char) || !anyWeight && isBold(print) != want.bold {
				continue
			}
			// A font of pictures, as those of emoji are, has no outline to draw.
			f := m.open(print.Location)
			if f == nil || !hasGlyph(f, &buffer, want.char) {
				continue
			}
			glyph, _ := f.GlyphIndex(&buffer, want.char)
			if _, err := f.LoadGlyph(&buffer, glyph, 64, nil); err == nil {
				return f
			}
		}
	}
	return nil
}

// open returns a font, nil where it cannot be drawn with. Its file stays open:
// one of Chinese has some 20 MB, of which a chart needs the outlines of a few
// characters.
func (m *machineFonts) open(at fontscan.Location) *opentype.Font {
	if f, ok := m.opened[at]; ok {
		return f
	}
	f, file, err := openFont(at)
	if err == nil {
		m.files = append(m.files, file)
	}
	m.opened[at] = f
	return f
}

func openFont(at fontscan.Location) (*opentype.Font, *os.File, error) {
	file, err := os.Open(at.File)
	if err != nil {
		return nil, nil, err
	}
	// A file of a single font is a collection of one.
	all, err := opentype.ParseCollectionReaderAt(file)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	f, err := all.Font(int(at.Index))
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return f, file, nil
}

func isBold(print fontscan.Footprint) bool { return print.Aspect.Weight >= textfont.WeightSemibold }

// strangeness is how little a font resembles upright Liberation Sans.
func strangeness(print fontscan.Footprint) int {
	n := 0
	if print.Aspect.Style != textfont.StyleNormal {
		n += 8
	}
	for _, kind := range []string{"mono", "serif", "condensed"} {
		if strings.Contains(strings.ReplaceAll(print.Family, "sansserif", ""), kind) {
			n += 4
		}
	}
	if !strings.Contains(print.Family, "sans") {
		n += 2
	}
	// Noto's fonts of Chinese, Japanese and Korean differ in the forms of
	// common characters; without a word on the language the simplified Chinese
	// are taken.
	if strings.Contains(print.Family, "cjk") && !strings.HasSuffix(print.Family, "cjksc") {
		n++
	}
	return n
}

// scanFonts looks through the font folders of the machine. An index of them is
// kept in the user's cache folder, where that can be written.
func scanFonts() ([]fontscan.Footprint, error) {
	dir, err := indexFolder()
	if err != nil {
		temporary, err := os.MkdirTemp("", "gonymede-fonts-")
		if err != nil {
			return nil, fmt.Errorf("look for fonts: %w", err)
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	return fontscan.SystemFonts(silence{}, dir)
}

// indexFolder returns a folder in the user's cache that can be written: the
// scan fails where it cannot keep its index.
func indexFolder() (string, error) {
	user, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(user, "gonymede", "fonts")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	trial, err := os.CreateTemp(dir, "trial-")
	if err != nil {
		return "", err
	}
	return dir, errors.Join(trial.Close(), os.Remove(trial.Name()))
}

// silence takes the scan's remarks on fonts that it cannot read: a notebook's
// reader has no use for them.
type silence struct{}

// Printf does nothing.
func (silence) Printf(string, ...any) {}
