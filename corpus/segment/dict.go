//go:build !dict

package segment

import "io/fs"

// embedded is the dictionary inside the binary; nil in plain builds.
var embedded fs.FS
