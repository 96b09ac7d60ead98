package main

import (
	"io"

	"docreview/checker"
	"docreview/checker/source"
)

// originals reads a reviewed file again, for the format that writes into it.
// Standard input can be read only once: it gives nothing.
func originals(jobs []job) func(r *checker.Report) ([]byte, error) {
	return func(r *checker.Report) ([]byte, error) {
		for _, j := range jobs {
			if j.name != r.File || j.err != nil {
				continue
			}
			f, err := j.open()
			if err != nil {
				return nil, err
			}
			defer f.Close()
			return io.ReadAll(io.LimitReader(f, source.DefaultMax))
		}
		return nil, nil
	}
}
