package wire

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDatesParseLeniently(t *testing.T) {
	at := time.Date(2024, 5, 6, 7, 8, 9, 123456000, time.UTC)
	for raw, want := range map[string]time.Time{
		`"2024-05-06T07:08:09.123456Z"`:      at,
		`"2024-05-06T07:08:09.123456+00:00"`: at,
		`"2024-05-06T09:08:09.123456+0200"`:  at,
		`"2024-05-06T07:08:09.123456"`:       at,
		`"2024-05-06 07:08:09.123456"`:       at,
		`"2024-05-06T07:08:09Z"`:             at.Truncate(time.Second),
		`"2024-05-06T07:08:09"`:              at.Truncate(time.Second),
		`""`:                                 {},
		`"yesterday"`:                        {},
		`null`:                               {},
		`1714979289`:                         {},
		`{"$date":1}`:                        {},
	} {
		var h Header
		if err := json.Unmarshal([]byte(`{"msg_type":"x","date":`+raw+`}`), &h); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		if !h.Date.Equal(want) {
			t.Errorf("%s is %v, want %v", raw, h.Date, want)
		}
	}
}

func TestDateAsWritten(t *testing.T) {
	at := time.Date(2024, 5, 6, 9, 8, 9, 120000999, time.FixedZone("", 7200))
	if b, err := json.Marshal(Date{at}); err != nil || string(b) != `"2024-05-06T07:08:09.120000Z"` {
		t.Errorf("got %s, %v", b, err)
	}
}
