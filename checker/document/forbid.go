package document

import (
	"strings"

	"docreview/checker/literal"
)

// Which prohibitions are Forbids.
//
// Forbids says that the power named in the reach is *not* created or exercised:
// 不得设定行政许可, 严禁变相收费, 不得要求申请人提供证明, 取消下列审批事项, 不再收取. A
// rule that looks for created powers must stay silent inside the reach.
//
// It is not set where the text forbids the *public* an act (未经批准不得经营, 禁止在
// 河道内采砂): such a prohibition creates a duty, and is what rules look for. So 不得,
// 严禁 and 禁止 count only when
//
//   - the subject of their part, or of the clause, is an organ or its staff
//     (行政机关不得…, 各部门不得…, 任何单位不得设立收费项目), or
//   - an act of public power follows in their part (设定, 收取, 要求…提供, 强制,
//     以…为由), and no licence condition stands before them (未经…批准, 未取得…).
//
// The reach begins behind the word; what stands before it (未经批准) is never
// governed. It ends with the comma-separated part; it goes on over 以…为由，/以…为
// 条件，and over parts that carry a list of powers on (不得设定许可，增加办理条件).

// averts reports that what 防止 or 避免 excludes is an act of power. 杜绝企业另设分公司
// excludes an act of the public, which is no Forbids; 避免对企业重复检查 is one.
func averts(governed string) bool {
	p, _ := publicWords.Find(governed)
	if p < 0 || suffixOf(governed[:p], []string{"对", "向", "给", "影响", "侵害", "增加", "要求", "损害", "强制", "限制", "干扰", "干预", "为", "让", "侵犯", "损害中小", "加重", "减损"}) != "" {
		return true
	}
	a, _ := powerActs.Find(governed)
	return a >= 0 && a < p
}

// What 不再 gives up: a demand or a charge. 不再引进其他品牌 gives up none.
var givenUp = literal.Of("收取", "要求", "收费", "提交", "提供", "征收", "缴纳", "缴存", "审批", "许可", "备案", "实行", "核发", "保留", "作为", "进行", "限制", "另行", "重复", "设立", "设定", "设置", "开具", "出具", "罚款", "处罚", "检查", "执行")

// Acts that only the holder of a public power performs.
var powerActs = literal.Of(
	"设定", "设置", "设立", "增设", "新设", "变相", "收取", "收费", "乱收", "摊派", "集资", "强制", "强迫", "强行", "限定", "限制", "指定", "干预", "干涉", "歧视", "索要", "要求", "作为", "为由", "为条件", "前置", "减损",
	"增加义务", "增加其义务", "增加负担", "增加条件", "增加办理", "增加环节", "增加证明", "增加企业", "增加经营", "增加公民", "处罚", "罚款", "没收", "查封", "扣押", "冻结", "许可事项", "审批事项", "重复检查", "多头", "排除", "排斥", "妨碍", "阻碍", "阻挠", "滥用", "超越", "越权", "下达", "转嫁", "推诿", "拖延", "搭售", "以罚代", "擅自制定", "另行", "另立", "附加", "差别", "优惠政策",
)

// Acts that nobody may do to another; with 任何单位和个人 only these count.
var overreach = literal.Of("限定", "限制", "指定", "干预", "干涉", "歧视", "强制", "强迫", "摊派", "集资", "收费", "收取", "阻挠", "阻碍", "设定", "增设", "变相", "排斥", "剥夺", "另立", "侵犯", "索要")

// Conditions of a licence: a prohibition behind one is addressed to the public.
var licenceConditions = literal.Of("未经", "未取得", "未办理", "未依法取得", "未按规定取得", "未获", "未领取", "未报", "未通过", "无证", "没有取得", "未持有", "未申领", "未登记", "未备案")

// Words for the public, and for organs, at the head of a part.
var (
	publicWords = literal.Of("申请人", "申报人", "企业", "个人", "公民", "经营者", "经营单位", "经营主体", "市场主体", "当事人", "用人单位", "建设单位", "施工单位", "业主", "居民", "村民", "生产者", "销售者", "用户", "车主", "驾驶", "个体工商户", "投标人", "中标人", "供应商", "承包人", "承租人", "产权人", "所有权人", "使用人", "从业人员", "学生", "家长", "纳税人", "相对人", "消费者", "商户", "摊主", "养犬人", "法人和其他组织", "其他组织", "社会组织", "开发商", "物业服务", "申请单位", "申报单位", "受益人", "投资者", "被检查")
	organWords  = literal.Of("行政机关", "行政执法", "执法机关", "执法部门", "执法人员", "工作人员", "公职人员", "公务员", "领导干部", "各级", "各地", "各县", "各区", "各市", "各镇", "各乡", "各街道", "各部门", "各有关部门", "各单位", "各有关单位", "各相关", "各责任", "各执法", "各处室", "有关部门", "相关部门", "市直", "县直", "区直", "省直", "主管部门", "监管部门", "管理部门", "审批部门", "职能部门", "财政部门", "人民政府", "政府", "管委会", "管理委员会", "办事处", "登记机关", "审批机关", "许可机关", "处罚机关", "实施机关", "公安机关", "税务机关", "司法行政", "监督机关", "制定机关", "起草单位", "起草部门", "牵头单位", "牵头部门", "责任部门", "本局", "本机关", "我局", "我委", "国家机关", "办案人员", "评审专家", "主要负责人", "部门和单位", "任何机关", "任何行政", "机构编制")
)

// power reports that a prohibition at [at,end) excludes a public power.
func (r *cueReader) power(at, end int) bool {
	i := r.part(at)
	switch r.subjectAt(i) {
	case subjectOrgan:
		return true
	case subjectPublic:
		return false
	}
	after := r.text[end:r.parts[i+1]]
	if strings.HasSuffix(after, "：") {
		after = r.text[end:] // 严禁：（一）…；（二）…
	}
	if i+2 < len(r.parts) && containsAny(after, "为由", "为名", "方式", "形式", "名义") {
		after = r.text[end:r.parts[i+2]]
	}
	if licenceConditions.In(r.text[:at]) {
		return false
	}
	if anybody.In(r.text[r.parts[i]:at]) || i > 0 && anybody.In(r.partText(i-1)) {
		return overreach.In(after)
	}
	return powerActs.In(after)
}

type subject int

const (
	subjectUnread subject = iota
	subjectNone
	subjectOrgan
	subjectPublic
)

// subjectOf gives the subject of part i, read once.
func (r *cueReader) subjectOf(i int) subject {
	if r.whose[i] == subjectUnread {
		r.whose[i] = subjectOf(r.partText(i))
	}
	return r.whose[i]
}

// How many parts back a subject may stand.
const subjectReach = 12

// subjectAt tells whose duty stands in part i; where the part has no subject of
// its own, that of the parts before it holds.
func (r *cueReader) subjectAt(i int) subject {
	for k := i; k >= 0 && k > i-subjectReach; k-- {
		if s := r.subjectOf(k); s != subjectNone {
			return s
		}
		if licenceConditions.In(r.partText(k)) {
			return subjectNone
		}
	}
	return subjectNone
}

// Everybody, organs as well as the public.
var anybody = literal.Of("任何单位", "任何组织", "任何个人", "任何企业")

// Verbs of duty and leave: the subject of a sentence stands before them.
var modals = literal.Of("应当", "应", "必须", "须", "不得", "严禁", "可以", "要严格", "要按", "要加强", "要在", "负责", "禁止", "有权")

// notSubject begin what is no subject, yetSubject are the words among them that
// may be one all the same.
var (
	notSubject = literal.Of("对", "向", "由", "经", "违反", "未", "按", "依", "根据", "被", "因", "为", "从", "自", "在", "除", "凡", "以")
	yetSubject = literal.Of("经营", "经济", "自然", "自治", "在职", "在岗", "以上")
)

// subjectOf tells whom a stretch begins with. What follows 对, 向, 由, 经 and 违反
// is no subject.
func subjectOf(s string) subject {
	if l, ok := readLabel(s); ok {
		s = s[l.size:]
	}
	s = strings.TrimLeft(s, " \u3000")
	if notSubject.Prefix(s) != "" && yetSubject.Prefix(s) == "" {
		return subjectNone
	}
	s = firstRunes(s, 40)
	// the subject stands before the verb of duty: 应当报主管部门同意 has none
	if k, _ := modals.Find(s); k >= 0 {
		s = s[:k]
	}
	o, _ := organWords.Find(s)
	p, _ := publicWords.Find(s)
	if anybody.In(s) {
		return subjectNone
	}
	if p >= 0 && containsAny(s, "单位和个人", "单位或者个人", "单位或个人") { // 个人 is one of publicWords
		p = 0
	}
	switch {
	case o < 0 && p < 0:
		return subjectNone
	case p < 0 || o >= 0 && o < p:
		return subjectOrgan
	}
	return subjectPublic
}

// governed gives how far a word reaches that ends at `end`. lists: the parts that
// follow may carry its list on.
func (r *cueReader) governed(end int, lists bool) int {
	i := r.part(end)
	to := r.parts[i+1]
	for i+2 < len(r.parts) {
		here, next := r.text[end:to], r.partText(i+1)
		body := strings.TrimRight(here, "，,：:；。")
		switch {
		case suffixOf(body, []string{"为由", "为名", "为借口", "方式", "形式", "名义", "手段", "途径"}) != "":
		case strings.HasSuffix(here, "：") && startsItem(next):
			return len(r.text)
		case lists && prefixOf(next, []string{"增加", "规定", "设定", "设置", "侵犯", "干涉", "干预", "限制", "排除", "减损", "强制", "收取", "要求", "变相", "超越", "妨碍", "歧视", "或者", "以及"}) != "" && !containsAny(next, "应当", "可以", "必须", "由"):
		default:
			return to
		}
		i++
		to = r.parts[i+1]
		end = r.parts[i]
	}
	return to
}

func startsItem(s string) bool {
	l, ok := readLabel(strings.TrimLeft(s, " \u3000"))
	return ok && l.kind > Article
}

// What an organ takes back or clears away; 取消其资格 and 停止违法行为 are acts
// against a person and no Forbids.
var endedThings = literal.Of("事项", "许可", "审批", "证明", "收费", "费用", "规定", "文件", "限制", "条件", "门槛", "壁垒", "措施", "做法", "备案", "要求", "政策", "清单", "处罚", "罚款", "检查", "认证", "年检", "评估", "前置", "垄断", "保护", "优惠", "补贴", "奖励", "办法", "制度", "项目")

// ending takes 取消, 清理, 废止 and the like. The reach stops where 并 begins another
// act.
func (r *cueReader) ending(word string, at, end int) {
	if suffixOf(r.text[:at], []string{"责令", "责令其", "立即", "被", "限期", "予以", "可以"}) != "" {
		return
	}
	to := r.governed(end, false)
	if i := strings.Index(r.text[end:to], "并"); i >= 0 {
		to = end + i
	}
	object := r.text[end:to]
	if prefixOf(object, []string{"其", "该", "当事人", "申请人", "违法", "侵害", "使用", "资格", "供", "享受", "本年", "建设", "施工", "生产", "经营", "营业"}) != "" || !endedThings.In(object) {
		return
	}
	r.add(Forbids, at, len(word), end, to)
}
