package load

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"docreview/corpus/law"
)

// state is a row of a table of statuses.
type state struct {
	path      string // file that the row speaks of; "" where it names a title only
	title     string
	number    law.DocNumber
	published law.Date
	from      law.Date
	ended     law.Date
	as        law.Standing // NotChecked: the row does not say
	partial   bool
	by        string
	table     string
	line      int
}

// columns lists the names under which tables give what we read.
var columns = map[string][]string{
	"path":      {"path", "file", "文件"},
	"title":     {"title", "标题", "名称", "法规名称", "文件名称", "old_title"},
	"number":    {"doc_no", "number", "文号", "发文字号", "old_doc_no"},
	"published": {"issue_date", "published", "publish", "publish_db", "公布日期", "发布日期", "old_date"},
	"from":      {"effective_date", "from", "valid_from", "valid_from_db", "施行日期", "生效日期"},
	"ended":     {"expiry_date", "repealed_on", "ended", "repeal_date", "失效日期", "废止日期"},
	"status":    {"status", "status_asof", "时效性", "效力状态", "状态"},
	"by":        {"repealed_by", "expiry_basis", "by_title", "by", "废止依据", "失效依据"},
}

// statuses lists the words for a status; the first that begins the cell counts.
var statuses = []struct {
	word    string
	as      law.Standing
	partial bool
}{
	{"部分失效", law.Lapsed, true}, {"部分废止", law.Repealed, true},
	{"现行有效", law.InForce, false}, {"有效", law.InForce, false}, {"in-force", law.InForce, false}, {"in_force", law.InForce, false},
	{"尚未生效", law.NotYetInForce, false}, {"尚未施行", law.NotYetInForce, false}, {"not-yet-effective", law.NotYetInForce, false}, {"not_yet_in_force", law.NotYetInForce, false},
	{"已被修改", law.Superseded, false}, {"已修改", law.Superseded, false}, {"superseded", law.Superseded, false},
	{"已废止", law.Repealed, false}, {"废止", law.Repealed, false}, {"repealed", law.Repealed, false},
	{"已失效", law.Lapsed, false}, {"失效", law.Lapsed, false}, {"expired", law.Lapsed, false}, {"lapsed", law.Lapsed, false},
}

// table reads a CSV of statuses. A CSV that has neither a title nor anything
// said about it is reported and skipped.
func table(name string, b []byte) (out []state, problems []Problem) {
	skip := func(line int, detail string) ([]state, []Problem) {
		return nil, []Problem{{Path: name, Line: line, Kind: TableSkipped, Detail: detail}}
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	head, err := r.Read()
	if err != nil {
		return skip(1, "no header")
	}
	at := map[string]int{}
	for field, names := range columns {
		at[field] = -1
		for _, n := range names {
			for i, h := range head {
				if at[field] < 0 && strings.EqualFold(strings.TrimSpace(h), n) {
					at[field] = i
				}
			}
		}
	}
	if at["title"] < 0 || at["status"] < 0 && at["ended"] < 0 && at["from"] < 0 {
		return skip(1, strings.Join(head, ","))
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		no, _ := r.FieldPos(0)
		if err != nil {
			problems = append(problems, Problem{Path: name, Line: no, Kind: TableSkipped, Detail: err.Error()})
			continue
		}
		get := func(field string) string {
			if i := at[field]; i >= 0 && i < len(row) {
				return clean(row[i])
			}
			return ""
		}
		date := func(field string) law.Date {
			s := get(field)
			if s == "" {
				return law.Date{}
			}
			d, _, ok := law.ParseDate(s)
			if !ok || d.Full() && !d.Valid() {
				problems = append(problems, Problem{Path: name, Line: no, Kind: BadDate, Detail: s})
				return law.Date{}
			}
			return d
		}
		s := state{path: get("path"), title: get("title"), by: get("by"), table: name, line: no}
		s.number, _, _ = law.ParseDocNumber(get("number"))
		s.published, s.from, s.ended = date("published"), date("from"), date("ended")
		if s.title == "" {
			continue
		}
		if word := get("status"); word != "" {
			known := false
			for _, w := range statuses {
				if strings.HasPrefix(word, w.word) {
					s.as, s.partial, known = w.as, w.partial, true
					break
				}
			}
			if !known {
				problems = append(problems, Problem{Path: name, Line: no, Kind: StatusUnknown, Detail: word})
			}
		}
		if s.as == law.NotChecked && !s.ended.IsZero() || s.as == law.NotChecked && at["status"] < 0 && at["by"] >= 0 {
			s.as = law.Repealed
		}
		out = append(out, s)
	}
	return out, problems
}
