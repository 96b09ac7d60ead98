//go:build race

package main

// racing: the race detector takes several times the memory and the time of the
// program itself, so bounds on them mean nothing.
const racing = true
