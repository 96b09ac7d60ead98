package source

import "io"

// Read reads a file and decides by content, not by name, what it is. name is
// used in messages only. maxBytes bounds what is read; 0: DefaultMax.
// Every error is an *Unreadable.
func Read(name string, r io.Reader, maxBytes int64) (*Text, error) { return nil, nil }

// DefaultMax bounds a file: 64 MiB.
const DefaultMax = 64 << 20

// An Unreadable says why a file could not be read as text. It is one voice for
// programs (Kind) and one for people (Reason and Next, Chinese, without a full stop).
type Unreadable struct {
	Name   string
	Kind   string // empty, binary, scan, too_large, truncated, encrypted, unsupported
	Reason string // what happened
	Next   string // what to do
}

func (u *Unreadable) Error() string { return u.Name + ": " + u.Kind }
