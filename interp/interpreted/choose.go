package interpreted

import (
	"reflect"
	"runtime"
)

// arm is a clause of a select that sends or receives.
type arm struct {
	reflect.SelectCase
	into []reflect.Value // variables for what was received: the value, and ok
}

// send is the clause that sends what value points to.
func (h *host) send(ch, value any) arm {
	return arm{SelectCase: reflect.SelectCase{Dir: reflect.SelectSend, Chan: reflect.ValueOf(ch), Send: reflect.ValueOf(value).Elem()}}
}

// receive is the clause that receives into the variables that into points to:
// none, one for the value, or one more that says whether it was sent.
func (h *host) receive(ch any, into ...any) arm {
	a := arm{SelectCase: reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(ch)}}
	for _, v := range into {
		a.into = append(a.into, reflect.ValueOf(v).Elem())
	}
	return a
}

// choose is the select statement. It returns which clause was chosen; otherwise
// is the number of the default clause, -1 where there is none. An interrupt of
// the cell ends the goroutine.
func (h *host) choose(otherwise int, arms ...arm) int {
	cases := make([]reflect.SelectCase, 0, len(arms)+2)
	for _, a := range arms {
		cases = append(cases, a.SelectCase)
	}
	stopped := -1
	if r := h.running(); r != nil {
		stopped = len(cases)
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(r.stopped)})
	}
	if otherwise >= 0 {
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectDefault})
	}
	chosen, value, ok := reflect.Select(cases)
	switch {
	case chosen == stopped:
		runtime.Goexit()
	case chosen >= len(arms):
		return otherwise
	}
	for i, variable := range arms[chosen].into {
		if i == 0 {
			variable.Set(value)
		} else {
			variable.SetBool(ok)
		}
	}
	if otherwise >= 0 && chosen >= otherwise {
		return chosen + 1 // the default clause comes before it
	}
	return chosen
}
