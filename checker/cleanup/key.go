package cleanup

import "docreview/corpus/law"

// key is law.TitleKey: one key for all spellings of a title.
func key(title string) string { return law.TitleKey(title) }
