package display

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"gonymede/interp/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// notebook is a backend that keeps what it is given.
type notebook struct {
	mu       sync.Mutex
	displays []protocol.Display
	cleared  []protocol.ClearOutput
	comms    []string // type id target data
	errors   []*protocol.Error
	line     string
	refusal  error
}

func open(t *testing.T) *notebook {
	n := &notebook{}
	SetBackend(n)
	t.Cleanup(func() { SetBackend(nil) })
	return n
}

func (n *notebook) Display(d protocol.Display) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.displays = append(n.displays, d)
	return nil
}

func (n *notebook) ClearOutput(c protocol.ClearOutput) error {
	n.cleared = append(n.cleared, c)
	return nil
}

func (n *notebook) Input(protocol.InputRequest) (string, error) { return n.line, n.refusal }

func (n *notebook) Comm(typ string, c protocol.Comm, buffers [][]byte) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.comms = append(n.comms, fmt.Sprintf("%s %s %s%s %d", typ, c.CommID, c.Target, c.Data, len(buffers)))
	return nil
}

func (n *notebook) LateError(err *protocol.Error) { n.errors = append(n.errors, err) }

type (
	point    struct{ X, Y int }
	named    struct{ name string }
	table    struct{ rows int }
	broken   struct{}
	shouting struct{}
)

func (n named) String() string   { return "named " + n.name }
func (t table) HTML() string     { return fmt.Sprintf("<table>%d</table>", t.rows) }
func (t table) Markdown() string { return fmt.Sprintf("| %d |", t.rows) }
func (broken) HTML() string      { panic("no rows") }
func (shouting) Display() Bundle { return Bundle{Data: map[string]any{"text/plain": "HEY"}} }
func (shouting) HTML() string    { return "unused" }

func TestText(t *testing.T) {
	loop := []any{1}
	loop[0] = loop
	circle := map[string]any{}
	circle["self"] = circle
	var nilError error
	var nilNamed *named
	for _, test := range []struct {
		value any
		want  string
	}{
		{nil, "<nil>"},
		{nilError, "<nil>"},
		{nilNamed, "<nil>"},
		{"as it is\n", "as it is\n"},
		{1.5, "1.5"},
		{point{1, 2}, "{X:1 Y:2}"},
		{&point{1, 2}, "&{X:1 Y:2}"},
		{[]byte("ab"), "[97 98]"},
		{named{"x"}, "named x"},
		{[]named{{"x"}}, "[named x]"},
		{errors.New("bad"), "bad"},
		{struct{ Any any }{loop}, "a struct { Any interface {} } that contains itself"},
		{&struct{ Any any }{circle}, "a *struct { Any interface {} } that contains itself"},
		{[]any{1, []any{"a", map[string]any{"k": nil}}}, "[1 [a map[k:<nil>]]]"},
	} {
		if got := Render(test.value).Text(); got != test.want {
			t.Errorf("text of %T = %q, want %q", test.value, got, test.want)
		}
	}
}

func TestLongTextIsCut(t *testing.T) {
	long := strings.Repeat("é", MaxText)
	got := Text(long)
	if len(got) > MaxText+100 || !strings.HasSuffix(got, "… cut: 1.0 MB of 2.1 MB not shown") {
		t.Errorf("%d bytes, end %q", len(got), got[len(got)-60:])
	}
	if strings.Contains(got, "\uFFFD") {
		t.Error("cut within a rune")
	}
	got = Text(make([]float64, 3_000_000))
	if len(got) > MaxText+100 || !strings.HasSuffix(got, "… cut: 3000000 elements in all") {
		t.Errorf("%d bytes, end %q", len(got), got[len(got)-60:])
	}
}

func TestForms(t *testing.T) {
	for _, test := range []struct {
		value any
		mime  string
		want  any
		text  string
	}{
		{HTML("<h1>A &amp; B</h1><p>c <b>d</b><script>no()</script>"), "text/html", "<h1>A &amp; B</h1><p>c <b>d</b><script>no()</script>", "A & B\nc d"},
		{HTML("<table><tr><td>1</td><td>2</td></tr></table>"), "text/html", "<table><tr><td>1</td><td>2</td></tr></table>", "1\t2"},
		{Markdown("*a*"), "text/markdown", "*a*", "*a*"},
		{LaTeX("$a$"), "text/latex", "$a$", "$a$"},
		{SVG("<svg/>"), "image/svg+xml", "<svg/>", "SVG image, 6 bytes"},
		{SVG("<svg><title>Speed &amp; cost</title>\n<desc>two lines</desc><text>3</text></svg>"), "image/svg+xml", "<svg><title>Speed &amp; cost</title>\n<desc>two lines</desc><text>3</text></svg>", "SVG image, 79 bytes\nSpeed & cost\ntwo lines"},
		{SVG("<svg><title>"), "image/svg+xml", "<svg><title>", "SVG image, 12 bytes"},
		{JavaScript("x()"), "application/javascript", "x()", "x()"},
		{PDF("%PDF"), "application/pdf", base64.StdEncoding.EncodeToString([]byte("%PDF")), "PDF document, 4 bytes"},
		{JPEG("no"), "image/jpeg", base64.StdEncoding.EncodeToString([]byte("no")), "JPEG image, 2 bytes"},
		{GIF("no"), "image/gif", base64.StdEncoding.EncodeToString([]byte("no")), "GIF image, 2 bytes"},
		{JSON{Value: map[string]int{"a": 1}}, "application/json", `{"a":1}`, "{\n  \"a\": 1\n}"},
		{VegaLite{`{"title": "speed"}`}, "application/vnd.vegalite.v5+json", `{"title":"speed"}`, "Vega-Lite chart: speed"},
		{VegaLite{map[string]any{"mark": "bar"}}, "application/vnd.vegalite.v5+json", `{"mark":"bar"}`, "Vega-Lite chart"},
		{table{3}, "text/html", "<table>3</table>", "{rows:3}"},
		{table{3}, "text/markdown", "| 3 |", "{rows:3}"},
		{shouting{}, "text/html", nil, "HEY"},
		{broken{}, "text/html", nil, "{}\n(its method HTML panicked: no rows)"},
		{(*broken)(nil), "text/html", nil, ""},
		{JSON{Value: make(chan int)}, "application/json", nil, "display.JSON: json: unsupported type: chan int"},
		{VegaLite{"{"}, "application/json", nil, ""},
		{Bundle{Data: map[string]any{"text/html": []byte("x"), "image/png": 3}}, "text/html", "x", "text/html\n(cannot show image/png: its form is a int, want a string or []byte)"},
		{Bundle{}, "text/html", nil, ""},
	} {
		b := Render(test.value)
		got := b.Data[test.mime]
		if raw, ok := got.(json.RawMessage); ok {
			var compact strings.Builder
			json.NewEncoder(&compact).Encode(raw)
			got = strings.TrimSpace(compact.String())
		}
		if got != test.want {
			t.Errorf("%T as %s = %v, want %v", test.value, test.mime, got, test.want)
		}
		if test.text != "" && b.Text() != test.text {
			t.Errorf("%T as text = %q, want %q", test.value, b.Text(), test.text)
		}
		if _, err := json.Marshal(b); err != nil {
			t.Errorf("%T cannot be sent: %v", test.value, err)
		}
	}
}

func TestImages(t *testing.T) {
	b := Render(image.NewGray(image.Rect(0, 0, 20, 10)))
	if got, want := b.Text(), "*image.Gray, 20×10 pixels"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	wantSize(t, b, 20, 10)
	data, err := base64.StdEncoding.DecodeString(b.Data["image/png"].(string))
	if err != nil {
		t.Fatal(err)
	}
	// 192 dpi are 7559 pixels a metre.
	physical := []byte("\x00\x00\x00\x09pHYs\x00\x00\x1d\x87\x00\x00\x1d\x87\x01CRC!")
	const header = 8 + 25 // signature and IHDR
	dense := append(append(append([]byte{}, data[:header]...), physical...), data[header:]...)
	if pngDPI(dense) != 192 {
		t.Errorf("resolution %v, want 192", pngDPI(dense))
	}
	wantSize(t, Render(PNG(dense)), 10, 5)
	wantSize(t, Render(Sized{Picture: PNG(data), Width: 5}), 5, 0)
	if b := Render(image.NewGray(image.Rectangle{})); b.Data["image/png"] != nil || b.Text() == "" {
		t.Errorf("an image without pixels: %+v", b)
	}
	for n := range dense { // a damaged picture is no reason to fail
		Render(PNG(dense[:n]))
	}
}

func wantSize(t *testing.T, b Bundle, width, height int) {
	t.Helper()
	size, _ := b.Metadata["image/png"].(map[string]any)
	w, _ := size["width"].(int)
	h, _ := size["height"].(int)
	if w != width || h != height {
		t.Errorf("logical size %v, want %d×%d", b.Metadata, width, height)
	}
}

func TestShow(t *testing.T) {
	n := open(t)
	h := Show("one")
	h.Update(HTML("two"))
	ShowID("mine", "three")
	ClearOutput(true)
	if len(n.displays) != 3 || len(n.cleared) != 1 || !n.cleared[0].Wait {
		t.Fatalf("%+v, cleared %+v", n.displays, n.cleared)
	}
	first, second := n.displays[0], n.displays[1]
	if first.Update || !second.Update || first.DisplayID != h.ID() || first.DisplayID != second.DisplayID {
		t.Errorf("%+v then %+v, want an update of the same display", first, second)
	}
	if n.displays[2].DisplayID != "mine" {
		t.Errorf("id %q, want mine", n.displays[2].DisplayID)
	}
}

func TestInput(t *testing.T) {
	n := open(t)
	n.line = "a line"
	if got := Input("? "); got != n.line {
		t.Errorf("Input = %q, want %q", got, n.line)
	}
	n.refusal = errors.New("no input here")
	defer func() {
		if p := recover(); p != n.refusal {
			t.Errorf("panic %v, want %v", p, n.refusal)
		}
	}()
	Password("? ")
	t.Error("Password returned without a line")
}

func TestInputWithoutNotebook(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w.WriteString("first\r\nsecond\nthird")
	w.Close()
	for _, want := range []string{"first", "second", "third"} {
		if got, err := readLine(r); got != want || err != nil {
			t.Errorf("readLine = %q, %v, want %q", got, err, want)
		}
	}
	if _, err := readLine(r); err == nil {
		t.Error("no error at the end")
	}
}

func TestComm(t *testing.T) {
	if _, err := NewComm("t", nil); !errors.Is(err, ErrNoNotebook) {
		t.Errorf("error %v, want %v", err, ErrNoNotebook)
	}
	n := open(t)
	c, err := OpenComm("t", map[string]int{"a": 1}, nil, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	c.OnMessage(func(m CommMessage) {
		var s string
		if err := m.Decode(&s); err != nil {
			panic(err)
		}
		got = append(got, s)
	})
	c.OnClose(func(CommMessage) { got = append(got, "closed") })
	for _, data := range []string{`"one"`, `{`, `"two"`} {
		DeliverComm(protocol.TypeCommMsg, protocol.Comm{CommID: c.ID(), Data: []byte(data)}, nil)
	}
	if err := c.Send("hi"); err != nil {
		t.Error(err)
	}
	DeliverComm(protocol.TypeCommClose, protocol.Comm{CommID: c.ID()}, nil)
	DeliverComm(protocol.TypeCommMsg, protocol.Comm{CommID: c.ID(), Data: []byte(`"late"`)}, nil)
	comms.wait()
	if want := "one two closed"; strings.Join(got, " ") != want {
		t.Errorf("callbacks %q, want %q", got, want)
	}
	if len(n.errors) != 1 || !strings.Contains(n.errors[0].Traceback[0], "comm_msg t") {
		t.Errorf("errors %+v, want that of the second message", n.errors)
	}
	if err := c.Send("x"); !errors.Is(err, ErrCommClosed) {
		t.Errorf("error %v, want %v", err, ErrCommClosed)
	}
	if want := []string{
		fmt.Sprintf(`comm_open %s t{"a":1} 1`, c.ID()),
		fmt.Sprintf(`comm_msg %s "hi" 0`, c.ID()),
	}; strings.Join(n.comms, "\n") != strings.Join(want, "\n") {
		t.Errorf("sent %q, want %q", n.comms, want)
	}
}

func TestCommTargets(t *testing.T) {
	n := open(t)
	HandleComm("here", func(c *Comm, m CommMessage) {
		c.Send(m.Data)
		c.Close(nil)
		c.Close(nil)
	})
	DeliverComm(protocol.TypeCommOpen, protocol.Comm{CommID: "1", Target: "here", Data: []byte("7")}, nil)
	comms.wait()
	HandleComm("here", nil)
	DeliverComm(protocol.TypeCommOpen, protocol.Comm{CommID: "2", Target: "here"}, nil)
	comms.wait()
	want := []string{"comm_msg 1 7 0", "comm_close 1 {} 0", "comm_close 2 {} 0"}
	if strings.Join(n.comms, "\n") != strings.Join(want, "\n") {
		t.Errorf("sent %q, want %q", n.comms, want)
	}
}

func TestManyGoroutinesShow(t *testing.T) {
	n := open(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			h := Show(0)
			for i := range 100 {
				h.Update(i)
			}
		})
	}
	all.Wait()
	if len(n.displays) != 8*101 {
		t.Errorf("%d displays, want %d", len(n.displays), 8*101)
	}
}
