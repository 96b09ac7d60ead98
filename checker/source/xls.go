package source

import (
	"encoding/binary"
	"math"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// extractXLS takes the cells out of a workbook of Excel 97–2003 (MS-XLS, BIFF8),
// which .et of WPS is too.
func extractXLS(c *compound) (extraction, error) {
	data, err := c.stream("Workbook")
	if err != nil {
		return extraction{}, err
	}
	x := &xls{b: data, codes: map[int]string{}}
	x.g.s.encoding = "utf-16le"
	if err := x.globals(); err != nil {
		return extraction{}, err
	}
	for _, s := range x.sheets {
		if s.hidden {
			x.g.hidden++
			continue
		}
		if s.kind != 0 {
			continue // a chart or a macro
		}
		if s.at < 0 || s.at >= len(data) {
			return extraction{}, errOLE
		}
		x.g.begin(s.name)
		if err := x.sheet(s.at); err != nil {
			return extraction{}, err
		}
	}
	return x.g.done(), nil
}

type xls struct {
	b       []byte
	g       grid
	sheets  []xlsSheet
	strings []string
	codes   map[int]string // number formats
	dates   []bool         // by format of a cell
	formats []int          // number format of each format of a cell
}

type xlsSheet struct {
	name   string
	at     int
	kind   byte
	hidden bool
}

// Records of BIFF8 that are read.
const (
	xlsFormula  = 0x0006
	xlsEOF      = 0x000A
	xls1904     = 0x0022
	xlsPassword = 0x002F
	xlsContinue = 0x003C
	xlsSheetAt  = 0x0085
	xlsMulRK    = 0x00BD
	xlsXF       = 0x00E0
	xlsSST      = 0x00FC
	xlsLabelSST = 0x00FD
	xlsNumber   = 0x0203
	xlsLabel    = 0x0204
	xlsBool     = 0x0205
	xlsResult   = 0x0207
	xlsRow      = 0x0208
	xlsRK       = 0x027E
	xlsFormat   = 0x041E
	xlsBOF      = 0x0809
)

// record gives the record at a place and the place behind it; ok is false at the end.
func (x *xls) record(at int) (id int, body []byte, next int, ok bool) {
	if at < 0 || at+4 > len(x.b) {
		return 0, nil, 0, false
	}
	id = int(binary.LittleEndian.Uint16(x.b[at:]))
	n := int(binary.LittleEndian.Uint16(x.b[at+2:]))
	if at+4+n > len(x.b) {
		return 0, nil, 0, false
	}
	return id, x.b[at+4 : at+4+n], at + 4 + n, true
}

// globals reads what holds for the whole workbook.
func (x *xls) globals() error {
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	id, body, at, ok := x.record(0)
	if !ok || id != xlsBOF || len(body) < 4 {
		return errOLE
	}
	if u16(body) != 0x0600 {
		return &Unreadable{Kind: "unsupported", Reason: "这是 Excel 5.0/95 的表格，格式太旧，不能读取", Next: "请用 Excel、WPS 打开，另存为 .xlsx 后再查"}
	}
	for {
		if id, body, at, ok = x.record(at); !ok {
			return errOLE
		}
		switch {
		case id == xlsEOF:
			for _, f := range x.formats {
				x.dates = append(x.dates, isDateFormat(f, x.codes[f]))
			}
			return nil
		case id == xlsPassword:
			return errSecret
		case id == xls1904 && len(body) >= 2:
			x.g.days = u16(body) == 1
		case id == xlsXF && len(body) >= 4 && len(x.formats) < 1<<16:
			x.formats = append(x.formats, int(u16(body[2:])))
		case id == xlsFormat && len(body) >= 5:
			s, _ := xlsString(body[2:], 2)
			x.codes[int(u16(body))] = s
		case id == xlsSheetAt && len(body) >= 8:
			s, _ := xlsString(body[6:], 1)
			x.sheets = append(x.sheets, xlsSheet{s, int(u32(body)), body[5], body[4]&3 != 0})
		case id == xlsSST:
			parts := [][]byte{body}
			for {
				more, b, next, ok := x.record(at)
				if !ok || more != xlsContinue {
					break
				}
				parts, at = append(parts, b), next
			}
			if err := x.shared(parts); err != nil {
				return err
			}
		}
	}
}

// xlsString reads a string whose length takes n bytes; used is how many bytes it
// takes without its formatting.
func xlsString(b []byte, n int) (s string, used int) {
	if len(b) < n+1 {
		return "", len(b)
	}
	count := int(b[0])
	if n == 2 {
		count = int(binary.LittleEndian.Uint16(b))
	}
	flags := b[n]
	b = b[n+1:]
	used = n + 1
	if flags&8 != 0 && len(b) >= 2 {
		b, used = b[2:], used+2
	}
	if flags&4 != 0 && len(b) >= 4 {
		b, used = b[4:], used+4
	}
	if flags&1 == 0 {
		count = min(count, len(b))
		return narrowText(b[:count]), used + count
	}
	count = min(count, len(b)/2)
	return wideText(b[:2*count]), used + 2*count
}

func narrowText(b []byte) string {
	out := make([]rune, len(b))
	for i, c := range b {
		out[i] = charmap.ISO8859_1.DecodeByte(c)
	}
	return string(out)
}

func wideText(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// shared reads the words that cells refer to. A string may go on in the next
// record, which then says anew how wide its characters are.
func (x *xls) shared(parts [][]byte) error {
	r := &xlsParts{parts: parts}
	r.uint(4)
	n := r.uint(4)
	size := 0
	for i := 0; i < n && !r.end(); i++ {
		count, flags := r.uint(2), r.uint(1)
		runs, phonetic := 0, 0
		if flags&8 != 0 {
			runs = r.uint(2)
		}
		if flags&4 != 0 {
			phonetic = r.uint(4)
		}
		var units []uint16
		for wide := flags&1 != 0; count > 0 && !r.end(); count-- {
			if r.edge() {
				wide = r.uint(1)&1 != 0
			}
			if wide {
				units = append(units, uint16(r.uint(2)))
			} else {
				units = append(units, uint16(r.uint(1)))
			}
		}
		if count > 0 || r.broken {
			return errOLE
		}
		r.skip(4*runs + phonetic)
		s := string(utf16.Decode(units))
		if size += len(s); size > gridText || len(x.strings) > gridCells {
			return errBomb
		}
		x.strings = append(x.strings, s)
	}
	return nil
}

// xlsParts reads through the records of one thing.
type xlsParts struct {
	parts  [][]byte
	begun  bool // something of the first part was read
	broken bool
}

func (r *xlsParts) end() bool {
	for len(r.parts) > 0 && len(r.parts[0]) == 0 {
		if len(r.parts) == 1 {
			return true
		}
		if len(r.parts[1]) > 0 {
			return false
		}
		r.parts = r.parts[1:]
	}
	return len(r.parts) == 0
}

// edge moves on to the next record at the end of one.
func (r *xlsParts) edge() bool {
	if len(r.parts) > 1 && len(r.parts[0]) == 0 {
		r.parts = r.parts[1:]
		return true
	}
	return false
}

func (r *xlsParts) uint(n int) (v int) {
	for i := range n {
		for len(r.parts) > 0 && len(r.parts[0]) == 0 {
			r.parts = r.parts[1:]
		}
		if len(r.parts) == 0 {
			r.broken = true
			return 0
		}
		v |= int(r.parts[0][0]) << (8 * i)
		r.parts[0] = r.parts[0][1:]
	}
	return v
}

func (r *xlsParts) skip(n int) {
	for n > 0 && len(r.parts) > 0 {
		k := min(n, len(r.parts[0]))
		r.parts[0] = r.parts[0][k:]
		if n -= k; n > 0 {
			r.parts = r.parts[1:]
		}
	}
}

// sheet reads the cells of a sheet. They come row by row.
func (x *xls) sheet(at int) error {
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	id, _, at, ok := x.record(at)
	if !ok || id != xlsBOF {
		return errOLE
	}
	veiled := map[int]bool{}
	formulaRow, formulaColumn := -1, -1
	depth := 1
	last := 0
	put := func(row, column int, s string) error {
		if veiled[row] {
			return nil
		}
		if row < last {
			return errOLE // rows that step back: nothing writes so
		}
		last = row
		return x.g.put(row, column, s)
	}
	for {
		id, body, next, ok := x.record(at)
		if !ok {
			return errOLE
		}
		at = next
		if id == xlsBOF {
			depth++ // a chart in the sheet
		}
		if id == xlsEOF {
			if depth--; depth == 0 {
				return nil
			}
		}
		if depth > 1 || len(body) < 4 {
			continue
		}
		row, column := int(u16(body)), int(u16(body[2:]))
		var err error
		switch {
		case id == xlsRow && len(body) >= 16:
			if u32(body[12:])&0x20 != 0 {
				veiled[row] = true
				x.g.hiddenRows++
			}
		case id == xlsLabelSST && len(body) >= 10:
			i := u32(body[6:])
			if int64(i) >= int64(len(x.strings)) {
				return errOLE
			}
			err = put(row, column, x.strings[i])
		case id == xlsLabel && len(body) >= 9:
			s, _ := xlsString(body[6:], 2)
			err = put(row, column, s)
		case id == xlsNumber && len(body) >= 14:
			err = put(row, column, x.value(math.Float64frombits(binary.LittleEndian.Uint64(body[6:])), u16(body[4:])))
		case id == xlsRK && len(body) >= 10:
			err = put(row, column, x.value(rkNumber(u32(body[6:])), u16(body[4:])))
		case id == xlsMulRK && len(body) >= 6:
			for i := 4; i+6 <= len(body)-2 && err == nil; i += 6 {
				err = put(row, column+(i-4)/6, x.value(rkNumber(u32(body[i+2:])), u16(body[i:])))
			}
		case id == xlsBool && len(body) >= 8 && body[7] == 0:
			s := "否"
			if body[6] != 0 {
				s = "是"
			}
			err = put(row, column, s)
		case id == xlsFormula && len(body) >= 14:
			if u16(body[12:]) != 0xFFFF {
				err = put(row, column, x.value(math.Float64frombits(binary.LittleEndian.Uint64(body[6:])), u16(body[4:])))
			} else if body[6] == 0 {
				formulaRow, formulaColumn = row, column // its words follow
			}
		case id == xlsResult && formulaRow >= 0:
			s, _ := xlsString(body, 2)
			err = put(formulaRow, formulaColumn, s)
			formulaRow = -1
		}
		if err != nil {
			return err
		}
	}
}

// value writes a number in the format of its cell.
func (x *xls) value(n float64, format uint16) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return ""
	}
	return x.g.number(n, int(format) < len(x.dates) && x.dates[format])
}

// rkNumber reads a number that was packed into four bytes.
func rkNumber(rk uint32) float64 {
	n := 0.0
	if rk&2 != 0 {
		n = float64(int32(rk) >> 2)
	} else {
		n = math.Float64frombits(uint64(rk&^3) << 32)
	}
	if rk&1 != 0 {
		n /= 100
	}
	return n
}
