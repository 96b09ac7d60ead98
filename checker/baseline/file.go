package baseline

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"docreview/corpus/law"
)

// version is the version of the file's form.
const version = "1"

// A FormatError says what is wrong with a baseline file, and where. Line and
// Column count from 1; Reason is Chinese.
type FormatError struct {
	Line, Column int
	Reason       string
}

func (e *FormatError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Reason) }

func wrong(n *yaml.Node, format string, args ...any) error {
	return &FormatError{n.Line, n.Column, fmt.Sprintf(format, args...)}
}

// Parse reads a baseline file strictly: what is not known, stands twice or is
// missing is a *FormatError. An empty file is an empty baseline.
func Parse(data []byte) (*Baseline, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, syntaxError(err)
	}
	b := New()
	if len(doc.Content) == 0 {
		return b, nil
	}
	root := doc.Content[0]
	var documents *yaml.Node
	seen, err := fields(root, func(key, value *yaml.Node) error {
		switch key.Value {
		case "baseline":
			if value.Kind != yaml.ScalarNode || value.Value != version {
				return wrong(value, "不认识这一版的基线文件（应为 baseline: %s）", version)
			}
		case "documents":
			documents = value
		default:
			return wrong(key, "没有 %s 这个项目，应为 baseline、documents", key.Value)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !seen["baseline"] {
		return nil, wrong(root, "缺少 baseline: %s，不像是基线文件", version)
	}
	if documents == nil || documents.Tag == "!!null" {
		return b, nil
	}
	_, err = fields(documents, func(name, list *yaml.Node) error {
		if name.Value == "" {
			return wrong(name, "缺少文件名")
		}
		if list.Tag == "!!null" {
			return nil
		}
		_, err := fields(list, func(id, value *yaml.Node) error {
			e, err := entry(id, value)
			if err == nil {
				b.add(name.Value, e)
			}
			return err
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// entry reads one entry and proves it.
func entry(id, n *yaml.Node) (*Entry, error) {
	e := &Entry{ID: id.Value}
	seen, err := fields(n, func(key, value *yaml.Node) error {
		if value.Kind != yaml.ScalarNode {
			return wrong(value, "%s 的值应当是一段文字", key.Value)
		}
		s := value.Value
		if value.Tag == "!!null" {
			s = ""
		}
		switch key.Value {
		case "rule":
			e.Rule = s
		case "at":
			e.At = s
		case "quote":
			e.Quote = s
		case "reason":
			e.Reason = strings.TrimSpace(s)
		case "person":
			e.Person = strings.TrimSpace(s)
		case "until":
			if s == "" {
				return nil
			}
			day, size, ok := law.ParseDate(s)
			if !ok || size != len(s) || !day.Valid() {
				return wrong(value, "期限“%s”不是日期，应写成 2027-06-30 这样", s)
			}
			e.Until = day
		default:
			return wrong(key, "没有 %s 这个项目，应为 rule、reason、person、until、at、quote", key.Value)
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case !seen["rule"] || e.Rule == "":
		return nil, wrong(id, "%s 缺少 rule（规则编号）", id.Value)
	case !strings.HasPrefix(e.ID, e.Rule+"-"):
		return nil, wrong(id, "问题编号 %s 不属于规则 %s", id.Value, e.Rule)
	case e.Reason == "":
		return nil, wrong(id, "%s 缺少 reason（理由）", id.Value)
	}
	return e, nil
}

// fields walks a mapping whose keys must differ and reports which it has.
func fields(n *yaml.Node, each func(key, value *yaml.Node) error) (map[string]bool, error) {
	if n.Kind != yaml.MappingNode {
		return nil, wrong(n, "这里应当是“项目: 值”的形式")
	}
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			return nil, wrong(key, "这里应当是一个名称")
		}
		if value.Kind == yaml.AliasNode {
			return nil, wrong(value, "基线文件里不用引用（*%s）", value.Value)
		}
		if seen[key.Value] {
			return nil, wrong(key, "%s 写了两次", key.Value)
		}
		seen[key.Value] = true
		if err := each(key, value); err != nil {
			return nil, err
		}
	}
	return seen, nil
}

// syntaxError keeps the line of what is no YAML at all.
func syntaxError(err error) error {
	e := &FormatError{Line: 1, Column: 1, Reason: "不是正确的 YAML（" + strings.TrimPrefix(err.Error(), "yaml: ") + "）"}
	rest := strings.TrimPrefix(err.Error(), "yaml: ")
	if after, ok := strings.CutPrefix(rest, "line "); ok {
		number, words, _ := strings.Cut(after, ":")
		if line, convErr := strconv.Atoi(number); convErr == nil {
			e.Line, e.Reason = line, "不是正确的 YAML（"+strings.TrimSpace(words)+"）"
		}
	}
	return e
}

const head = `# docreview 的基线：下面这些问题已经知道，报告里照列，但不计入结论和退出码。
# 文件名相对于本文件所在的目录；写成 "*" 的，对任何文件都有效。
# reason 理由、person 确认人、until 最后一天有效（不写就一直有效）由负责人填写；
# at 位置、quote 原文只供人看。问题编号不要改。
`

// Write writes the baseline in the form that Parse reads, sorted, the same bytes
// for the same entries.
func (b *Baseline) Write(w io.Writer) error {
	var s strings.Builder
	s.WriteString(head)
	s.WriteString("baseline: " + version + "\ndocuments:")
	if len(b.documents) == 0 {
		s.WriteString(" {}")
	}
	s.WriteString("\n")
	for _, d := range b.Documents() {
		s.WriteString("  " + quoted(d) + ":\n")
		for _, e := range b.Entries(d) {
			fmt.Fprintf(&s, "    %s:\n      rule: %s\n", quoted(e.ID), quoted(e.Rule))
			for _, x := range []struct{ key, value string }{
				{"at", e.At}, {"quote", e.Quote}, {"reason", e.Reason}, {"person", e.Person},
			} {
				if x.value != "" {
					fmt.Fprintf(&s, "      %s: %s\n", x.key, quoted(x.value))
				}
			}
			if e.Until.Valid() {
				fmt.Fprintf(&s, "      until: %s\n", e.Until)
			}
		}
	}
	_, err := io.WriteString(w, s.String())
	return err
}

// quoted writes s plain where YAML cannot take it for anything else, in double
// quotes otherwise. Go's escapes are YAML's.
func quoted(s string) string {
	switch strings.ToLower(s) {
	case "", "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return strconv.Quote(s)
	}
	for i, r := range s {
		letter := r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0x4E00 && r <= 0x9FFF
		inside := r >= '0' && r <= '9' || r == '-' || r == '.' || r == '/' || r == '_'
		if !letter && (i == 0 || !inside) {
			return strconv.Quote(strings.ToValidUTF8(s, "�"))
		}
	}
	return s
}
