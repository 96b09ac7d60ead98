package superior_test

import (
	"fmt"
	"strings"
	"testing"

	"docreview/checker/superior"
)

func TestFines(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"处一万元以上五万元以下的罚款", "10000-50000 yuan"},
		{"处1万元以上5万元以下罚款；情节严重的，处10万元罚款", "10000-50000 yuan, 100000-100000 yuan"},
		{"处500元至2000元罚款", "500-2000 yuan"},
		{"处1—3万元罚款", "10000-30000 yuan"},
		{"可以处一千五百元以下罚款", "0-1500 yuan"},
		{"每次罚款50元", "50-50 yuan"},
		{"处违法所得一倍以上五倍以下的罚款", "1-5 times"},
		{"处1.5万元以下的罚款", "0-15000 yuan"},
		{"给予五千元奖励，不得罚款", ""},
		{"注册资本一百万元以上", ""},
	} {
		var got []string
		for _, r := range superior.Fines(tt.text) {
			got = append(got, fmt.Sprintf("%g-%g %s", r.Min, r.Max, map[superior.Unit]string{superior.Yuan: "yuan", superior.Multiple: "times", superior.Share: "share"}[r.Unit]))
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("Fines(%q) = %q, want %q", tt.text, s, tt.want)
		}
	}
}

// Kinds of difference in words.
var kinds = map[superior.Kind]string{superior.Fine: "fine", superior.Surcharge: "surcharge", superior.Deadline: "deadline", superior.Modality: "modality", superior.Exception: "exception"}

const (
	penal   = "采石单位未如实记载开采数量的，由水务部门责令改正，处一万元以上五万元以下的罚款；情节严重的，处货值金额一倍以上三倍以下的罚款。"
	permit  = "采石许可机关应当自受理申请之日起二十日内作出决定；二十日内不能作出决定的，经本机关负责人批准，可以延长十日。"
	appeal  = "申请人对采石许可决定不服的，可以自收到决定书之日起六十日内申请复核。"
	renewal = "采石许可证有效期届满需要延续的，采石单位应当在届满三十日前提出申请。"
	open    = "水务部门应当公开采石许可的条件、程序和期限，接受社会监督。"
	except  = "采石单位不得在夜间和汛期开采砂石，但是抢险救灾需要的除外。"
	late    = "逾期不缴纳采石管理费的，按日加收万分之五的滞纳金。"
	barred  = "被吊销采石许可证的单位，三年内不得申请采石许可。"
)

func TestCompare(t *testing.T) {
	for _, tt := range []struct{ name, clause, provision, want string }{
		{"above", "依照《甲条例》第十条的规定，处二万元以上十万元以下罚款。", penal, "fine clear"},
		{"above by one amount", "依照《甲条例》第十条的规定罚款六万元。", penal, "fine clear"},
		{"below", "依照《甲条例》第十条的规定，处五千元以上二万元以下罚款。", penal, "fine"},
		{"within", "依照《甲条例》第十条的规定，处2万元以上3万元以下罚款。", penal, ""},
		{"without a lower bound", "依照《甲条例》第十条的规定，处5万元以下罚款。", penal, ""},
		{"multiples above", "依照《甲条例》第十条的规定，处货值金额三倍以上十倍以下的罚款。", penal, "fine clear"},
		{"no fine there", "依照《甲条例》第十条的规定，处五千元罚款。", open, "fine clear"},
		{"reckoned otherwise", "依照《甲条例》第十条的规定，处五千元罚款。", "处货值金额一倍以上三倍以下的罚款，并没收工具。", ""},

		{"organ longer", "依照《甲条例》第五条的规定，采石许可机关应当自受理申请之日起三十日内作出决定。", permit, "deadline clear"},
		{"organ shorter", "依照《甲条例》第五条的规定，采石许可机关应当自受理申请之日起十日内作出决定。", permit, ""},
		{"organ the same in working days", "依照《甲条例》第五条的规定，采石许可机关应当自受理申请之日起20个工作日内作出决定。", permit, ""},
		{"organ longer in working days", "依照《甲条例》第五条的规定，采石许可机关应当自受理申请之日起40个工作日内作出决定。", permit, "deadline"},
		{"public shorter", "根据《甲条例》第九条，申请人对采石许可决定不服的，可以自收到决定书之日起十五日内申请复核。", appeal, "deadline clear"},
		{"public longer", "根据《甲条例》第九条，申请人对采石许可决定不服的，可以自收到决定书之日起九十日内申请复核。", appeal, ""},
		{"another act", "根据《甲条例》第九条，自收到决定书之日起十五日内公布复核结果。", appeal, ""},
		{"before the end", "根据《甲条例》第三条，采石许可证有效期届满需要延续的，采石单位应当在届满十日前提出申请。", renewal, ""},
		{"at least, shorter", "依照《甲条例》第二条，自招标文件开始发出之日起至投标人提交投标文件截止之日止，最短不得少于十日。", "依法必须进行招标的项目，自招标文件开始发出之日起至投标人提交投标文件截止之日止，最短不得少于二十日。", "deadline clear"},
		{"at least, longer", "依照《甲条例》第二条，自招标文件开始发出之日起至投标人提交投标文件截止之日止，最短不得少于三十日。", "依法必须进行招标的项目，自招标文件开始发出之日起至投标人提交投标文件截止之日止，最短不得少于二十日。", ""},
		{"extended by more", "依照《甲条例》第五条，需要延长答复期限的，延长的期限最长不得超过30个工作日。", "需要延长答复期限的，应当经负责人同意并告知申请人，延长的期限最长不得超过20个工作日。", "deadline clear"},
		{"barred for longer", "根据《甲条例》第四条，被吊销采石许可证的单位，五年内不得申请采石许可。", barred, "deadline clear"},

		{"duty made a choice", "水务部门可以公开采石许可的条件、程序和期限，接受社会监督。", open, "modality"},
		{"duty kept", "水务部门应当公开采石许可的条件、程序和期限，接受社会监督。", open, ""},
		{"choice made a duty of the public", "申请人对采石许可决定不服的，应当自收到决定书之日起六十日内申请复核。", appeal, "modality"},
		{"choice forbidden", "申请人对采石许可决定不服的，不得自收到决定书之日起六十日内申请复核。", appeal, "modality"},
		{"choice of an organ made a duty", "水务部门应当组织专家对采石方案进行评审和现场勘验。", "水务部门可以组织专家对采石方案进行评审和现场勘验。", ""},

		{"proviso left out", "采石单位不得在夜间和汛期开采砂石。", except, "exception"},
		{"proviso kept", "采石单位不得在夜间和汛期开采砂石，但是抢险救灾需要的除外。", except, ""},
		{"proviso in short", "除抢险救灾需要外，采石单位不得在夜间和汛期开采砂石。", except, ""},

		{"surcharge above", "逾期不缴纳的，按日加收5‰的滞纳金。", late, "surcharge clear"},
		{"surcharge the same", "逾期不缴纳的，按日加收0.05%的滞纳金。", late, ""},
	} {
		var got []string
		for _, d := range superior.Compare(tt.clause, tt.provision) {
			s := kinds[d.Kind]
			if d.Clear {
				s += " clear"
			}
			got = append(got, s)
			if d.Start < 0 || d.End > len(tt.clause) || d.Start >= d.End {
				t.Errorf("%s: place %d-%d", tt.name, d.Start, d.End)
			}
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, s, tt.want)
		}
	}
}

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		clause, provision string
		want              bool
	}{
		{"采石许可机关应当自受理申请之日起20日内作出决定。", permit, true},
		{"采石许可机关应当自受理申请之日起30日内作出决定。", permit, false},
		{"采石单位未如实记载开采数量的，由水务部门责令改正，处一万元以上五万元以下的罚款。", penal, true},
		{"运输单位未密闭运输的，由公安部门责令改正，处一万元以上五万元以下的罚款。", penal, false},
		{"水务部门可以公开采石许可的条件、程序和期限，接受社会监督。", open, false},
		{"采石单位不得在夜间和汛期开采砂石。", except, false},
	} {
		if got := superior.Same(tt.clause, tt.provision); got != tt.want {
			t.Errorf("Same(%q) = %t", tt.clause, got)
		}
	}
}

// Nothing is said of a provision that is near in the words of every penalty and
// remedy alone.
func TestCompareNear(t *testing.T) {
	for _, tt := range []struct{ name, clause, provision, want string }{
		{"longer", "采石许可机关应当自受理申请之日起四十日内作出决定。", permit, "deadline"},
		{"another matter", "当事人不服的，可以自收到处罚决定书之日起十五日内向人民法院起诉。", "当事人不服的，可以自收到处罚决定书之日起三十日内向人民法院起诉。", ""},
		{"another conduct", "未设置警示标志的，由水务部门责令改正，处二万元以上十万元以下罚款。", penal, ""},
		{"the conduct", "采石单位未如实记载采石开采数量和去向台账的，处二万元以上十万元以下罚款。", "采石单位未如实记载采石开采数量和去向台账的，处一万元以上五万元以下的罚款。", "fine"},
	} {
		var got []string
		for _, d := range superior.CompareNear(tt.clause, tt.provision) {
			got = append(got, kinds[d.Kind])
			if d.Clear {
				t.Errorf("%s: clear without a citation", tt.name)
			}
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, s, tt.want)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("依照《甲条例》第十条的规定，处二万元以上十万元以下罚款。", penal)
	f.Add("采石许可机关应当自受理申请之日起三十日内作出决定。", permit)
	f.Add("1,,元以下罚款，按日0.5‰滞纳金", late)
	f.Fuzz(func(t *testing.T, clause, provision string) {
		if len(clause) > 2000 || len(provision) > 2000 {
			return
		}
		for _, ds := range [][]superior.Difference{superior.Compare(clause, provision), superior.CompareNear(clause, provision)} {
			for _, d := range ds {
				if d.Start < 0 || d.Start > d.End || d.End > len(clause) {
					t.Fatalf("place %d-%d of %q", d.Start, d.End, clause)
				}
			}
		}
		superior.Same(clause, provision)
	})
}
