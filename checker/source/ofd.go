package source

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"math"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"
)

// extractOFD takes the text out of a fixed-layout document in OFD (GB/T
// 33190—2016): the text objects of each page in their places, as for PDF.
func extractOFD(a *archive, recognise Recognizer) (extraction, error) {
	o := &ofd{a: a, templates: map[string]string{}}
	root, err := a.read("OFD.xml")
	if err != nil {
		return extraction{}, err
	}
	docs, signatures := "", 0
	err = eachElement(root, func(x *scanner, name string) error {
		switch name {
		case "DocRoot":
			s, err := elementText(x)
			if docs == "" {
				docs = ofdPath("", s)
			}
			return err
		case "Encryptions":
			return errSecret
		case "Signatures":
			s, err := elementText(x)
			signatures += o.signatures(ofdPath("", s))
			return err
		}
		return nil
	})
	if err != nil {
		return extraction{}, err
	}
	pages, err := o.document(docs)
	if err != nil {
		return extraction{}, err
	}
	if len(pages) == 0 || len(pages) > pdfMaxPages {
		return extraction{}, errXML
	}
	var s sheet
	var r *ocr
	if recognise != nil {
		r = &ocr{ask: recognise}
	}
	s.pages = len(pages)
	var lines [][]printedLine
	for i, name := range pages {
		p, err := o.page(name)
		if err != nil {
			return extraction{}, err
		}
		if n := len(p.glyphs); r != nil && n < 10 && p.images > 0 {
			own := p.glyphs
			p.glyphs = nil
			if !r.fill(i+1, p, o.pictures(r, i+1, p)) {
				p.glyphs = own
			}
		}
		if len(p.glyphs) < 10 && p.images > 0 && !p.recognised {
			s.pagesWithoutText = append(s.pagesWithoutText, i+1)
			s.images += p.images
		}
		lines = append(lines, printedLines(i+1, p))
	}
	if r != nil {
		r.say(&s)
	}
	furniture := dropFurniture(lines)
	writeFlow(&s, lines)
	s.say(furniture, "已略去页码、页眉 %d 处")
	s.say(signatures, "文件带有电子签名或者签章 %d 个，没有验证是否有效")
	if n := s.pagesWithoutText; len(n) > 0 && len(s.lines) > 0 {
		s.notes = append(s.notes, "第 "+pageList(n)+" 页没有文字，只有图片，内容没有检查；请识别成文字、核对后再查；"+installOCR)
	}
	return s.done(), nil
}

// ofd walks through the parts of a document.
type ofd struct {
	a         *archive
	templates map[string]string // part by ID
	box       string            // physical box of pages that name none
	work      int               // glyphs read, to bound them
	media     map[string]string // parts of pictures by ID
	pics      []ofdImage        // of the page that is being read
}

// eachElement calls f with every element by its local name.
func eachElement(xml string, f func(x *scanner, name string) error) error {
	x := newScanner(xml)
	for {
		ok, err := x.next()
		if err != nil {
			return err
		}
		if !ok {
			return nil
		}
		if x.tok.kind == startTag {
			if err := f(x, localName(x.tok.name)); err != nil {
				return err
			}
		}
	}
}

func localName(s string) string {
	if i := strings.IndexByte(s, ':'); i >= 0 {
		return s[i+1:]
	}
	return s
}

// elementText reads the characters of the element whose start was read last.
func elementText(x *scanner) (string, error) {
	var b strings.Builder
	for level := 1; level > 0; {
		ok, err := x.next()
		if err != nil || !ok {
			return "", errXML
		}
		switch x.tok.kind {
		case startTag:
			level++
		case endTag:
			level--
		case charData:
			b.WriteString(x.tok.text)
		}
	}
	return b.String(), nil
}

// ofdPath resolves a location against the folder of the part that names it.
func ofdPath(folder, s string) string {
	s = strings.TrimSpace(s)
	if t, ok := strings.CutPrefix(s, "/"); ok {
		return path.Clean(t)
	}
	return path.Join(folder, s)
}

func (o *ofd) signatures(name string) (n int) {
	xml, err := o.a.read(name)
	if err != nil {
		return 0
	}
	_ = eachElement(xml, func(_ *scanner, name string) error { // what is broken is not counted
		if name == "Signature" {
			n++
		}
		return nil
	})
	return n
}

// document reads the list of pages.
func (o *ofd) document(name string) (pages []string, err error) {
	xml, err := o.a.read(name)
	if err != nil {
		return nil, err
	}
	folder := path.Dir(name)
	if folder == "." {
		folder = ""
	}
	err = eachElement(xml, func(x *scanner, name string) error {
		t := &x.tok
		switch name {
		case "PhysicalBox":
			s, err := elementText(x)
			if o.box == "" {
				o.box = s
			}
			return err
		case "PublicRes", "DocumentRes":
			s, err := elementText(x)
			if err == nil {
				o.resources(o.find(ofdPath(folder, s)))
			}
			return err
		case "TemplatePage":
			o.templates[t.attribute("ID")] = ofdPath(folder, t.attribute("BaseLoc"))
		case "Page":
			if loc := t.attribute("BaseLoc"); loc != "" {
				pages = append(pages, o.find(ofdPath(folder, loc)))
			}
		}
		return nil
	})
	return pages, err
}

// find gives the name of a part, which may be written from the root.
func (o *ofd) find(name string) string {
	if o.a.files[name] == nil {
		if _, rest, ok := strings.Cut(name, "/"); ok && o.a.files[rest] != nil {
			return rest
		}
	}
	return name
}

// pointsPerMM turns the millimetres of OFD into the points of PDF.
const pointsPerMM = 72 / 25.4

// page reads a page with its template.
func (o *ofd) page(name string) (*pdfPage, error) {
	xml, err := o.a.read(name)
	if err != nil {
		return nil, err
	}
	p := &pdfPage{width: 210, height: 297}
	o.pics = o.pics[:0]
	box := o.box
	var templates []string
	err = eachElement(xml, func(x *scanner, name string) error {
		switch name {
		case "PhysicalBox":
			s, err := elementText(x)
			box = s
			return err
		case "Template":
			templates = append(templates, o.templates[x.tok.attribute("TemplateID")])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if b := numbers(box); len(b) == 4 && b[2] > 0 && b[3] > 0 {
		p.width, p.height = b[2], b[3]
	}
	for _, t := range templates {
		if s, err := o.a.read(t); err == nil && len(templates) < 10 {
			if err := o.objects(p, s); err != nil {
				return nil, err
			}
		}
	}
	if err := o.objects(p, xml); err != nil {
		return nil, err
	}
	p.width *= pointsPerMM
	p.height *= pointsPerMM
	for i := range p.glyphs {
		g := &p.glyphs[i]
		g.x, g.y, g.size, g.width = g.x*pointsPerMM, p.height-g.y*pointsPerMM, g.size*pointsPerMM, g.width*pointsPerMM
	}
	return p, nil
}

// objects reads the text objects of a page and counts its images.
func (o *ofd) objects(p *pdfPage, xml string) error {
	var at ofdText
	return eachElement(xml, func(x *scanner, name string) error {
		t := &x.tok
		switch name {
		case "ImageObject", "CompositeObject":
			p.images++
			if b := numbers(t.attribute("Boundary")); len(b) == 4 && name == "ImageObject" && len(o.pics) < 1000 {
				o.pics = append(o.pics, ofdImage{t.attribute("ResourceID"), b})
			}
		case "TextObject":
			at = ofdText{ctm: unit, size: number(t.attribute("Size"), 3.5), visible: t.attribute("Visible") != "false", scale: number(t.attribute("HScale"), 1)}
			if b := numbers(t.attribute("Boundary")); len(b) == 4 {
				at.x, at.y = b[0], b[1]
			}
			if m := numbers(t.attribute("CTM")); len(m) == 6 {
				copy(at.ctm[:], m)
			}
		case "TextCode":
			x0, y0 := number(t.attribute("X"), at.lastX), number(t.attribute("Y"), at.lastY)
			dx, dy := deltas(t.attribute("DeltaX")), deltas(t.attribute("DeltaY"))
			s, err := elementText(x)
			if err != nil {
				return err
			}
			if o.work += len(s); o.work > pdfMaxWork {
				return errBomb
			}
			if at.visible {
				s = strings.TrimRight(s, "\r\n")
				if strings.HasPrefix(s, "\n") || strings.HasPrefix(s, "\r") { // set in lines of its own by who wrote the XML
					s = strings.TrimSpace(s)
				}
				at.put(p, x0, y0, dx, dy, s)
			}
			at.lastX, at.lastY = x0, y0
		}
		return nil
	})
}

// ofdText is the text object that is being read.
type ofdText struct {
	x, y, size, scale float64
	ctm               matrix
	visible           bool
	lastX, lastY      float64
}

// put places the characters of one TextCode.
func (t *ofdText) put(p *pdfPage, x, y float64, dx, dy []float64, s string) {
	i, n := 0, utf8.RuneCountInString(s)
	for _, r := range s {
		advance := t.size * t.scale
		if r < 0x2000 {
			advance /= 2
		}
		width := advance
		step := 0.0
		if i < len(dx) {
			step = dx[i]
			if step > 0 {
				width = min(step, t.size*max(t.scale, 0.1))
			}
		} else if len(dx) == 0 && len(dy) == 0 && n > 1 {
			step = advance
		}
		px, py := t.ctm.apply(x, y)
		size := t.size * math.Hypot(t.ctm[2], t.ctm[3])
		slanted := math.Abs(t.ctm[1]) > 0.2*math.Abs(t.ctm[0]) || t.ctm[0] <= 0
		if r > ' ' && r != '\u00a0' && size > 0 && !slanted && !math.IsInf(px+py+size, 0) && !math.IsNaN(px+py+size) {
			p.glyphs = append(p.glyphs, glyph{t.x + px, t.y + py, size, width * math.Abs(t.ctm[0]), string(r)})
		}
		x += step
		if i < len(dy) {
			y += dy[i]
		}
		i++
	}
}

func number(s string, otherwise float64) float64 {
	if n, err := strconv.ParseFloat(strings.TrimSpace(s), 64); err == nil {
		return n
	}
	return otherwise
}

func numbers(s string) (out []float64) {
	for _, f := range strings.Fields(s) {
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return nil
		}
		out = append(out, n)
	}
	return out
}

// maxDeltas bounds the distances that 「g 1000 5」 stands for.
const maxDeltas = 20000

// deltas reads the distances between characters; 「g 3 5」 stands for 「5 5 5」.
func deltas(s string) (out []float64) {
	f := strings.Fields(s)
	for i := 0; i < len(f) && len(out) < maxDeltas; i++ {
		if f[i] == "g" && i+2 < len(f) {
			n, v := atoi(f[i+1], 0), number(f[i+2], 0)
			for range min(n, maxDeltas-len(out)) {
				out = append(out, v)
			}
			i += 2
			continue
		}
		out = append(out, number(f[i], 0))
	}
	return out
}

// noOFD says that an OFD file is broken in its parts.
func noOFD(err error) error {
	if errors.Is(err, errSecret) {
		return &Unreadable{Kind: "encrypted", Reason: "OFD 文件已经加密", Next: "请用 OFD 阅读器打开后导出文字，或者用原稿另存为 .docx 后再查", Err: err}
	}
	return err
}

// ofdImage is a picture as a page names it: the ID of its resource and its place
// in millimetres from the upper left corner.
type ofdImage struct {
	id  string
	box []float64
}

// resources notes the parts of pictures. A list that is broken names none.
func (o *ofd) resources(name string) {
	xml, err := o.a.read(name)
	if err != nil {
		return
	}
	folder, base, id := path.Dir(name), "", ""
	_ = eachElement(xml, func(x *scanner, name string) error {
		switch name {
		case "Res":
			base = x.tok.attribute("BaseLoc")
		case "MultiMedia":
			id = x.tok.attribute("ID")
		case "MediaFile":
			s, err := elementText(x)
			if err != nil {
				return err
			}
			if o.media == nil {
				o.media = map[string]string{}
			}
			o.media[id] = o.find(ofdPath(folder, path.Join(base, s)))
			if strings.HasPrefix(base, "/") {
				o.media[id] = o.find(ofdPath("", path.Join(base, s)))
			}
		}
		return nil
	})
}

// pictures unpacks the pictures of the page that was read last.
func (o *ofd) pictures(r *ocr, n int, p *pdfPage) (out []pagePicture) {
	for _, im := range o.pics {
		pic := pagePicture{x: im.box[0] * pointsPerMM, width: im.box[2] * pointsPerMM, height: im.box[3] * pointsPerMM}
		pic.y = p.height - im.box[1]*pointsPerMM - pic.height
		if pic.width*pic.height < imageLeast*p.width*p.height || len(out) >= ocrMaxPictures {
			continue
		}
		data, err := o.a.raw(o.media[im.id])
		if err != nil {
			r.notes = append(r.notes, fmt.Sprintf("第 %d 页的图像取不出来，没有识别", n))
			continue
		}
		pic.data = data
		if pic.kind = pictureKind(data); pic.kind == "" {
			r.notes = append(r.notes, fmt.Sprintf("第 %d 页的图像是不能识别的格式（%s），没有识别", n, path.Ext(o.media[im.id])))
			continue
		}
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
			pic.pixelWidth, pic.pixelHeight = c.Width, c.Height
		}
		out = append(out, pic)
	}
	return out
}
