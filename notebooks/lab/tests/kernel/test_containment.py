"""What a native cell breaks ends that cell, or one of its goroutines, and keeps the session.

The kernel is one with native cells, and all cases run in one session, so that
each one also shows that those before it left the session whole.
"""

import queue
import time

import pytest
from jupyter_client.manager import start_new_kernel

PATIENCE = 120  # seconds; only guards against hangs


class Client:
    def __init__(self, name):
        self.manager, self.client = start_new_kernel(kernel_name=name, startup_timeout=PATIENCE)

    def start(self, code):
        return self.client.execute(code, allow_stdin=False)

    def finish(self, cell):
        """The reply of a cell, and the errors and texts that came with it."""
        errors, text, idle = [], "", False
        deadline = time.monotonic() + PATIENCE
        while not idle:
            message = self.client.get_iopub_msg(timeout=max(1, deadline - time.monotonic()))
            if message["parent_header"].get("msg_id") != cell:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "error":
                errors.append(content)
            elif kind == "stream":
                text += content["text"]
            elif kind == "execute_result":
                text += content["data"]["text/plain"]
            idle = kind == "status" and content["execution_state"] == "idle"
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == cell:
                return reply["content"], errors, text

    def run(self, code):
        return self.finish(self.start(code))

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def session(kernelspec):
    client = Client(kernelspec)
    reply, _, _ = client.run("%engine native\nkept := map[string]int{}\ntype account struct{ balance int }\nfunc (a account) show() string { return fmt.Sprint(a.balance) }\nada := account{7}")
    assert reply["status"] == "ok", reply
    yield client
    client.close()


def still_there(session):
    reply, _, text = session.run('kept["cells"]++\nfmt.Print(ada.show(), " ", kept["cells"] > 0)')
    assert (reply["status"], text) == ("ok", "7 true"), (reply, text)


# Name, code, and what is told.
BREAKING = [
    ("panic", 'panic("here")', "here"),
    ("nil dereference", "var p *account\np.balance = 1", "invalid memory address or nil pointer dereference"),
    ("index out of range", "list := []int{1}\ni := 5\nlist[i]", "index out of range [5] with length 1"),
    ("panic by go", 'go func() { panic("child") }()\ntime.Sleep(50 * time.Millisecond)', "child"),
    ("panic by wg.Go", 'var wg sync.WaitGroup\nwg.Go(func() { panic("in wg.Go") })\nwg.Wait()', "in wg.Go"),
    ("panic by AfterFunc", 'time.AfterFunc(time.Millisecond, func() { panic("in a timer") })\ntime.Sleep(100 * time.Millisecond)', "in a timer"),
    (
        "panic in an http handler's goroutine",
        """server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	go func() { panic("in a handler") }()
	time.Sleep(20 * time.Millisecond)
	fmt.Fprint(w, "served")
}))
answer, err := http.Get(server.URL)
server.Close()
if err != nil || answer.StatusCode != 200 { panic("not served") }""",
        "in a handler",
    ),
    (
        "panic in iter.Pull",
        'next, stop := iter.Pull(func(yield func(int) bool) { yield(1); panic("in a sequence") })\nnext()\nnext()\nstop()',
        "in a sequence",
    ),
    (
        "concurrent map writes",
        """m := map[int]int{}
var group sync.WaitGroup
for range 8 {
	group.Go(func() { for i := range 300000 { m[i%100] = i } })
}
group.Wait()""",
        "concurrent map writes",
    ),
    ("double unlock", "var mu sync.Mutex\nmu.Lock()\nmu.Unlock()\nmu.Unlock()", "unlock of unlocked mutex"),
    ("endless recursion", "func down(n int) int { return down(n+1) + 1 }\ndown(0)", "stack overflow"),
    ("os.Exit", "os.Exit(3)", "exit status 3"),
    ("os.Exit in a goroutine", "go os.Exit(4)\nselect {}", "exit status 4"),
    ("log.Fatal in a goroutine", 'go func() { log.Fatal("fatal words") }()\nselect {}', "exit status 1"),
    ("deadlock", "ch := make(chan int)\n<-ch", "all goroutines are asleep - deadlock!"),
    ("deadlock of a mutex", "var locked sync.Mutex\nlocked.Lock()\nlocked.Lock()", "all goroutines are asleep - deadlock!"),
]


@pytest.mark.parametrize("code,told", [c[1:] for c in BREAKING], ids=[c[0] for c in BREAKING])
def test_what_breaks_is_contained(session, code, told):
    reply, errors, _ = session.run(code)
    assert reply["status"] == "error", reply
    assert any(told in e["evalue"] + "\n".join(e["traceback"]) for e in errors), errors
    print(errors[0]["ename"], "|", errors[0]["evalue"])
    still_there(session)


# Name, code, and whether its goroutine can be ended.
ENDLESS = [
    ("for {}", "for {\n}", True),
    ("for { x++ } under a deferred unlock", "var mu sync.Mutex\nfunc spin() { x := 0; mu.Lock(); defer mu.Unlock(); for { x++ } }\nspin()", True),
    ("recursion", "func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }\nfib(80)", True),
    ("channel receive", "waiting := make(chan int)\ngo func() { for { time.Sleep(time.Hour) } }()\n<-waiting", True),
    ("select", "select {\ncase <-time.After(time.Hour):\n}", True),
    ("wg.Wait()", "var never sync.WaitGroup\nnever.Add(1)\ntime.AfterFunc(time.Hour, never.Done)\nnever.Wait()", False),
    ("regexp on a huge string", 'huge := strings.Repeat("aaaaaaaaab", 200000)\npattern := regexp.MustCompile("(a+)*c$")\nfor { pattern.FindStringIndex(huge) }', True),
    ("sorting 10 M", "numbers := rand.Perm(10_000_000)\nfor { rand.Shuffle(len(numbers), func(i, j int) { numbers[i], numbers[j] = numbers[j], numbers[i] }); sort.Ints(numbers) }", True),
    ("time.Sleep", "time.Sleep(time.Hour)", True),
    ("a loop with recover", "func try() { defer func() { recover() }(); time.Sleep(time.Millisecond) }\nfor { try() }", True),
]


@pytest.mark.parametrize("code,ends", [c[1:] for c in ENDLESS], ids=[c[0] for c in ENDLESS])
def test_interrupt_ends_the_cell(session, code, ends):
    cell = session.start('fmt.Println("started")\n' + code)
    seen = ""
    while "started" not in seen:
        message = session.client.get_iopub_msg(timeout=PATIENCE)
        if message["msg_type"] == "stream":
            seen += message["content"]["text"]
    time.sleep(0.3)  # it is in its loop
    before = time.monotonic()
    session.manager.interrupt_kernel()
    reply, errors, _ = session.finish(cell)
    took = time.monotonic() - before
    assert reply["status"] == "error" and "nterrupt" in reply["ename"], reply
    left = "left behind" in "\n".join(reply["traceback"])
    print("left behind" if left else "ended", f"{1e3 * took:.1f} ms")
    assert left != ends, reply["traceback"]
    still_there(session)


def test_unlock_was_deferred(session):
    """The mutex that the interrupted loop held is free again."""
    reply, _, text = session.run("fmt.Print(mu.TryLock())")
    assert (reply["status"], text) == ("ok", "true")


def test_interrupt_leaves_earlier_cells(session):
    assert session.run("ticks := make(chan int)\ngo func() { for i := 0; ; i++ { ticks <- i } }()\n<-ticks")[0]["status"] == "ok"
    cell = session.start('fmt.Println("started")\nfor { }')
    time.sleep(0.5)
    session.manager.interrupt_kernel()
    assert session.finish(cell)[0]["status"] == "error"
    reply, _, text = session.run("<-ticks")
    assert reply["status"] == "ok" and int(text) >= 1, (reply, text)


def test_late_panic_belongs_to_its_cell(session):
    cell = session.start('go func() { time.Sleep(300 * time.Millisecond); panic("late words") }()')
    assert session.finish(cell)[0]["status"] == "ok"
    while True:
        try:
            message = session.client.get_iopub_msg(timeout=PATIENCE)
        except queue.Empty:
            pytest.fail("the panic was not told")
        if message["msg_type"] == "error":
            break
    assert message["parent_header"]["msg_id"] == cell
    assert "late words" in message["content"]["evalue"]
