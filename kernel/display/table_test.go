package display

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestTableAsHTML(t *testing.T) {
	const want = `<div style="overflow-x:auto"><table style="border-collapse:collapse;margin:0.4em 0"><caption style="caption-side:top;text-align:left;font-weight:bold;padding:0.2em 0.6em;white-space:nowrap">&lt;Cities&gt;</caption>
<thead style="border-bottom:1px solid rgba(128,128,128,0.5)"><tr><th style="padding:0.25em 0.7em;vertical-align:top;white-space:pre;text-align:right;padding-bottom:0"></th><th style="padding:0.25em 0.7em;vertical-align:top;white-space:pre;text-align:left;padding-bottom:0">Name</th></tr>
<tr><th style="padding:0.25em 0.7em;vertical-align:top;white-space:pre;text-align:right;font-weight:normal;font-style:italic;opacity:0.65;padding-top:0"></th><th style="padding:0.25em 0.7em;vertical-align:top;white-space:pre;text-align:left;font-weight:normal;font-style:italic;opacity:0.65;padding-top:0">string</th></tr></thead>
<tbody>
<tr><th style="padding:0.25em 0.7em;vertical-align:top;white-space:pre;text-align:right">0</th><td style="padding:0.25em 0.7em;vertical-align:top;white-space:pre;text-align:left">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</td></tr></tbody></table>
<p style="opacity:0.65;margin:0.2em 0.7em">… 1 more row</p></div>`
	table := Table{Data: []city{{"<script>alert('1')</script>"}, {""}}, Rows: 1, Caption: "<Cities>"}
	if got := Render(table).Data["text/html"]; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestTable(t *testing.T) {
	visits := make([]visit, 1000)
	for i := range visits {
		visits[i] = visit{city{fmt.Sprint("c", i)}, i, 0, time.Duration(i), ""}
	}
	wide := map[string]int{}
	for i := range 30 {
		wide[fmt.Sprintf("k%02d", i)] = i
	}
	for _, test := range []struct {
		name  string
		table Table
		want  string
	}{
		{"columns, headers, rows and a caption", Table{visits, 2, []string{"Took", "Name"}, map[string]string{"Took": "time"}, "Visits"}, `
Visits
            time  Name
   time.Duration  string
─  ─────────────  ──────
0             0s  c0
1            1ns  c1
… 998 more rows`},
		{"words", Table{Data: []string{"a"}}, `
   value
   string
─  ──────
0  a`},
		{"what prints itself", Table{Data: []named{{"x"}}}, `
   value
   display.named
─  ─────────────
0  named x`},
		{"a long word", Table{Data: []string{strings.Repeat("é", 1060)}}, `
   value
   string
─  ` + strings.Repeat("─", 72) + `
0  ` + strings.Repeat("é", 60) + `… 1,000 more`},
		{"a long list", Table{Data: map[string][]int{"a": make([]int, 5000)}}, `
key     value
string  []int
──────  ` + strings.Repeat("─", 74) + `
a       [0` + strings.Repeat(" 0", 29) + ` … 4,970 more]`},
		{"many columns", Table{Data: []map[string]int{wide}, Rows: 1}, ""},
		{"different things", Table{Data: []any{1, nil, "x", 2.5}}, `
   value
   any
─  ─────
0  1
1  nil
2  x
3  2.5`},
		{"positions", Table{Data: [][]int{{1, 2}}, Columns: []string{"1"}, Headers: map[string]string{"1": "second"}}, `
   second
      int
─  ──────
0       2`},
		{"a wrong column", Table{Data: visits, Columns: []string{"Nme"}}, `
display.Table: there is no column "Nme"; there are Name, Nights, Cost, Took`},
		{"a wrong header", Table{Data: []int{1}, Headers: map[string]string{"x": "y"}}, `
display.Table: there is no column "x"; there are value`},
		{"a number", Table{Data: 3}, `
display.Table: a value of type int is no table; want a slice, an array or a map, or a pointer to one`},
		{"nothing", Table{}, `
display.Table: nil is no table; want a slice, an array or a map, or a pointer to one`},
		{"cells that are no words", Table{Data: []struct {
			F func(int) string
			C chan int
			B json.RawMessage
			P *int
			E error
			U url.URL
			N *big.Int
		}{{nil, make(chan int, 2), []byte("{}"), new(int), fmt.Errorf("bad\nvery"), url.URL{Host: "go.dev"}, big.NewInt(7)}}}, `
   F                 C                         B                P     E          U                N
   func(int) string  chan int                  json.RawMessage  *int  error      url.URL   *big.Int
─  ────────────────  ────────────────────────  ───────────────  ────  ─────────  ────────  ────────
0  nil               chan int, 0 of 2 waiting  {}               &0    bad\nvery  //go.dev         7`},
	} {
		got := Render(test.table).Text()
		if test.want != "" && got != strings.TrimPrefix(test.want, "\n") {
			t.Errorf("%s:\n%s\nwant%s", test.name, got, test.want)
		}
		if test.want == "" && !strings.HasSuffix(got, "… 10 more columns: k20, k21, k22, k23, k24, …") {
			t.Errorf("%s:\n%s", test.name, got)
		}
	}
}

// TestTableOfOtherForms has values that say how they are shown.
func TestTableOfOtherForms(t *testing.T) {
	if b := Render([]shower{{1}}); b.Data["text/html"] == nil {
		t.Error("a slice of values with a form of their own is no table")
	}
	if b := Render(shower{1}); b.Data["text/html"] != "<i>own</i>" {
		t.Errorf("a method HTML is not called: %v", b.Data)
	}
}

func TestTableIsBounded(t *testing.T) {
	words := make([]string, 100_000)
	for i := range words {
		words[i] = strings.Repeat("<", 50)
	}
	type row struct {
		ID    int
		Name  string
		Value float64
	}
	rows := make([]row, 100_000)
	for i := range rows {
		rows[i] = row{i, "<b>", float64(i) / 3}
	}
	for _, data := range []any{words, rows} {
		b := Render(Table{Data: data, Rows: -1})
		html, text := b.Data["text/html"].(string), b.Text()
		const around = 4 << 10 // head and notes
		if len(html) > mostBytes+around || len(html) < mostBytes*9/10 {
			t.Errorf("%T: %d bytes of HTML", data, len(html))
		}
		note := html[strings.LastIndex(html, "… "):]
		note, _, _ = strings.Cut(note, "<")
		if !strings.HasSuffix(note, " more rows") || !strings.HasSuffix(text, note) {
			t.Errorf("%T: the end is %q, and %q of the text", data, note, text[len(text)-40:])
		}
	}
}

func TestReals(t *testing.T) {
	for _, test := range []struct {
		column []float64
		want   string
	}{
		{[]float64{1, 2}, "1 2"},
		{[]float64{0.1 + 0.2, 1234567}, "0.3 1234567.0"},
		{[]float64{1.0 / 3, 100}, "0.333333 100.000000"},
		{[]float64{1e-9, 5}, "1e-09 5"},
		{[]float64{1e20}, "1e+20"},
		{[]float64{1296269, 12345678, 1 << 53}, "1296269 12345678 9007199254740992"},
		{[]float64{1296269, 1e308, 1.0 / 3}, "1296269 1e+308 0.333333"},
		{[]float64{5e-324}, "5e-324"},
		{[]float64{123456789.25}, "123456789"},
		{[]float64{-0.5, 0}, "-0.5 0.0"},
	} {
		format := realFormat(test.column)
		var got []string
		for _, f := range test.column {
			got = append(got, format(f))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%v: %q, want %q", test.column, got, test.want)
		}
	}
}

func BenchmarkTable(b *testing.B) {
	const n = 1_000_000
	list := make([]visit, n)
	table := make(map[int]visit, n)
	for i := range n {
		table[i] = list[i]
	}
	for name, v := range map[string]any{"slice": list, "map": table} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Render(v)
			}
		})
	}
}

// TestNumbersOfJSON has numbers as encoding/json makes them, in columns of mixed values.
func TestNumbersOfJSON(t *testing.T) {
	b := Render(map[string]any{"id": 1296269.0, "name": "x", "big": float64(1 << 53), "part": 0.25})
	for _, want := range []string{"1296269", "9007199254740992", "0.25"} {
		if !strings.Contains(b.Text(), want) {
			t.Errorf("%s is missing in\n%s", want, b.Text())
		}
	}
	if b = Render(map[string][]any{"a": {1296269.0, 1e300}}); !strings.Contains(b.Text(), "1296269") {
		t.Errorf("shown is\n%s", b.Text())
	}
}
