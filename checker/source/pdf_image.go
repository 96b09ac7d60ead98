package source

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"path"
	"slices"
	"strings"
)

// A pdfImage is a picture with the place at which a page draws it.
type pdfImage struct {
	s   *pdfStream
	ctm matrix // of its unit square
}

// Bounds on the pictures that are handed to recognition.
const (
	imageMaxBytes  = 64 << 20 // unpacked
	imageMaxPixels = 48 << 20
	imageLeast     = 0.02 // share of the page below which a picture is a stamp or a logo
)

// pictures unpacks the pictures of a page that may hold text.
func (r *pdfReader) pictures(o *ocr, n int, p *pdfPage) (out []pagePicture) {
	for _, im := range p.drawn {
		box := im.ctm.box()
		if box.width*box.height < imageLeast*p.width*p.height {
			continue
		}
		unpacked, bomb := r.f.unpacked, r.f.bomb // pictures do not count for the text
		pic, err := r.f.picture(im)
		r.f.unpacked, r.f.bomb = unpacked, bomb
		if err != nil {
			o.notes = append(o.notes, fmt.Sprintf("第 %d 页的图像取不出来（%s），没有识别", n, err))
			continue
		}
		pic.x, pic.y, pic.width, pic.height = box.x, box.y, box.width, box.height
		if out = append(out, pic); len(out) >= ocrMaxPictures {
			break
		}
	}
	return out
}

// box is the rectangle that the unit square covers.
func (m matrix) box() (b struct{ x, y, width, height float64 }) {
	x0, y0 := math.Inf(1), math.Inf(1)
	x1, y1 := math.Inf(-1), math.Inf(-1)
	for _, c := range [...][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := m.apply(c[0], c[1])
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
	}
	b.x, b.y, b.width, b.height = x0, y0, x1-x0, y1-y0
	return b
}

// upright reports whether a picture is drawn neither turned nor mirrored.
func (m matrix) upright() bool {
	return m[0] > 0 && m[3] > 0 && math.Abs(m[1]) < 0.1*m[0] && math.Abs(m[2]) < 0.1*m[3]
}

// picture unpacks a picture into a file that programs of recognition read. The
// error is for people, in Chinese.
func (f *pdfFile) picture(im pdfImage) (pagePicture, error) {
	d := im.s.pdfDict
	wide, high := f.int(d["Width"], f.int(d["W"], 0)), f.int(d["Height"], f.int(d["H"], 0))
	if wide < 1 || high < 1 || wide > 1<<16 || high > 1<<16 || wide*high > imageMaxPixels {
		return pagePicture{}, fmt.Errorf("大小不对：%d×%d", wide, high)
	}
	data, last, parms := f.unfilter(im.s, imageMaxBytes)
	pic := pagePicture{pixelWidth: wide, pixelHeight: high}
	switch last {
	case "DCTDecode", "DCT":
		if im.ctm.upright() {
			pic.data, pic.kind = data, "jpg"
			return pic, nil
		}
		g, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			return pic, fmt.Errorf("JPEG 已经损坏")
		}
		return turned(g, im.ctm)
	case "JPXDecode":
		pic.data, pic.kind = data, "jp2"
		return pic, nil
	case "CCITTFaxDecode", "CCF":
		pic.data, pic.kind = f.faxTIFF(data, wide, high, parms), "tif"
		return pic, nil
	case "":
		g, err := f.samples(data, d, wide, high)
		if err != nil {
			return pic, err
		}
		return turned(g, im.ctm)
	case "JBIG2Decode":
		return pic, fmt.Errorf("JBIG2 压缩，请用 PDF 阅读器把该页另存为图片后识别")
	}
	return pic, fmt.Errorf("不能识别的压缩方式 %s", last)
}

// faxTIFF puts a head before a picture that was packed as for fax machines, which
// makes a TIFF file of it.
func (f *pdfFile) faxTIFF(data []byte, wide, high int, parms pdfDict) []byte {
	compression, options := uint32(4), uint32(0)
	if k := f.int(parms["K"], 0); k == 0 {
		compression = 3
	} else if k > 0 {
		compression, options = 3, 1
	}
	wide = f.int(parms["Columns"], 1728)
	photometric := uint32(0)
	if black, _ := f.get(parms["BlackIs1"]).(bool); black {
		photometric = 1
	}
	entries := [][3]uint32{{256, 4, uint32(wide)}, {257, 4, uint32(high)}, {258, 3, 1}, {259, 3, compression}, {262, 3, photometric}, {273, 4, 0}, {277, 3, 1}, {278, 4, uint32(high)}, {279, 4, uint32(len(data))}}
	if compression == 3 {
		entries = append(entries, [3]uint32{292, 4, options})
	}
	le := binary.LittleEndian
	out := []byte("II*\x00\x08\x00\x00\x00")
	out = le.AppendUint16(out, uint16(len(entries)))
	at := uint32(len(out) + 12*len(entries) + 4)
	for _, e := range entries {
		if e[0] == 273 {
			e[2] = at
		}
		out = le.AppendUint16(out, uint16(e[0]))
		out = le.AppendUint16(out, uint16(e[1]))
		out = le.AppendUint32(out, 1)
		out = le.AppendUint32(out, e[2])
	}
	return append(le.AppendUint32(out, 0), data...)
}

// samples makes a picture of unpacked samples.
func (f *pdfFile) samples(data []byte, d pdfDict, wide, high int) (image.Image, error) {
	bits := f.int(d["BitsPerComponent"], f.int(d["BPC"], 8))
	if mask, _ := f.get(d["ImageMask"]).(bool); mask {
		bits = 1
	}
	colours, palette := f.colours(d["ColorSpace"], 0)
	switch bits {
	case 1, 2, 4, 8, 16:
	default:
		return nil, fmt.Errorf("每个样本 %d 位", bits)
	}
	row := (wide*colours*bits + 7) / 8
	if len(data) < row*high {
		if len(data) < row {
			return nil, fmt.Errorf("数据不完整")
		}
		high = len(data) / row
	}
	inverted := false
	if a := f.array(d["Decode"]); len(a) >= 2 {
		inverted = f.number(a[0], 0) > f.number(a[1], 1)
	}
	most := 1<<min(bits, 8) - 1
	sample := func(line []byte, i int) int {
		switch bits {
		case 8:
			return int(line[i])
		case 16:
			return int(line[2*i])
		}
		return int(line[i*bits/8]) >> (8 - bits - i*bits%8) & most
	}
	level := func(v int) uint8 {
		v = v * 255 / most
		if inverted {
			v = 255 - v
		}
		return uint8(v)
	}
	gray := image.NewGray(image.Rect(0, 0, wide, high))
	for y := range high {
		line := data[y*row:]
		for x := range wide {
			var g uint8
			switch {
			case palette != nil:
				if v := sample(line, x); v < len(palette) {
					g = palette[v]
				}
			case colours == 1:
				g = level(sample(line, x))
			case colours == 3:
				g = luma(level(sample(line, 3*x)), level(sample(line, 3*x+1)), level(sample(line, 3*x+2)))
			default: // cyan, magenta, yellow, black
				k := 255 - int(level(sample(line, colours*x+colours-1)))
				c := luma(255-level(sample(line, colours*x)), 255-level(sample(line, colours*x+1)), 255-level(sample(line, colours*x+2)))
				g = uint8(int(c) * k / 255)
			}
			gray.Pix[y*gray.Stride+x] = g
		}
	}
	return gray, nil
}

func luma(r, g, b uint8) uint8 { return uint8((299*int(r) + 587*int(g) + 114*int(b)) / 1000) }

// colours gives the number of samples of a pixel, and the brightness of each
// entry where a pixel is an index.
func (f *pdfFile) colours(v any, depth int) (n int, palette []uint8) {
	if depth > 4 {
		return 1, nil
	}
	switch v := f.get(v).(type) {
	case pdfName:
		switch v {
		case "DeviceRGB", "RGB", "CalRGB", "Lab":
			return 3, nil
		case "DeviceCMYK", "CMYK":
			return 4, nil
		}
	case pdfArray:
		if len(v) == 0 {
			return 1, nil
		}
		switch f.name(v[0]) {
		case "CalRGB", "Lab", "DeviceRGB", "RGB":
			return 3, nil
		case "DeviceCMYK":
			return 4, nil
		case "ICCBased":
			if len(v) > 1 {
				if n := f.int(f.dict(v[1])["N"], 1); n == 3 || n == 4 {
					return n, nil
				}
			}
		case "DeviceN":
			if len(v) > 1 {
				if k := len(f.array(v[1])); k == 4 {
					return 4, nil
				}
			}
		case "Indexed", "I":
			if len(v) < 4 {
				return 1, nil
			}
			k, _ := f.colours(v[1], depth+1)
			var table []byte
			switch t := f.get(v[3]).(type) {
			case pdfString:
				table = []byte(t)
			case *pdfStream:
				table, _ = f.decode(t)
			}
			for i := 0; i+k <= len(table) && len(palette) < 256; i += k {
				switch k {
				case 3:
					palette = append(palette, luma(table[i], table[i+1], table[i+2]))
				case 4:
					palette = append(palette, uint8(int(luma(255-table[i], 255-table[i+1], 255-table[i+2]))*(255-int(table[i+3]))/255))
				default:
					palette = append(palette, table[i])
				}
			}
			if palette == nil {
				palette = []uint8{0, 255}
			}
			return 1, palette
		}
	}
	return 1, nil
}

// turned writes a picture as it stands on its page.
func turned(g image.Image, m matrix) (pagePicture, error) {
	if !m.upright() {
		b := g.Bounds()
		det := m[0]*m[3] - m[1]*m[2]
		box := m.box()
		if det == 0 || b.Empty() {
			return pagePicture{}, fmt.Errorf("没有大小")
		}
		wide, high := b.Dx(), b.Dy()
		if math.Abs(m[1]) > math.Abs(m[0]) {
			wide, high = high, wide
		}
		out := image.NewGray(image.Rect(0, 0, wide, high))
		for y := range high {
			for x := range wide {
				px := box.x + (float64(x)+0.5)/float64(wide)*box.width - m[4]
				py := box.y + box.height - (float64(y)+0.5)/float64(high)*box.height - m[5]
				u, v := (m[3]*px-m[2]*py)/det, (m[0]*py-m[1]*px)/det
				if u < 0 || u >= 1 || v <= 0 || v > 1 {
					out.Pix[y*out.Stride+x] = 255
					continue
				}
				c := color.GrayModel.Convert(g.At(b.Min.X+int(u*float64(b.Dx())), b.Min.Y+int((1-v)*float64(b.Dy())))).(color.Gray)
				out.Pix[y*out.Stride+x] = c.Y
			}
		}
		g = out
	}
	var w bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&w, g); err != nil {
		return pagePicture{}, fmt.Errorf("写不成图片")
	}
	return pagePicture{pixelWidth: g.Bounds().Dx(), pixelHeight: g.Bounds().Dy(), data: w.Bytes(), kind: "png"}, nil
}

// pictureKinds are the pictures that are read by recognition alone.
var pictureKinds = [...]struct{ magic, kind string }{{"\x89PNG\r\n\x1A\n", "png"}, {"\xFF\xD8\xFF", "jpg"}, {"GIF87a", "gif"}, {"GIF89a", "gif"}, {"II*\x00", "tif"}, {"MM\x00*", "tif"}, {"\x00\x00\x00\x0CjP  ", "jp2"}}

// pictureKind gives the ending of a picture by its first bytes; "": it is none.
func pictureKind(data []byte) string {
	for _, k := range pictureKinds {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			return k.kind
		}
	}
	return ""
}

// pictureFormat reads a picture as a document of one page; nil: it is none.
func pictureFormat(data []byte, recognise Recognizer) *format {
	kind := pictureKind(data)
	if kind == "" {
		return nil
	}
	return &format{kind, "图片", func([]byte) (extraction, error) {
		p := &pdfPage{width: 595, height: 842, images: 1}
		s, o := &sheet{}, &ocr{ask: recognise}
		s.pages = 1
		pic := pagePicture{width: 595, height: 842, data: data, kind: kind}
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
			pic.pixelWidth, pic.pixelHeight = c.Width, c.Height
			p.height = 595 * float64(c.Height) / float64(max(c.Width, 1))
			pic.height = p.height
		}
		if !o.fill(1, p, []pagePicture{pic}) {
			s.images, s.pagesWithoutText = 1, []int{1}
			s.failed = o.notes
			return s.done(), nil
		}
		lines := [][]printedLine{printedLines(1, p)}
		dropFurniture(lines)
		writeFlow(s, lines)
		o.say(s)
		return s.done(), nil
	}}
}

// recognisePictures reads a Word document that holds nothing but pictures: each,
// in the order of their names, as a page.
func recognisePictures(a *archive, main string, recognise Recognizer) extraction {
	folder, file := path.Split(main)
	rels, err := a.read(folder + "_rels/" + file + ".rels")
	if err != nil {
		return extraction{}
	}
	var names []string
	for _, r := range relations(rels, folder) {
		if strings.HasSuffix(r.kind, "/image") && a.files[r.target] != nil && !slices.Contains(names, r.target) {
			names = append(names, r.target)
		}
	}
	slices.SortFunc(names, func(a, b string) int { // image2 stands before image10
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	})
	s, o := &sheet{}, &ocr{ask: recognise}
	s.pages, s.images = len(names), len(names)
	var lines [][]printedLine
	for i, name := range names {
		p := &pdfPage{width: 595, height: 842, images: 1}
		data, err := a.raw(name)
		kind := pictureKind(data)
		if err == nil && kind != "" {
			pic := pagePicture{width: 595, height: 842, data: data, kind: kind}
			if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width > 0 {
				pic.pixelWidth, pic.pixelHeight = c.Width, c.Height
				p.height = 595 * float64(c.Height) / float64(c.Width)
				pic.height = p.height
			}
			if o.fill(i+1, p, []pagePicture{pic}) {
				lines = append(lines, printedLines(i+1, p))
				continue
			}
		}
		s.pagesWithoutText = append(s.pagesWithoutText, i+1)
	}
	dropFurniture(lines)
	writeFlow(s, lines)
	o.say(s)
	return s.done()
}
