package source

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// decoded is the text of a file with what is known of its bytes.
type decoded struct {
	text     string // valid UTF-8 without a byte order mark
	encoding string
	base     int    // offset in the file of the first byte of text; -1: no such way back
	note     string // Chinese; damage that was passed over
}

// sniffLength is how many bytes decide between GB18030 and Big5.
const sniffLength = 8 << 10

// decode finds the encoding: a byte order mark, then valid UTF-8, then UTF-16 by
// its high bytes, then GB18030 or Big5, whichever gives commoner Chinese. A
// charset named inside an HTML page breaks a tie only, because pages lie. ok is
// false when nothing gives readable text.
func decode(data []byte) (d decoded, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		if d, ok := decodeUTF8(data[3:]); ok {
			d.encoding, d.base = "utf-8-bom", d.base+3
			if d.note != "" {
				d.base = -1
			}
			return d, true
		}
		return decoded{}, false
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return decodeUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return decodeUTF16(data[2:], binary.BigEndian)
	case bytes.HasPrefix(data, []byte{0x84, 0x31, 0x95, 0x33}):
		return decodeChinese(data[4:], simplifiedchinese.GB18030, "gb18030")
	}
	if order := guessUTF16(data); order != nil {
		if d, ok := decodeUTF16(data, order); ok {
			return d, true
		}
	}
	if d, ok := decodeUTF8(data); ok && !byAccident(d.text) {
		return d, true
	}
	gb, gbScore := sniff(data, simplifiedchinese.GB18030)
	big, bigScore := sniff(data, traditionalchinese.Big5)
	if gbScore == bigScore && namesBig5(data) {
		gbScore--
	}
	if bigScore > gbScore {
		if big {
			return decodeChinese(data, traditionalchinese.Big5, "big5")
		}
		return decoded{}, false
	}
	if gb {
		return decodeChinese(data, simplifiedchinese.GB18030, "gb18030")
	}
	return decoded{}, false
}

// byAccident reports whether text is valid UTF-8 without being meant so: a few
// words in GBK, 「通知」 among them, happen to be. They give letters of scripts
// between Latin and the signs, and decode to common Chinese.
func byAccident(text string) bool {
	other := false
	for _, r := range text {
		if r >= 0x2000 {
			return false
		}
		other = other || r >= 0x80
	}
	if !other || len(text) > sniffLength {
		return false
	}
	_, score := sniff([]byte(text), simplifiedchinese.GB18030)
	return score >= 500
}

// decodeUTF8 takes UTF-8 with up to one broken character in a hundred; each is
// replaced by U+FFFD.
func decodeUTF8(data []byte) (decoded, bool) {
	if utf8.Valid(data) {
		return decoded{text: string(data), encoding: "utf-8"}, !isBinary(data)
	}
	good, bad := 0, 0
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
			for i++; i < len(data) && !utf8.RuneStart(data[i]); i++ { // the rest of the same character
			}
			continue
		}
		if n > 1 {
			good++
		}
		i += n
	}
	if bad > 1+good/100 || good < 10 || isBinary(data) {
		return decoded{}, false
	}
	return decoded{text: strings.ToValidUTF8(string(data), "\uFFFD"), encoding: "utf-8", base: -1, note: damage(bad)}, true
}

func damage(n int) string {
	return fmt.Sprintf("文件有 %d 处字节不能解码，以“\uFFFD”代替，该处文字可能缺失", n)
}

// isBinary reports whether data holds NUL or other control characters in a
// number that no text has.
func isBinary(data []byte) bool {
	control := 0
	for _, c := range data {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1A {
			control++
		}
	}
	return control > 2 && control*200 > len(data)
}

// guessUTF16 recognises UTF-16 without a byte order mark: one of the two halves
// of the units is mostly a high byte of Chinese or zero, the other is not.
func guessUTF16(data []byte) binary.ByteOrder {
	n := min(len(data), sniffLength) &^ 1
	if n < 4 || len(data)%2 != 0 {
		return nil
	}
	var high [2]int // units whose first or second byte may be a high byte
	for i := 0; i < n; i += 2 {
		for k := range high {
			h, l := data[i+k], data[i+1-k]
			switch {
			case h >= 0x4E && h <= 0x9F, h == 0x30 && l < 0x40, h == 0xFF && l < 0x60, h == 0x20 && l < 0x40:
				high[k]++
			case h == 0 && (l >= 0x20 && l < 0x7F || l == '\n' || l == '\r' || l == '\t'):
				high[k] += 1
			}
		}
	}
	units := n / 2
	zero := bytes.IndexByte(data[:n], 0) >= 0
	for k, order := range [2]binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
		if high[k]*10 >= units*9 && high[1-k]*10 < units*6 && (zero || !utf8.Valid(data[:n])) {
			return order
		}
	}
	return nil
}

func decodeUTF16(data []byte, order binary.ByteOrder) (decoded, bool) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	if len(units) > 0 && units[0] == 0xFEFF {
		units = units[1:]
	}
	var b strings.Builder
	b.Grow(len(data) * 3 / 2)
	bad := len(data) % 2
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if utf16.IsSurrogate(r) {
			r = utf8.RuneError
			if i+1 < len(units) {
				if q := utf16.DecodeRune(rune(units[i]), rune(units[i+1])); q != utf8.RuneError {
					r, i = q, i+1
				}
			}
			if r == utf8.RuneError {
				bad++
			}
		}
		b.WriteRune(r)
	}
	d := decoded{text: b.String(), encoding: "utf-16le", base: -1}
	if order == binary.BigEndian {
		d.encoding = "utf-16be"
	}
	if bad > 0 {
		d.note = damage(bad)
	}
	return d, bad*100 <= len(units)+100 && !isBinary([]byte(d.text))
}

// decodeChinese decodes a double-byte encoding. One broken character in fifty is
// passed over with a note.
func decodeChinese(data []byte, enc encoding.Encoding, name string) (decoded, bool) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil || isBinary(data) {
		return decoded{}, false
	}
	d := decoded{text: string(out), encoding: name, base: -1}
	bad := strings.Count(d.text, "\uFFFD")
	if bad > 0 {
		d.note = damage(bad)
	}
	return d, bad*50 <= utf8.RuneCountInString(d.text)+50
}

// sniff decodes the first bytes and scores them: the share, in thousandths, of
// characters that every legal text is full of. ok tells whether the share is one
// of Chinese text at all.
func sniff(data []byte, enc encoding.Encoding) (ok bool, score int) {
	head := data[:min(len(data), sniffLength)]
	out, err := enc.NewDecoder().Bytes(head)
	if err != nil {
		return false, -1000
	}
	if len(head) < len(data) { // a character may be cut at the end
		for n := 0; n < 3 && bytes.HasSuffix(out, []byte("\uFFFD")); n++ {
			out = out[:len(out)-3]
		}
	}
	han, common, odd := 0, 0, 0
	for _, r := range string(out) {
		switch {
		case r < 0x80:
		case isHan(r):
			han++
			if to, ok := pair(traditional, r); ok {
				r = to
			}
			if isCommon(r) {
				common++
			}
		case r == utf8.RuneError, r >= 0xE000 && r <= 0xF8FF, r < 0xA0, r >= 0x2500 && r < 0x25A0, r >= 0x0370 && r < 0x0600:
			odd++ // lost, private, controls, box drawing, Greek and Cyrillic
		case r == '，', r == '。', r == '、', r == '《', r == '》', r == '“', r == '”', r == '（', r == '）', r == '：', r == '；', r == '\u3000':
			common++
			han++
		}
	}
	if han == 0 {
		return false, -1000
	}
	score = (common*1000 - 3*odd*1000) / (han + odd)
	return score >= 150 || han < 20 && odd*5 <= han, score
}

// commonSet holds commonHan as one bit a character from U+4E00 on.
var commonSet = sync.OnceValue(func() *[(0xA000 - 0x4E00) / 64]uint64 {
	set := new([(0xA000 - 0x4E00) / 64]uint64)
	for _, r := range commonHan {
		set[(r-0x4E00)/64] |= 1 << ((r - 0x4E00) % 64)
	}
	return set
})

func isCommon(r rune) bool {
	return r >= 0x4E00 && r < 0xA000 && commonSet()[(r-0x4E00)/64]&(1<<((r-0x4E00)%64)) != 0
}

// commonHan are the commonest characters of documents of government, simplified.
const commonHan = "的一是在不了有和人这中大为上个国我以要时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后定行学法所民得经三之进等部度家力理现实加量都两体制机当使点从业本去把性好应开它合因由其然前外天政四日那社义事平形相全表间样与关各重新内数正心反明利比或但质气第向道命此变条只没结解问意建月公无系军情最立代想已通并提直题党程展五果料位入常文总次品式设及管特件长求基资边流路级少统接知较将组见计别根期论运农指几九区强放决干做必先回则任取据处队南给光门即保治北造百规领七海口东导器压志世金增争济阶技术交受联什认六共权收证改清己再采转更单风切教速花带安场身车例真务具万每目至达积示议报完类八离名确科张信节话整空元况今集温传土许步广记需段研界却专状育厂京识适属满局照参细引听该严依予请县市镇乡办省厅委院令号印附章款项责罚审批备案监督检查申登标准施废止负违按费奖励补贴贯彻落起执告促障服范划职限织企"

// namesBig5 reports whether an HTML page says that it is in Big5.
func namesBig5(data []byte) bool {
	head := bytes.ToLower(data[:min(len(data), 2048)])
	i := bytes.Index(head, []byte("charset="))
	return i >= 0 && bytes.HasPrefix(bytes.TrimLeft(head[i+8:], `"' `), []byte("big5"))
}
