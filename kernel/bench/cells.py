"""The cells of the benchmark, in each language that it knows.

A language's cells do the same work in its own ordinary words.
"""

LINES = 200_000
GOROUTINES = 8
DISPLAYS = 5_000
MEGABYTES = 10
INPUTS = 20

CELLS = {
    "go": {
        "trivial": "1+1",
        "complete": "strings.Has",
        "completion": "HasPrefix",
        "lines": f'for i := 0; i < {LINES}; i++ {{ fmt.Println("line", i) }}',
        "parallel lines": f"""var wg sync.WaitGroup
for g := 0; g < {GOROUTINES}; g++ {{
	wg.Add(1)
	go func() {{
		defer wg.Done()
		for i := 0; i < {LINES // GOROUTINES}; i++ {{ fmt.Println("line", i) }}
	}}()
}}
wg.Wait()""",
        "displays": f'for i := 0; i < {DISPLAYS}; i++ {{ display.Show(display.HTML("<b>bold</b>")) }}',
        "bytes": f'fmt.Print(strings.Repeat(strings.Repeat("x", 99)+"\\n", {MEGABYTES * 10_000}))',
        "inputs": f"""for i := 0; i < {INPUTS}; i++ {{
	var name string
	fmt.Scanln(&name)
}}""",
        "busy": "for {\n}",
    },
    "python": {
        "trivial": "1+1",
        "complete": "import os\nos.pa",
        "completion": "path",
        "lines": f'for i in range({LINES}): print("line", i)',
        "parallel lines": f"""import threading
def printing():
    for i in range({LINES // GOROUTINES}): print("line", i)
threads = [threading.Thread(target=printing) for _ in range({GOROUTINES})]
for t in threads: t.start()
for t in threads: t.join()""",
        "displays": f"""from IPython.display import HTML, display
for _ in range({DISPLAYS}): display(HTML("<b>bold</b>"))""",
        "bytes": f'print(("x" * 99 + "\\n") * {MEGABYTES * 10_000}, end="")',
        "inputs": f"for _ in range({INPUTS}): input()",
        "busy": "while True: pass",
    },
}
