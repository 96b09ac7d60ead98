package batch

import (
	"context"
	"errors"
	"sync"
)

// What one unit may hold: a kill loses at most the units in hand.
const (
	unitDocs  = 64
	unitBytes = 1 << 20
)

// Pool is the Dispatcher of one process: some goroutines that take units in the
// order of the manifest.
type Pool struct {
	Workers int // below 1: one
	// Progress hears what was done; nil: nobody listens. It is called from one
	// goroutine at a time.
	Progress func(Progress)

	batch string
	m     *Manifest
}

// Progress is how far a run has come.
type Progress struct {
	Docs, Total     int   // documents of this run: done, all
	Bytes, AllBytes int64 // their sizes
}

// Submit announces the work.
func (p *Pool) Submit(_ context.Context, batch string, m *Manifest) error {
	p.batch, p.m = batch, m
	return nil
}

// Run hands out what the sink misses. A context that ends is an error; what was in
// hand then is lost.
func (p *Pool) Run(ctx context.Context, h Handler, to Sink) error {
	if p.m == nil {
		return errors.New("run before submit")
	}
	var missing []DocRef
	pr := Progress{}
	for d, err := range to.Missing(ctx, p.batch) {
		if err != nil {
			return err
		}
		missing = append(missing, d)
		pr.AllBytes += d.Size
	}
	pr.Total = len(missing)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	units := make(chan Unit)
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range max(1, p.Workers) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for u := range units {
				rs, err := h(ctx, u)
				if err == nil && ctx.Err() == nil {
					err = to.Put(ctx, u, rs)
				}
				if err != nil {
					cancel(err)
					continue
				}
				mu.Lock()
				pr.Docs += len(u.Docs)
				for _, d := range u.Docs {
					pr.Bytes += d.Size
				}
				if p.Progress != nil && ctx.Err() == nil {
					p.Progress(pr)
				}
				mu.Unlock()
			}
		}()
	}
	for seq, u := range cut(missing) {
		select {
		case units <- Unit{Batch: p.batch, Seq: seq, Docs: u}:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
	}
	close(units)
	wg.Wait()
	if ctx.Err() != nil {
		return stopped(ctx)
	}
	return nil
}

// cut makes units of the documents.
func cut(docs []DocRef) [][]DocRef {
	var out [][]DocRef
	from, size := 0, int64(0)
	for i, d := range docs {
		if i > from && (i-from >= unitDocs || size+d.Size > unitBytes) {
			out = append(out, docs[from:i])
			from, size = i, 0
		}
		size += d.Size
	}
	if from < len(docs) {
		out = append(out, docs[from:])
	}
	return out
}
