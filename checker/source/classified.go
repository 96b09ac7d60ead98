package source

import "strings"

// Where a classified marking may stand: in the head of a document, on a short
// line of its own or with the copy number and the urgency (GB/T 9704—2012, 7.2.2).
const (
	classifiedBlocks = 20 // blocks looked at
	classifiedTail   = 6  // blocks at the end looked at for a marking with its star
	classifiedRunes  = 40 // longest line, in code points
)

// findClassified looks for 绝密★, 机密★1年, 「密级：秘密」 or a lone 「机 密」 in the
// head of a document. It gives the marking as it stands in Norm without blanks,
// and its block; "" where there is none.
func findClassified(t *Text) (mark string, at Span) {
	for i, b := range t.Blocks {
		// Text boxes of some formats stand at the end.
		if i >= classifiedBlocks && i < len(t.Blocks)-classifiedTail {
			continue
		}
		s := t.Norm[b.Span.Start:b.Span.End]
		if len(s) > 4*classifiedRunes || !strings.Contains(s, "密") {
			continue
		}
		if mark = classifiedIn(s); mark != "" && (i < classifiedBlocks || strings.Contains(mark, "★")) {
			return mark, b.Span
		}
	}
	// A marking may stand in the running head, which is no part of the text.
	for _, h := range t.heads {
		if mark = classifiedIn(h); mark != "" {
			return mark, Span{}
		}
	}
	return "", Span{}
}

// classifiedIn gives the marking in a line; "" when there is none.
func classifiedIn(line string) string {
	s := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\u3000' {
			return -1
		}
		return r
	}, line)
	if len([]rune(s)) > classifiedRunes {
		return ""
	}
	for _, level := range [...]string{"绝密", "机密", "秘密"} {
		if s == level || strings.TrimLeft(s, "0123456789") == level {
			return level
		}
		if s == "密级："+level || strings.HasPrefix(s, "密级："+level+"★") || s == "密级:"+level {
			return s
		}
		for from := 0; ; {
			i := strings.Index(s[from:], level)
			if i < 0 {
				break
			}
			i += from
			from = i + len(level)
			rest, starred := strings.CutPrefix(s[from:], "★")
			if !starred {
				rest, starred = strings.CutPrefix(s[from:], "☆")
			}
			if !starred || quotedBefore(s[:i]) {
				continue
			}
			return level + "★" + classifiedTerm(rest)
		}
	}
	return ""
}

// quotedBefore reports whether a quotation opens right before: the line talks
// about markings and bears none.
func quotedBefore(s string) bool {
	for _, open := range [...]string{"“", "‘", "「", "『", "《", "〈", "（", "\"", "'"} {
		if strings.HasSuffix(s, open) {
			return true
		}
	}
	return false
}

// classifiedTerm gives the term behind the star: 10年, 6个月, 长期, 启用前.
func classifiedTerm(s string) string {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789一二三四五六七八九十"))
	for _, unit := range [...]string{"年", "个月", "月", "日", "天", "长期", "启用前"} {
		if strings.HasPrefix(s[digits:], unit) {
			return s[:digits+len(unit)]
		}
	}
	return ""
}
