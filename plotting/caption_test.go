package plotting

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

func TestTextIsBrokenIntoLines(t *testing.T) {
	style := lettering(textSize, ink)
	for _, words := range []string{
		"a caption of many words that do not fit into one line of the picture, and so go on in the next",
		"подпись из многих слов, которые не помещаются в одну строку картинки и продолжаются в следующей",
		"这是一个很长的标题它没有空格所以必须在任何字符之间断开才能适合图片的宽度而不会超出图片的边缘",
		strings.Repeat("x", 100),
	} {
		const width = 150
		lines := wrap(style, words, width, 100)
		for _, line := range lines {
			if got := style.Width(line); got > width {
				t.Errorf("%q is %v wide, more than %v", line, got, width)
			}
		}
		if len(lines) < 2 {
			t.Errorf("%q is %d lines", words, len(lines))
		}
		join := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := join(strings.Join(lines, "")); got != join(words) {
			t.Errorf("the lines have %q, want %q", got, words)
		}
	}
}

func TestLinesOfTextEndWhereTheyShould(t *testing.T) {
	style := lettering(textSize, ink)
	for words, want := range map[string]string{
		"one line":              "one line",
		"two\nlines":            "two|lines",
		"tab\there\x07 \u200dz": "tab here z",
		"":                      "",
	} {
		if got := strings.Join(wrap(style, words, 200, 9), "|"); got != want {
			t.Errorf("%q becomes %q, want %q", words, got, want)
		}
	}
	lines := wrap(style, strings.Repeat("word ", 100_000), 100, 3)
	if len(lines) != 3 || !strings.HasSuffix(lines[2], "…") || strings.Contains(lines[1], "…") {
		t.Errorf("too many words become %q", lines)
	}
	if got := wrap(style, "ab", 0.1, 9); len(got) != 2 {
		t.Errorf("where no letter fits, the lines are %q", got)
	}
}

func TestShortNamesAreKept(t *testing.T) {
	if got := short("a name of forty letters is kept as it is"); strings.HasSuffix(got, "…") {
		t.Errorf("got %q", got)
	}
	for _, letter := range []string{"m", "ы", "中"} {
		got := short(strings.Repeat(letter, 300))
		if width := lettering(textSize, ink).Width(got); !strings.HasSuffix(got, "…") || width > maxName || width < maxName-2*textSize {
			t.Errorf("a long name of %q is cut to a width of %v, want about %v", letter, width, vg.Length(maxName))
		}
	}
}

// The picture grows by the lines of its words, and keeps its width.
func TestPicturesGrowWithTheirText(t *testing.T) {
	long := strings.Repeat("a few more words ", 20)
	bars := []Bar{{Label: "x", Value: 1}}
	plain := Bars{Title: "t", Caption: "c", Axis: "a", Bars: bars}
	size := func(b Bars) (int, int) {
		t.Helper()
		l, err := arrange(b, "")
		if err != nil {
			t.Fatal(err)
		}
		return l.width, l.height
	}
	width, height := size(plain)
	if w, h := plain.size(); w != width || h != height {
		t.Errorf("one line of each: %d × %d, want %d × %d", width, height, w, h)
	}
	for name, b := range map[string]Bars{
		"title":   {Title: long, Caption: "c", Axis: "a", Bars: bars},
		"caption": {Title: "t", Caption: long, Axis: "a", Bars: bars},
		"axis":    {Title: "t", Caption: "c", Axis: long, Bars: bars},
	} {
		if w, h := size(b); w != width || h < height+13 {
			t.Errorf("with a long %s the picture is %d × %d, with a short one %d × %d", name, w, h, width, height)
		}
	}
}

func TestSVG(t *testing.T) {
	data, err := encodeSVG(Bars{
		Title: `<Latenz> "1" & мьютекс`, Axis: "ms, style=\"font-family:Liberation Sans;font-variant:normal;font-weight:normal;font-style:normal;\"",
		Bars: []Bar{{Label: "通道\x00", Value: 3}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`width="640" height="122" viewBox="0 0 480 91.5"`, "Arimo, Arial, Helvetica, sans-serif",
		"<title>&lt;Latenz&gt; &#34;1&#34; &amp; мьютекс</title>", "<desc>", "font-weight:bold", "fill:#FCFCFB",
		// The text of an axis that looks like an attribute stays as it is.
		"font-family:Liberation Sans;font-variant:normal;",
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the picture is without %q", want)
		}
	}
	if len(data) > 12_000 {
		t.Errorf("the picture has %d bytes", len(data))
	}
	for decoder := xml.NewDecoder(strings.NewReader(string(data))); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
