//go:build dict

package segment

import (
	"embed"
	"io/fs"
)

// The files are copied by `go generate` from the module cache and not kept in
// the repository; release builds embed them: go build -trimpath -tags dict.
//
//go:embed dict
var dictionary embed.FS

var embedded, _ = fs.Sub(dictionary, "dict")
