package plotting

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationserifregular"
	"github.com/go-text/typesetting/fontscan"
	"golang.org/x/image/font/gofont/gomono"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// onlySerif is a character that Liberation Serif has, and neither Liberation
// Sans nor the Go fonts have; nowhere is one for private use that no font has.
const onlySerif, nowhere = '\uf004', '\U0010fffd'

// collection makes the fonts of two files one file (OpenType 1.9, "Font Collections").
func collection(fonts ...[]byte) []byte {
	head := []byte("ttcf\x00\x01\x00\x00")
	head = binary.BigEndian.AppendUint32(head, uint32(len(fonts)))
	at := uint32(len(head) + 4*len(fonts))
	var body []byte
	for _, f := range fonts {
		head = binary.BigEndian.AppendUint32(head, at)
		f = bytes.Clone(f)
		for n := range int(binary.BigEndian.Uint16(f[4:])) {
			offset := f[12+16*n+8:]
			binary.BigEndian.PutUint32(offset, binary.BigEndian.Uint32(offset)+at)
		}
		body = append(body, f...)
		at += uint32(len(f))
	}
	return append(head, body...)
}

// withFonts returns a typesetter on a machine with one collection of fonts, of
// which the second is Liberation Serif, and with a file that is no font.
func withFonts(t *testing.T) typesetter {
	t.Helper()
	dir := t.TempDir()
	var prints []fontscan.Footprint
	for n, content := range [][]byte{[]byte("no font"), collection(gomono.TTF, liberationserifregular.TTF)} {
		file := filepath.Join(dir, fmt.Sprint(n))
		if err := os.WriteFile(file, content, 0o644); err != nil {
			t.Fatal(err)
		}
		for index := range uint16(2) {
			print := fontscan.Footprint{Location: fontscan.Location{File: file, Index: index}}
			print.Runes.Add(onlySerif)
			prints = append(prints, print)
		}
	}
	set := letters
	set.machine = newMachineFonts(func() ([]fontscan.Footprint, error) { return prints, nil })
	t.Cleanup(func() {
		for _, f := range set.machine.files {
			f.Close()
		}
	})
	return set
}

func familyOf(t *testing.T, face font.Face) string {
	t.Helper()
	name, err := face.Face.Name(nil, 1) // the family
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func TestRunsChangeTheFontWhereItLacksACharacter(t *testing.T) {
	set := withFonts(t)
	for line, want := range map[string]string{
		"plain":                               "plain/Liberation Sans",
		"Ωмега":                               "Ωмега/Liberation Sans",
		"a ∪ b":                               "a /Liberation Sans|∪/Go| b/Liberation Sans",
		"10⁻³":                                "10/Liberation Sans|⁻/Go|³/Liberation Sans",
		string([]rune{'x', onlySerif, 'y'}):   "x/Liberation Sans|\uf004/Liberation Serif|y/Liberation Sans",
		string([]rune{nowhere, nowhere, '!'}): "\U0010fffd/Liberation Sans|\U0010fffd/Liberation Sans|!/Liberation Sans",
	} {
		var got []string
		var sum vg.Length
		for _, r := range set.runs(line, typeface(textSize, false)) {
			got = append(got, r.words+"/"+familyOf(t, r.face))
			sum += r.width
		}
		if joined := strings.Join(got, "|"); joined != want {
			t.Errorf("%q is written as %q, want %q", line, joined, want)
		}
		if width, _, _ := set.Box(line, typeface(textSize, false)); width != sum || width <= 0 {
			t.Errorf("%q: the width is %v, and that of its runs is %v", line, width, sum)
		}
	}
}

func TestMissingWideCharactersTakeTheirRoom(t *testing.T) {
	style := lettering(textSize, ink)
	style.Handler = typesetter{letters.Plain, newMachineFonts(func() ([]fontscan.Footprint, error) { return nil, errors.New("no folder") })}
	if got := style.Width("中文"); got != 2*textSize {
		t.Errorf("two Chinese characters without a font are %v wide, want %v", got, 2*textSize)
	}
}

func TestFontsAreFoundByManyAtOnce(t *testing.T) {
	set := withFonts(t)
	canvas := sync.Pool{New: func() any { return vgsvg.New(100, 100) }}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			c := canvas.Get().(*vgsvg.Canvas)
			style := lettering(textSize, ink)
			style.Handler = set
			for range 50 {
				set.Draw(c, "a \uf004 ∪ 中", style, vg.Point{})
			}
		})
	}
	all.Wait()
}

func TestMissingCharactersAreNamed(t *testing.T) {
	set := map[rune]bool{'中': true, '文': true}
	note := newMissingNote(set, nil)
	if got, want := note.inText(), "no font on this machine has 中文; install one that has (Debian: fonts-noto-cjk), then restart"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := note.inPicture(), "no font on this machine has U+4E2D U+6587; install one that has (Debian: fonts-noto-cjk), then restart"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for n := range 100 {
		set[rune(0x4e00+n)] = true
	}
	if got := newMissingNote(set, errors.New("denied")).inText(); !strings.Contains(got, " and 81 more characters") || !strings.Contains(got, "looked through: denied") {
		t.Errorf("got %q", got)
	}
	if got := newMissingNote(nil, nil).inPicture(); got != "" {
		t.Errorf("nothing is missing, and the note is %q", got)
	}
}

// A chart whose text cannot be drawn says so, in the text and in the picture.
func TestAChartNamesWhatItCannotWrite(t *testing.T) {
	plain := Bars{Bars: []Bar{{Label: "x", Value: 1}}}
	strange := Bars{Bars: []Bar{{Label: "x" + string(nowhere), Value: 1}}}
	if text := plain.Display().Text(); strings.Contains(text, "font") {
		t.Errorf("a chart of Latin letters says %q", text)
	}
	if text := strange.Display().Text(); !strings.Contains(text, "no font on this machine has U+10FFFD; install one that has") {
		t.Errorf("the text form is %q", text)
	}
	heights := [2]int{}
	for n, chart := range []Bars{plain, strange} {
		heights[n] = chart.Display().Metadata["image/png"].(map[string]any)["height"].(int)
	}
	if heights[1] != heights[0]+18 {
		t.Errorf("with a note the picture is %d high, without it %d", heights[1], heights[0])
	}
	if svg, err := encodeSVG(strange); err != nil || !strings.Contains(string(svg), ">"+string(nowhere)+"</text>") {
		t.Errorf("SVG has to keep the character (%v)", err)
	}
}

// The scan of the machine's fonts works wherever its index can or cannot be
// kept. A process looks through them once, so each case has a process.
func TestFontsOfTheMachineAreFound(t *testing.T) {
	if os.Getenv("FONTS_OF_THE_MACHINE") != "" {
		f := letters.machine.find(onlySerif, false)
		fmt.Printf("found %v, failure %v\n", f != nil, letters.machine.failure())
		return
	}
	data := t.TempDir()
	if err := os.Mkdir(filepath.Join(data, "fonts"), 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(data, "fonts", "both.ttc")
	if err := os.WriteFile(file, collection(gomono.TTF, liberationserifregular.TTF), 0o644); err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	for name, environment := range map[string][]string{
		"a new cache folder":                {"XDG_CACHE_HOME=" + cache},
		"the cache folder once more":        {"XDG_CACHE_HOME=" + cache},
		"no home and no cache folder":       {"HOME="},
		"a cache folder that cannot be one": {"XDG_CACHE_HOME=" + file},
	} {
		again := exec.Command(os.Args[0], "-test.run=^TestFontsOfTheMachineAreFound$")
		again.Env = append([]string{"FONTS_OF_THE_MACHINE=1", "XDG_DATA_HOME=" + data, "TMPDIR=" + t.TempDir()}, environment...)
		out, err := again.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "found true, failure <nil>") {
			t.Errorf("%s: %v, %s", name, err, out)
		}
	}
	if index, _ := filepath.Glob(filepath.Join(cache, "gonymede", "fonts", "font_index*")); len(index) != 1 {
		t.Errorf("the index of fonts is %q, want one file", index)
	}
}
