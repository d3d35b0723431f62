// Package kerneltest is a front end for tests: it speaks to a kernel over
// ZeroMQ as Jupyter does, and asserts the exact order of what comes back.
//
// Its own tests are the kernel's suite. They run against a kernel in this
// process whose engine is scripted (package fakeengine), and against the real
// program, built once.
package kerneltest
