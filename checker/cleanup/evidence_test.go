package cleanup_test

import (
	"slices"
	"strings"
	"testing"

	"docreview/checker/cleanup"
)

// entryOf finds the entry of a file of the made-up archive.
func entryOf(t *testing.T, o *cleanup.Outcome, part string) *cleanup.Entry {
	t.Helper()
	for i := range o.Entries {
		for _, p := range o.Entries[i].Paths {
			if strings.Contains(p, part) {
				return &o.Entries[i]
			}
		}
	}
	t.Fatalf("%s: no entry", part)
	return nil
}

// TestEvidence: a reason says where it stands, in whose words and since when.
func TestEvidence(t *testing.T) {
	o, _ := judged(t)
	for _, c := range []struct {
		file, text, evidence, at, quote string
		since                           cleanup.Day
	}{
		{"/001-", "有效期至2023年5月31日届满", "", "第五条", "有效期至2023年5月31日", 20230601},
		{"/013-", "", "", "", "", 0},
		{"/012-", "延长后的有效期至2024年4月30日届满", "", "第五条", "2021年4月30日", 20240501},
		{"/015-", "自2023年9月1日起废止", "/016-", "第五条", "同时废止", 20230901},
		{"/030-", "自2022年1月1日起废止", "/033-", "", "青河政发〔2005〕14号", 20220101},
		{"/063-", "自2022年12月30日起废止", "/062-", "", "青河政发〔2019〕36号", 20221230},
		{"/068-", "没有列入", "/066-", "", "未列入", 20220905},
		{"/085-", "以它为准", "", "", "以本办法为准", 0},
		{"/089-", "制定依据全部失去效力", "", "第一条", "家电下乡补贴办法", 20201218},
		{"/090-", "制定依据全部已被新的规定代替", "", "第一条", "合同法", 0},
		{"/094-", "公园和广场管理办法", "", "第一条", "公园管理规定", 0},
		{"/091-", "第三十一条现为第四十四条", "", "第二条", "第三十一条", 0},
		{"/095-", "罚款", "", "第三条", "罚款", 0},
		{"/007-", "推定为5年", "", "", "", 20200401},
		{"/081-附", "有效期至2022年7月9日届满", "", "", "有效期五年", 20220710},
		{"/109-", "公布页面注明", "", "", "失效", 0},
	} {
		e := entryOf(t, o, c.file)
		r := e.Reasons[0]
		if !strings.Contains(r.Text, c.text) {
			t.Errorf("%s: %s", c.file, r.Text)
		}
		if c.text == "" {
			continue
		}
		if e.Since != c.since {
			t.Errorf("%s: since %s, want %s", c.file, e.Since, c.since)
		}
		if len(r.Evidence) == 0 {
			t.Errorf("%s: no evidence", c.file)
			continue
		}
		v := r.Evidence[0]
		if c.evidence != "" && (!strings.Contains(v.Path, c.evidence) || v.Entry == 0 || v.Line == 0) || c.at != "" && v.At != c.at || !strings.Contains(v.Quote, c.quote) || len([]rune(v.Quote)) > 80 {
			t.Errorf("%s: evidence %+v", c.file, v)
		}
	}
	// where reasons speak for different things it is said why the first one won
	for _, file := range []string{"/098-", "/099-", "/105-"} {
		if e := entryOf(t, o, file); e.Weighed == "" {
			t.Errorf("%s: several reasons, none weighed: %+v", file, e.Reasons)
		}
	}
}

// TestLinks: the graph tells who ended, follows, rests on and copies whom.
func TestLinks(t *testing.T) {
	o, _ := judged(t)
	for _, c := range []struct{ from, to, verb string }{
		{"/016-", "/015-", "repeals"}, {"/037-", "/036-", "repeals"}, {"/038-", "/037-", "repeals"}, {"/059-", "/050-", "keeps"}, {"/059-", "/053-", "repeals"},
		{"/059-", "/055-", "lapses"}, {"/059-", "/057-", "to_amend"}, {"/011-", "/010-", "prolongs"}, {"/073-", "/074-", "edition_of"}, {"/075-", "/073-", "amends"},
		{"zhujian/072-", "caizheng/072-", "joint_of"}, {"/070-窗口规范.txt", "wangzhan/070-", "copy_of"}, {"/078-", "/079-", "draft_of"}, {"/081-转", "/081-附", "notice_of"},
		{"/093-", "wangzhan/071-", "based_on"}, {"/094-", "/037-", "based_on"}, {"/084-", "/083-", "replaces"}, {"/086-", "/085-", "replaces"},
	} {
		from, to := entryOf(t, o, c.from), entryOf(t, o, c.to)
		if !slices.ContainsFunc(o.Links, func(l cleanup.Link) bool { return l.From == from.ID && l.To == to.ID && l.Verb == c.verb }) &&
			!(c.verb == "based_on" && slices.ContainsFunc(o.Links, func(l cleanup.Link) bool {
				return l.From == from.ID && l.Verb == c.verb && o.Entries[l.To-1].Cluster == to.Cluster && to.Cluster != 0
			})) && !(c.verb == "amends" && slices.ContainsFunc(o.Links, func(l cleanup.Link) bool { return l.From == from.ID && l.Verb == c.verb })) {
			t.Errorf("no link %s %s %s", c.from, c.verb, c.to)
		}
	}
	for _, l := range o.Links {
		if l.From < 1 || l.From > len(o.Entries) || l.To > len(o.Entries) || l.To == l.From || l.To == 0 && l.Title == "" && l.Number == "" {
			t.Errorf("broken link %+v", l)
		}
	}
}
