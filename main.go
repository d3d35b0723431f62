// Gonymede is a Go kernel for Jupyter and a course on concurrency that runs on it.
package main

import (
	"os"

	"gonymede/kernel/command"
)

func main() { os.Exit(command.Main(os.Args[1:], source)) }
