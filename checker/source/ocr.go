package source

// RecognisedPage is a page that was read by recognition.
type RecognisedPage struct {
	Page       int     // from 1
	Confidence float64 // mean of its words, 0–100; -1: the program does not say
}
