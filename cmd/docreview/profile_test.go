package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestProfileCommand: what holds in a place is shown with its source, its days and where it is
// inherited from, and two places are held against each other.
func TestProfileCommand(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want []string
		not  []string
	}{
		{[]string{"list"}, []string{"370000  山东省", "540000  西藏自治区", "370322  山东省淄博市高青县", "其中省级 31 个"}, nil},
		{[]string{"show", "--as-of=2026-01-01", "沂源县"}, []string{"资料来自：全国、山东省、淄博市、沂源县", "报人大常委会备案期限：30日", "来自山东省", "起算：公布之日", "核对过", "派出机关可以制定：是"}, nil},
		{[]string{"show", "--as-of=2023-01-01", "370323"}, []string{"2019-09-01 起"}, []string{"派出机关可以制定：是"}}, // 令第353号 does not hold yet
		{[]string{"show", "--as-of=2018-01-01", "沂源县"}, nil, []string{"重大行政决策公开征求意见最短期限：30日"}},
		{[]string{"diff", "湖南", "上海"}, []string{"filing_days", "湖南省：30日", "上海市：15工作日", "未核对", "相同的"}, []string{"comment_min_days"}},
		{[]string{"diff", "全国", "全国"}, []string{"不同的 0 项"}, nil},
	} {
		code, out, errw := command(t, "", append([]string{"profile"}, tt.args...)...)
		if code != exitClean {
			t.Errorf("%v: exit %d: %s", tt.args, code, errw)
		}
		for _, w := range tt.want {
			if !strings.Contains(out, w) {
				t.Errorf("%v: no %q in\n%s", tt.args, w, out)
			}
		}
		for _, w := range tt.not {
			if strings.Contains(out, w) {
				t.Errorf("%v: %q in\n%s", tt.args, w, out)
			}
		}
	}
	for _, args := range [][]string{{"show"}, {"show", "云岭县"}, {"diff", "湖南"}, {"show", "--format=xml", "湖南"}, {"show", "--as-of=昨天", "湖南"}, {"list", "湖南"}, {"nothing"}} {
		if code, _, errw := command(t, "", append([]string{"profile"}, args...)...); code != exitUsage || errw == "" {
			t.Errorf("%v: exit %d: %s", args, code, errw)
		}
	}
}

func TestProfileJSON(t *testing.T) {
	_, out, _ := command(t, "", "profile", "show", "--format=json", "--as-of=2026-01-01", "430000")
	var got struct {
		Code   string
		AsOf   string `json:"as_of"`
		Params []struct {
			Name, Unit, Start, Article, Source, Confidence, From string
			Value                                                *int
			FromPlace                                            string `json:"from_place"`
		}
		Unknown []struct{ Name string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	sure := 0
	for _, p := range got.Params {
		if p.Value == nil || p.Source == "" || p.FromPlace == "" || p.Confidence != "sure" && p.Confidence != "unsure" {
			t.Errorf("%+v", p)
		}
		if p.Confidence == "sure" && p.FromPlace == "湖南省" {
			sure++
		}
	}
	if got.Code != "430000" || got.AsOf != "2026-01-01" || sure < 4 || len(got.Unknown) == 0 {
		t.Errorf("%+v", got)
	}
	for _, args := range [][]string{{"list", "--format=json"}, {"diff", "--format=json", "湖南", "上海"}} {
		if _, out, _ := command(t, "", append([]string{"profile"}, args...)...); !json.Valid([]byte(out)) {
			t.Errorf("%v: no JSON", args)
		}
	}
}
