package source

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Bounds on a workbook.
const (
	gridColumns = 256
	gridCells   = 1 << 20
	gridText    = 32 << 20 // bytes of all cells
)

// A grid takes the cells of a workbook, sheet by sheet, row by row, and writes
// each row that holds something as a line.
type grid struct {
	s     sheet
	name  string // of the sheet
	row   int    // 1-based; 0: none is open
	cells []string
	days  bool // from 1904 instead of 1900

	count, text              int
	hidden, hiddenRows, left int
}

// begin begins a sheet.
func (g *grid) begin(name string) {
	g.end()
	g.name = name
	g.s.tables++
}

// put takes a cell by its row and column, from 0. Rows come in their order.
func (g *grid) put(row, column int, text string) error {
	if row+1 != g.row {
		g.end()
		g.row = row + 1
	}
	text = strings.TrimSpace(strings.NewReplacer("\t", " ", "\r", "", "\n", " ", "\x00", "").Replace(text))
	if text == "" {
		return nil
	}
	if column < 0 || column >= gridColumns {
		g.left++
		return nil
	}
	if g.count++; g.count > gridCells {
		return errBomb
	}
	if g.text += len(text) + column; g.text > gridText {
		return errBomb
	}
	for len(g.cells) <= column {
		g.cells = append(g.cells, "")
	}
	g.cells[column] = text
	return nil
}

// end writes the open row. One with a single cell is a line of text: a title or a
// remark.
func (g *grid) end() {
	filled, only := 0, ""
	for _, c := range g.cells {
		if c != "" {
			filled++
			only = c
		}
	}
	if filled == 0 {
		g.cells = g.cells[:0]
		return
	}
	at := g.s.b.Len()
	if at > 0 {
		at++
	}
	text, l := strings.Join(g.cells, "\t"), line{kind: TableRow, table: g.s.tables}
	if filled == 1 {
		text, l = only, line{}
	}
	g.s.add(text, l)
	g.s.parts = append(g.s.parts, partAt{at: at, name: "工作表“" + g.name + "”", row: g.row})
	g.cells = g.cells[:0]
}

// done gives the text of the workbook.
func (g *grid) done() extraction {
	g.end()
	g.s.say(g.hidden, "已略去隐藏的工作表 %d 个")
	g.s.say(g.hiddenRows, "已略去隐藏的行 %d 行")
	g.s.say(g.left, "有 %d 个单元格在第 256 列以后，没有读入")
	g.s.say(g.s.images, "表格含图片 %d 张，图片中的文字未读入")
	return g.s.done()
}

// number writes a number as people do; date says that its format is one of days.
func (g *grid) number(n float64, date bool) string {
	if date && n >= 1 && n < 2958466 {
		first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
		if g.days {
			first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		whole := math.Floor(n)
		day := first.AddDate(0, 0, int(whole))
		text := day.Format("2006年1月2日")
		if part := n - whole; part > 1e-6 {
			text += day.Add(time.Duration(math.Round(part*86400)) * time.Second).Format(" 15:04")
		}
		return text
	}
	if n == math.Trunc(n) && math.Abs(n) < 1e15 {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return strconv.FormatFloat(n, 'g', 15, 64)
}

// isDateFormat reports whether a number format shows days.
func isDateFormat(id int, code string) bool {
	switch {
	case id >= 14 && id <= 22 && id != 18 && id != 19 && id != 20 && id != 21, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return true
	case code == "":
		return false
	}
	// Colours, conditions, locales and quoted words do not count.
	for quoted, bracket, i := false, false, 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case c == '\\', c == '_':
			i++
		case bracket:
		case c == 'y', c == 'Y', c == 'd', c == 'D':
			return true
		}
	}
	return false
}

// columnName gives A, B, …, Z, AA for a column from 0.
func columnName(n int) string {
	var b []byte
	for n++; n > 0; n = (n - 1) / 26 {
		b = append([]byte{byte('A' + (n-1)%26)}, b...)
	}
	return string(b)
}

// cellPlace reads B3; column and row from 0.
func cellPlace(ref string) (row, column int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	n, err := strconv.Atoi(ref[i:])
	if i == 0 || err != nil || n < 1 || n > 1<<21 {
		return 0, 0, false
	}
	return n - 1, column - 1, true
}
