//go:build cgo

package segment

import (
	"path/filepath"
	"sync"

	"github.com/yanyiwu/gojieba"
)

// Available reports that this binary can segment.
const Available = true

func moduleDir() string { return gojieba.DICT_DIR }

// jieba is the engine with one dictionary. Cutting only reads; several
// goroutines may share it.
type jieba struct{ x *gojieba.Jieba }

// Open loads the dictionary in dir, which takes most of a second and 150 MB.
// digest is what CopyTo gave; a changed file is a *DictionaryError.
func Open(dir, digest string) (Segmenter, error) {
	if err := verify(dir, digest); err != nil {
		return nil, err
	}
	var paths []string
	for _, n := range files {
		paths = append(paths, filepath.Join(dir, n))
	}
	return &jieba{gojieba.NewJieba(paths...)}, nil
}

func (j *jieba) Words(text string) []string {
	var out []string
	pieces(text, func(p string) { out = append(out, j.x.CutForSearch(p, true)...) })
	return out
}

// Lazy gives an opener that loads the dictionary at the first call.
func Lazy(dir, digest string) func() (Segmenter, error) {
	return sync.OnceValues(func() (Segmenter, error) { return Open(dir, digest) })
}
