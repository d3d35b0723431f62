package spelling

import "testing"

func TestClosest(t *testing.T) {
	names := []string{"Println", "Printf", "Sprint", "count", "get", "who", "x"}
	for name, want := range map[string]string{
		"Pritnln": "Println",
		"println": "Println",
		"coutn":   "count",
		"gte":     "get",
		"whos":    "who",
		"who":     "", // itself, and nothing else is near
		"y":       "", // one letter of one is nothing in common
		"zebra":   "",
		"":        "",
	} {
		if got := Closest(name, names); got != want {
			t.Errorf("Closest(%q) = %q, want %q", name, got, want)
		}
	}
}
