package cleanup

// Presets are the topics that campaigns have had, in the order in which they are listed.
func Presets() []*Topic { return nil }
