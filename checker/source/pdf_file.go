package source

import (
	"bytes"
	"strconv"
)

// pdfFile is a PDF file with its objects by number. The table of places in the
// file is not trusted: objects are found by looking for them, so that files that
// were cut off or repaired badly are read as far as they go.
type pdfFile struct {
	data    []byte
	at      map[int]int // offset behind 「N G obj」, the last one of each number
	packed  map[int]any // objects out of object streams
	cache   map[int]any
	open    map[int]bool // being read: a file may refer in circles
	trailer pdfDict
	crypt   *pdfCrypt

	unpacked int
	bomb     bool
	damaged  bool // the last stream that was unpacked ends before its time
}

// openPDF finds the objects of a file.
func openPDF(data []byte) (*pdfFile, error) {
	f := &pdfFile{data: data, at: map[int]int{}, packed: map[int]any{}, cache: map[int]any{}, open: map[int]bool{}, trailer: pdfDict{}}
	f.scan()
	f.trailers()
	if f.trailer["Encrypt"] != nil {
		c, err := f.openCrypt()
		if err != nil {
			return nil, err
		}
		f.crypt = c
		clear(f.cache)
	}
	f.unpack()
	if f.dict(f.trailer["Root"]) == nil {
		f.findRoot()
	}
	if f.dict(f.trailer["Root"]) == nil {
		return nil, errPDF
	}
	return f, nil
}

// scan notes where objects begin.
func (f *pdfFile) scan() {
	for from := 0; ; {
		i := bytes.Index(f.data[from:], []byte("obj"))
		if i < 0 {
			return
		}
		i += from
		from = i + 3
		p := i
		back := func(ok func(byte) bool) (n int) {
			for p > 0 && ok(f.data[p-1]) && n < 20 {
				p--
				n++
			}
			return n
		}
		digit := func(c byte) bool { return c >= '0' && c <= '9' }
		if back(isPDFSpace); back(digit) == 0 || back(isPDFSpace) == 0 {
			continue
		}
		end := p
		if n := back(digit); n == 0 || n > 9 {
			continue
		}
		num, err := strconv.Atoi(string(f.data[p:end]))
		if err == nil {
			f.at[num] = i + 3
		}
	}
}

// trailers takes the entries of all trailers; the last one wins.
func (f *pdfFile) trailers() {
	take := func(d pdfDict) {
		for _, k := range [...]string{"Root", "Encrypt", "ID"} {
			if d[k] != nil {
				f.trailer[k] = d[k]
			}
		}
	}
	for from := 0; ; {
		i := bytes.Index(f.data[from:], []byte("trailer"))
		if i < 0 {
			break
		}
		from += i + 7
		if d, ok := (&pdfLexer{b: f.data, pos: from}).next().(pdfDict); ok {
			take(d)
		}
	}
	for _, num := range f.holding("/XRef") {
		if s, ok := f.get(pdfRef(num)).(*pdfStream); ok && s.pdfDict["Type"] == pdfName("XRef") {
			take(s.pdfDict)
		}
	}
}

// holding gives, in the order of the file, the numbers of the objects whose bytes
// hold a word near their beginning.
func (f *pdfFile) holding(word string) (nums []int) {
	for from, n := 0, 0; n < 1<<16; n++ {
		i := bytes.Index(f.data[from:], []byte(word))
		if i < 0 {
			break
		}
		i += from
		from = i + len(word)
		j := bytes.LastIndex(f.data[max(0, i-2000):i], []byte("obj"))
		if j < 0 {
			continue
		}
		j += max(0, i-2000) + 3
		back := f.data[max(0, j-30) : j-3]
		fields := bytes.Fields(back)
		if n := len(fields); n >= 2 {
			if num, err := strconv.Atoi(string(fields[n-2])); err == nil && f.at[num] == j {
				nums = append(nums, num)
			}
		}
	}
	return nums
}

// unpack reads the object streams. An object that stands behind its stream in the
// file is a newer version and stays.
func (f *pdfFile) unpack() {
	for _, num := range f.holding("/ObjStm") {
		s, ok := f.get(pdfRef(num)).(*pdfStream)
		if !ok || s.pdfDict["Type"] != pdfName("ObjStm") {
			continue
		}
		b, _ := f.decode(s)
		first, n := f.int(s.pdfDict["First"], 0), f.int(s.pdfDict["N"], 0)
		head := &pdfLexer{b: b}
		for range min(n, len(b)) {
			id, ok1 := head.next().(float64)
			at, ok2 := head.next().(float64)
			if !ok1 || !ok2 || first+int(at) >= len(b) || int(at) < 0 || first < 0 {
				break
			}
			if f.at[int(id)] > f.at[num] {
				continue
			}
			f.packed[int(id)] = (&pdfLexer{b: b, pos: first + int(at)}).next()
			delete(f.at, int(id))
			delete(f.cache, int(id))
		}
	}
}

// findRoot looks for the catalogue when no trailer names it.
func (f *pdfFile) findRoot() {
	best := -1
	for _, num := range f.holding("/Catalog") {
		best = num
	}
	for num, v := range f.packed {
		if d, ok := v.(pdfDict); ok && d["Type"] == pdfName("Catalog") && num > best {
			best = num
		}
	}
	if best >= 0 {
		f.trailer["Root"] = pdfRef(best)
	}
}

// get follows references.
func (f *pdfFile) get(v any) any {
	for range 20 {
		ref, ok := v.(pdfRef)
		if !ok {
			return v
		}
		v = f.object(int(ref))
	}
	return nil
}

func (f *pdfFile) object(num int) any {
	if v, ok := f.packed[num]; ok {
		return v
	}
	if v, ok := f.cache[num]; ok {
		return v
	}
	at, ok := f.at[num]
	if !ok || f.open[num] {
		return nil
	}
	f.open[num] = true
	defer delete(f.open, num)
	l := &pdfLexer{b: f.data, pos: at}
	v := l.next()
	if d, ok := v.(pdfDict); ok {
		l.space()
		if bytes.HasPrefix(f.data[l.pos:], []byte("stream")) {
			from := l.pos + 6
			if from < len(f.data) && f.data[from] == '\r' {
				from++
			}
			if from < len(f.data) && f.data[from] == '\n' {
				from++
			}
			v = &pdfStream{d, f.data[from:f.streamEnd(from, f.int(d["Length"], -1))], num}
		}
	}
	if f.crypt != nil {
		v = f.crypt.object(num, v)
	}
	f.cache[num] = v
	return v
}

// streamEnd gives where a stream ends: where its length says, if that is true.
func (f *pdfFile) streamEnd(from, length int) int {
	if from > len(f.data) {
		return len(f.data)
	}
	if length >= 0 && length <= len(f.data)-from {
		l := pdfLexer{b: f.data, pos: from + length}
		l.space()
		if bytes.HasPrefix(f.data[l.pos:], []byte("endstream")) || bytes.HasPrefix(f.data[l.pos:], []byte("endobj")) {
			return from + length
		}
	}
	if i := bytes.Index(f.data[from:], []byte("endstream")); i >= 0 {
		return from + i
	}
	return len(f.data)
}

// dict gives a dictionary, also that of a stream; nil: it is none.
func (f *pdfFile) dict(v any) pdfDict {
	switch v := f.get(v).(type) {
	case pdfDict:
		return v
	case *pdfStream:
		return v.pdfDict
	}
	return nil
}

func (f *pdfFile) array(v any) pdfArray {
	a, _ := f.get(v).(pdfArray)
	return a
}

func (f *pdfFile) name(v any) string {
	n, _ := f.get(v).(pdfName)
	return string(n)
}

func (f *pdfFile) number(v any, otherwise float64) float64 {
	if n, ok := f.get(v).(float64); ok {
		return n
	}
	return otherwise
}

func (f *pdfFile) int(v any, otherwise int) int { return int(f.number(v, float64(otherwise))) }
