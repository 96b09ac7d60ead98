//go:build !cgo

package segment

// Available reports that this binary can segment.
const Available = false

func moduleDir() string { return "" }

// Open answers ErrNoSegmenter.
func Open(dir, digest string) (Segmenter, error) { return nil, ErrNoSegmenter }

// Lazy gives an opener that answers ErrNoSegmenter.
func Lazy(dir, digest string) func() (Segmenter, error) {
	return func() (Segmenter, error) { return nil, ErrNoSegmenter }
}
