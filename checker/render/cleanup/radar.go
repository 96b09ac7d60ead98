package cleanup

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// RadarText writes what changed regulations touch, document by document.
func RadarText(w io.Writer, v *View) error {
	var b strings.Builder
	last := ""
	docs := 0
	for _, t := range v.Touched {
		if t.SHA256 != last {
			last = t.SHA256
			docs++
			title := "《" + t.Title + "》"
			if t.Title == "" {
				title = "（未认出标题）"
			}
			fmt.Fprintf(&b, "\n%s%s\n", title, bracket(t.Number))
			for _, p := range t.Paths {
				fmt.Fprintf(&b, "  文件：%s\n", p)
			}
		}
		where := place(t.At, t.Line)
		if where == "" {
			where = "全文"
		}
		over := ""
		if t.Overdue > 0 {
			over = fmt.Sprintf("，已过 %d 天", t.Overdue)
		}
		since := ""
		if t.Since != 0 {
			since = "（自 " + t.Since.String() + over + "）"
		}
		fmt.Fprintf(&b, "  %s　%s%s　[%s]\n", where, strings.TrimRight(t.How, "。"), since, t.Sureness)
	}
	fmt.Fprintf(&b, "\n法规变动影响 %d 件文件的 %d 处。按 %s 计算。\n", docs, len(v.Touched), v.Outcome.AsOf)
	_, err := io.WriteString(w, strings.TrimPrefix(b.String(), "\n"))
	return err
}

func bracket(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

// RadarLines writes one object a place.
func RadarLines(w io.Writer, v *View) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, t := range v.Touched {
		if err := e.Encode(t); err != nil {
			return err
		}
	}
	return nil
}

// RadarBook writes the sheet of changed regulations alone.
func RadarBook(w io.Writer, v *View) error {
	b := newBook(w, "法规变动影响的文件")
	if err := v.radarSheet(b); err != nil {
		return err
	}
	return b.close()
}
