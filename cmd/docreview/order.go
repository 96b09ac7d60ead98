package main

import (
	"context"
	"iter"
	"sync"
)

// inOrder runs f for 0 … n-1 on some goroutines and yields the results in order.
// At most twice as many results as workers wait for their turn. It stops early
// when the context ends.
func inOrder[T any](ctx context.Context, n, workers int, f func(int) T) iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		workers = min(workers, n)
		if workers <= 1 {
			for i := range n {
				if ctx.Err() != nil || !yield(i, f(i)) {
					return
				}
			}
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		queue := make(chan chan T, 2*workers) // promises in input order
		slots := make(chan struct{}, workers)
		go func() {
			defer close(queue)
			for i := range n {
				select {
				case <-ctx.Done():
					return
				case slots <- struct{}{}:
				}
				promise := make(chan T, 1)
				go func() {
					promise <- f(i)
					<-slots
				}()
				select {
				case <-ctx.Done():
					return
				case queue <- promise:
				}
			}
		}()
		i := 0
		for promise := range queue {
			if !yield(i, <-promise) {
				return
			}
			i++
		}
	}
}

// async starts f; the function it returns waits for the result.
func async[T any](f func() T) func() T {
	done := make(chan T, 1)
	go func() { done <- f() }()
	return sync.OnceValue(func() T { return <-done })
}
