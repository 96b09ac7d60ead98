//go:build !race

package main

// racing: see the file for the race detector.
const racing = false
