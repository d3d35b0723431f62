package engine

import "testing"

func TestParseStat(t *testing.T) {
	const rest = "123 456 456 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 9 9"
	for _, test := range []struct {
		stat string
		want status
		ok   bool
	}{
		{"7 (sh) S " + rest, status{process{7, 987654}, 123, 456, false}, true},
		{"7 (a) Z 1 (b) ) Z " + rest, status{process{7, 987654}, 123, 456, true}, true},
		{"7 (sh) S 1 2", status{}, false},
		{"", status{}, false},
	} {
		if got, ok := parseStat(7, test.stat); got != test.want || ok != test.ok {
			t.Errorf("parseStat(%q) = %+v, %v, want %+v, %v", test.stat, got, ok, test.want, test.ok)
		}
	}
}
