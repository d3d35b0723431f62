// Package kernel is the Jupyter side of Gonymede: a server that speaks the
// Jupyter messaging protocol 5.5 on five sockets, and hands the cells to an
// engine process. It knows nothing of Go source.
//
// # From the sockets to the engine and back
//
//	shell ───▶ recv ─┬─▶ prompt answers (kernel_info, complete, inspect, …)
//	control ─▶ recv ─┘
//	shell ───▶ recv ───▶ queue ─▶ shell goroutine ─▶ cell goroutine ─▶ Supervisor
//	stdin ───▶ recv ─────────────────────────────────────────────────▶ Supervisor
//	iopub ◀── publisher ◀── output (the Supervisor's sink)
//
// A request that needs no cell is answered at once, also while a cell runs:
// completion must not wait for a loop of ten minutes. What changes the session
// keeps its order: execute requests run one after the other, and a comm
// message reaches the engine behind the execute requests that came before it.
//
// Every request is surrounded by the status messages busy and idle, which have
// it as their parent. Front ends such as JupyterLab show the last status they
// saw, whoever its parent is. So where a request was answered while a cell
// runs, its idle is followed by one more busy of that cell.
//
// # Which engine
//
// Where a native engine was built (see [Native]), it runs the cells. Where it
// can be built, the interpreted one answers questions about code, and the first
// cell builds the native one, shows how far that is, and then runs in it; an
// interrupt of that cell makes the session an interpreted one. Everywhere else
// the interpreted engine runs the cells. [EngineMode] changes that.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html
package kernel
