package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"docreview/checker/frame"
	"docreview/checker/literal"
)

// wordExpr is a choice of words as rule files write it: 「<本地>|辖区|本镇」. A name
// in angle marks is a class of the lexicon, or one of the classes that are read by
// hand: <金额> <比例> <期限> <家数> <分值> <某地>.
type wordExpr struct {
	words  []string
	set    *literal.Set // the same words
	except []string     // a word inside one of these does not count
	kinds  []frame.QuantityKind
	place  bool // <某地>
	firm   bool // <某家>
	due    bool // <钱款>
	card   bool // <证件>
}

// byHand are the classes that no list of words can hold, with the literals that
// each of them ends in.
var byHand = map[string]struct {
	kind        frame.QuantityKind
	place, firm bool
	ends        []string // literals of which each place of the class holds one
}{
	"金额": {frame.Money, false, false, []string{"元"}},
	"比例": {frame.Share, false, false, []string{"%", "％", "‰", "百分点", "倍", "折", "成", "百分之", "千分之", "万分之"}},
	"期限": {frame.Time, false, false, []string{"年", "月", "日", "天", "小时", "周"}},
	"家数": {frame.Firms, false, false, []string{"家"}},
	"分值": {frame.Score, false, false, []string{"分"}},
	"某地": {0, true, false, []string{"省", "市", "县", "区", "州", "旗", "镇", "乡"}},
	"某家": {0, false, true, firmEnds},
	"证件": {-2, false, false, []string{"证", "卡", "单", "牌", "函"}},
	"钱款": {-1, false, false, []string{"金", "款", "费"}},
}

// parseWords reads a choice of words.
func parseWords(expr string) (*wordExpr, error) {
	w := &wordExpr{}
	if err := w.read(expr, 0); err != nil {
		return nil, err
	}
	w.set = literal.Of(w.words...)
	return w, nil
}

// lazyWords is a choice of words read when it is first needed; the expression was
// checked when the rule was built from its file. The zero value holds nothing.
type lazyWords struct{ get func() *wordExpr }

// words makes a choice of words; "" is none.
func (b *builder) words(expr string) (lazyWords, error) {
	if expr == "" {
		return lazyWords{}, nil
	}
	if !b.compiled {
		if _, err := parseWords(expr); err != nil {
			return lazyWords{}, err
		}
	}
	return lazyWords{sync.OnceValue(func() *wordExpr {
		w, err := parseWords(expr)
		if err != nil {
			panic(err) // checked when the rule was compiled
		}
		return w
	})}, nil
}

func (l lazyWords) given() bool { return l.get != nil }

// has reports that one of the words stands in s; false where none are given.
func (l lazyWords) has(s string) bool { return l.get != nil && s != "" && l.get().has(s) }

func (l lazyWords) in(s string) []token { return l.get().in(s) }

func (w *wordExpr) read(expr string, depth int) error {
	if depth > 4 {
		return fmt.Errorf("groups of words call each other in a circle")
	}
	for _, s := range strings.Split(expr, "|") {
		name, class := strings.CutPrefix(s, "<")
		switch {
		case s == "":
			return fmt.Errorf("an empty word in %q", expr)
		case class:
			name, ok := strings.CutSuffix(name, ">")
			if h, found := byHand[name]; found && ok {
				switch {
				case h.place:
					w.place = true
				case h.firm:
					w.firm = true
				case h.kind == -1:
					w.due = true
				case h.kind == -2:
					w.card = true
				default:
					w.kinds = append(w.kinds, h.kind)
				}
				continue
			}
			list, found := lexicon()[name]
			if !found || !ok {
				return fmt.Errorf("no group of words is called <%s>", name)
			}
			if err := w.read(list, depth+1); err != nil {
				return err
			}
		case s[0] == '!':
			w.except = append(w.except, s[1:])
		default:
			w.words = append(w.words, s)
		}
	}
	return nil
}

// literals are words of which one stands wherever the choice is met.
func (w *wordExpr) literals() []string {
	out := slices.Clone(w.words)
	for _, h := range byHand {
		if h.place && w.place || h.firm && w.firm || h.kind == -1 && w.due || h.kind == -2 && w.card || !h.place && !h.firm && h.kind >= 0 && slices.Contains(w.kinds, h.kind) {
			out = append(out, h.ends...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// token is a place of a word; byte offsets into the sentence.
type token struct{ from, to int }

// maxTokens bounds the places of one choice that a condition looks at.
const maxTokens = 24

// in gives the places of the words in s, in order.
func (w *wordExpr) in(s string) []token {
	var out []token
	words := w.words
	if !w.set.In(s) {
		words = nil
	}
	for _, word := range words {
		for at := 0; ; {
			i := strings.Index(s[at:], word)
			if i < 0 || len(out) >= maxTokens {
				break
			}
			i += at
			if !insideAny(s, i, len(word), w.except) && !insideAny(s, i, len(word), exceptions(word)) {
				out = append(out, token{i, i + len(word)})
			}
			at = i + len(word)
		}
	}
	if len(w.kinds) > 0 {
		for _, q := range frame.Quantities(s) {
			if slices.Contains(w.kinds, q.Kind) {
				out = append(out, token{q.Start, q.End})
			}
		}
	}
	if w.place {
		out = append(out, places(s)...)
	}
	if w.firm {
		out = append(out, firms(s)...)
	}
	if w.due {
		out = append(out, dues(s)...)
	}
	if w.card {
		out = append(out, cards(s)...)
	}
	slices.SortFunc(out, func(a, b token) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to // the longer first
	})
	return out[:min(len(out), maxTokens)]
}

// has reports that one of the words stands in s.
func (w *wordExpr) has(s string) bool {
	words := w.words
	if !w.set.In(s) {
		words = nil
	}
	for _, word := range words {
		for at := 0; ; {
			i := strings.Index(s[at:], word)
			if i < 0 {
				break
			}
			i += at
			if !insideAny(s, i, len(word), w.except) && !insideAny(s, i, len(word), exceptions(word)) {
				return true
			}
			at = i + len(word)
		}
	}
	return (len(w.kinds) > 0 || w.place || w.firm || w.due || w.card) && len(w.in(s)) > 0
}

// insideAny reports that s[at:at+size] lies inside one of the words.
func insideAny(s string, at, size int, words []string) bool {
	for _, w := range words {
		for from := max(0, at-len(w)+size); from <= at; from++ {
			if strings.HasPrefix(s[from:], w) {
				return true
			}
		}
	}
	return false
}

// places finds names of places behind a word of motion or standing: 在云岭县,
// 迁入云岭市, 到本区.
func places(s string) []token {
	var out []token
	for _, lead := range []string{"在", "到", "于", "至", "入", "来", "购买", "采购"} {
		for at := 0; ; {
			i := strings.Index(s[at:], lead)
			if i < 0 {
				break
			}
			i += at + len(lead)
			at = i
			if strings.HasSuffix(s[:i-len(lead)], "所") || strings.HasPrefix(s[i:], "地") || strings.HasPrefix(s[i:], "职") {
				continue // 所在地
			}
			n, j := 0, i
			for j < len(s) && n < 8 {
				r, w := utf8.DecodeRuneInString(s[j:])
				if !strings.ContainsRune("省市县区州旗镇", r) {
					if r < 0x4e00 || r > 0x9fff || strings.ContainsRune("的由其各有所或和与及同不时期日年月前后", r) {
						break
					}
					j, n = j+w, n+1
					continue
				}
				if n >= 1 && !strings.HasPrefix(s[j:], "市场") && !strings.HasPrefix(s[j:], "区域") && !strings.HasPrefix(s[j:], "市政") && !strings.HasPrefix(s[j:], "市民") && !notPlace(s[i:j+w]) {
					out = append(out, token{i, j + w})
				}
				break
			}
		}
	}
	return out
}

// lawfulDues are payments that a law, a contract or a market knows, and words
// that end alike.
var lawfulDues = []string{"资金", "奖金", "税金", "现金", "贷款", "条款", "存款", "罚款", "前款", "本款", "公款", "货款", "价款", "工程款", "消费", "学费", "免费", "经费", "水费", "电费", "燃气费", "气费", "暖费", "物业费", "租金", "缴费", "收费", "付费", "自费", "党费", "会费", "本金", "佣金", "薪金", "工资款", "房款", "尾款", "欠款", "还款", "借款", "拨款", "退款", "汇款", "收款", "付款", "补助金", "补贴款", "奖励金", "补助款", "基金", "公积金", "年金", "养老金", "抚恤金", "救助金", "保险金", "保险费", "社会保险费", "医疗费", "医药费", "生活费", "抚养费", "赡养费", "诉讼费", "仲裁费", "投标保证金", "履约保证金", "质量保证金", "工资保证金", "违约金", "滞纳金", "赔偿金", "赔偿款", "出让金", "土地款", "合同款", "进度款", "预付款", "工程费", "建设费", "三类费", "差旅费", "伙食费", "交通费", "补偿费", "补偿款", "补偿金", "安置费", "安置补助费", "征地款", "善款", "专款", "涉案款", "赃款", "公务费", "办公费", "培训费", "黄金", "合金", "冶金", "五金", "白金", "专项费", "运费", "资费", "旅费", "话费", "人工费", "材料费", "税费", "利润款", "股金", "定金", "订金", "款", "费", "金", "押解款", "执行款", "案款", "保费", "慰问金", "慰问款", "津贴款", "丧葬费", "停车费", "通行费", "住宿费", "餐费", "票款", "减费", "降费", "教育费", "文化费", "维修金", "维修资金", "启动金", "种子基金", "保障金", "生活保障金", "奖学金", "助学金", "彩礼金", "礼金", "竞买保证金", "准备金", "拆迁款", "征收款", "理赔款", "挪用款", "扶贫款", "救灾款", "体检费", "挂号费", "护理费", "清算费", "评审费", "律师费", "鉴定费", "公证费", "劳务费", "中介费", "仓储费", "监理费", "设计费", "勘察费", "测绘费", "规费", "杂费", "专家费", "课酬费", "稿费", "社保费", "医保费", "养老保险费", "租赁费", "转让金", "转让费", "经营费"}

// dues finds names of payments by their last character (扬尘治理金, 美化款, 押款,
// 清洗费), with up to four characters before it, that are none of lawfulDues.
func dues(s string) []token {
	var out []token
	for i, r := range s {
		if r != '金' && r != '款' && r != '费' {
			continue
		}
		end := i + utf8.RuneLen(r)
		if strings.HasPrefix(s[end:], "融") || strings.HasPrefix(s[end:], "额") || strings.HasPrefix(s[end:], "属") || strings.HasPrefix(s[end:], "项") || strings.HasPrefix(s[end:], "税") || strings.HasPrefix(s[end:], "秋") {
			continue
		}
		from, n := i, 0
		for from > 0 && n < 4 {
			q, w := utf8.DecodeLastRuneInString(s[:from])
			if q < 0x4e00 || q > 0x9fff || strings.ContainsRune("的纳缴交收取付存清元", q) {
				break
			}
			from, n = from-w, n+1
		}
		word := s[from:end]
		if n == 0 || slices.ContainsFunc(lawfulDues, func(w string) bool { return len(w) > 3 && strings.HasSuffix(word, w) }) {
			continue
		}
		out = append(out, token{from, end})
	}
	return out
}

// lawfulCards are papers that laws know, and words that end alike.
var lawfulCards = []string{"身份证", "户口簿", "驾驶证", "行驶证", "居住证", "结婚证", "离婚证", "残疾证", "残疾人证", "学生证", "工作证", "执法证", "记者证", "会员证", "借书证", "退役证", "军官证", "士兵证", "毕业证", "学位证", "不动产权证", "产权证", "房产证", "土地证", "使用证", "出生证", "许可证", "健康证", "社保卡", "保障卡", "银行卡", "磁卡", "存折", "凭证", "签证", "保证", "认证", "验证", "公证", "论证", "听证", "举证", "取证", "例证", "求证", "印证", "作证", "见证", "物证", "书证", "质证", "查证", "证", "单", "卡", "牌", "函", "名单", "清单", "订单", "账单", "保单", "简单", "提单", "回单", "罚单", "工单", "菜单", "存单", "运单", "报单", "表单", "传单", "成绩单", "对账单", "通知单", "缴款单", "发票单", "派车单", "派工单", "任务单", "品牌", "招牌", "门牌", "号牌", "标牌", "铭牌", "挂牌", "站牌", "路牌", "名牌", "金牌", "奖牌", "公示牌", "警示牌", "标志牌", "指示牌", "告示牌", "摘牌", "授牌", "公函", "信函", "复函", "保函", "来函", "致函", "发函", "调档函", "商调函", "询证函", "意见函", "督办函", "提示函", "征求意见函", "诊断证", "检疫证", "税务登记证", "代码证", "荣誉证", "聘任证", "资格证", "出入证", "监督卡", "明白卡", "信用卡", "公交卡", "医保卡", "联系卡", "贺卡", "刷卡", "打卡", "一卡", "设卡", "关卡", "申请单", "登记单", "交接单", "验收单", "入库单", "明细单", "评分单", "选票单", "检查单", "权责清单"}

// cards finds names of papers that a person is to hold (活动许可单, 骑行资格卡, 出境单,
// 通行标牌) by their last character, with up to five characters before it, that
// are none of lawfulCards.
func cards(s string) []token {
	var out []token
	for i, r := range s {
		switch r {
		case '证', '卡', '单', '牌', '函':
		default:
			continue
		}
		end := i + utf8.RuneLen(r)
		if next, _ := utf8.DecodeRuneInString(s[end:]); strings.ContainsRune("明位件据照书人券一独个元实监号", next) && !strings.HasPrefix(s[end:], "号制") {
			continue
		}
		from, n := i, 0
		for from > 0 && n < 5 {
			q, w := utf8.DecodeLastRuneInString(s[:from])
			if q < 0x4e00 || q > 0x9fff || strings.ContainsRune("的领取得持凭发办有请", q) {
				break
			}
			from, n = from-w, n+1
		}
		word := s[from:end]
		if n == 0 || slices.ContainsFunc(lawfulCards, func(w string) bool { return len(w) > 3 && strings.HasSuffix(word, w) }) {
			continue
		}
		out = append(out, token{from, end})
	}
	return out
}

// notPlace: areas that are no district.
func notPlace(s string) bool {
	for _, end := range []string{"小区", "社区", "园区", "景区", "厂区", "库区", "校区", "林区", "牧区", "矿区", "灾区", "地区", "市区", "城区", "保护区", "禁区", "山区", "片区", "居住区", "功能区", "生活区", "上市", "超市", "集市", "夜市", "入市", "城市", "学区", "院区", "牌区", "放区", "养区", "限区", "楼市", "街区", "商圈区"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

// firmEnds are the ends of names of businesses, longer before shorter.
var firmEnds = []string{"有限公司", "公司", "集团", "银行", "农商行", "联社", "信用社", "供销社", "合作社", "医院", "卫生院", "迎宾馆", "宾馆", "酒店", "印刷厂", "服装厂", "殡仪馆", "检测站", "检测中心", "监测中心", "设计院", "研究院", "勘测队", "驾校", "门市部", "苗圃", "砂场", "石场", "乳业", "商会", "协会", "燃气", "平台"}

// commonFirms are kinds of businesses: nobody in particular.
var commonFirms = []string{"物业", "保险", "供电", "电力", "电网", "供水", "自来水", "项目", "运输", "出租", "出租汽车", "租赁", "担保", "融资担保", "证券", "基金", "投资", "建筑", "劳务", "保安", "施工", "上市", "子", "分", "母", "股份", "网约车", "平台", "快递", "电信", "通信", "第三方", "测绘", "监理", "评估", "检测", "代理", "招标代理", "咨询", "公立", "民营", "专科", "定点", "综合", "商业", "政策性", "人民", "国有商业", "农民专业", "专业", "企业", "政务服务", "服务", "电子商务", "互联网", "管理", "信息", "公共服务", "数据", "交易", "公共资源交易", "城市", "科技", "行业", "经纪", "种子", "旅游", "燃气", "热力", "集团", "小额贷款", "典当", "信用", "监管", "一体化", "在线", "政府采购", "药品", "配送", "疾控", "中医", "社区", "政务", "大型", "中小型", "房地产", "房地产开发", "开发", "各级", "乡镇", "受托", "代建", "总", "控股", "清算", "信托", "养护", "环卫", "保洁", "广告", "传媒", "药品批发", "出入境", "跨国", "外商投资", "国家", "中央", "全国", "省级", "融资", "开户", "开户", "网络", "监测", "审批", "数字", "管理服务", "监督", "申报", "申请", "工作", "12345", "人才", "共享", "支付", "预警", "互动", "办公", "展示", "融媒体", "创业", "创新", "孵化", "研发", "技术", "产业", "试验", "推广", "学习", "宣传", "质量", "追溯", "大数据", "投诉", "举报", "信用信息", "共享交换", "云"}

// firms finds businesses named one by one: 县供销集团, 某某公司, 云岭农商银行, by the
// name that stands before the end; a mere kind (保险公司, 物业公司) is none.
func firms(s string) []token {
	var out []token
	for _, end := range firmEnds {
		for at := 0; ; {
			i := strings.Index(s[at:], end)
			if i < 0 {
				break
			}
			i += at
			at = i + len(end)
			if len(out) > 0 && slices.ContainsFunc(out, func(t token) bool { return t.from < at && i < t.to }) {
				continue
			}
			// The name: back to a word that leads it in.
			from, n := i, 0
			for from > 0 && n < 14 {
				r, w := utf8.DecodeLastRuneInString(s[:from])
				if r != '“' && r != '”' && (r < 0x4e00 || r > 0x9fff) || strings.ContainsRune("的由在到向给与从为经各等所有和及或", r) || leads1(s[:from]) {
					break
				}
				from, n = from-w, n+1
			}
			name := strings.Trim(s[from:i], "“”")
			if named(name, end) {
				out = append(out, token{from, at})
			}
		}
	}
	return out
}

// leads1 reports that s ends with a verb or modal that leads a name in.
func leads1(s string) bool {
	for _, w := range []string{"统一", "委托", "通过", "使用", "选用", "购买", "采购", "授予", "交由", "指定", "归口", "接入", "对于", "一律", "必须", "应当", "企业", "龙头", "按照", "优先", "安排", "推荐", "选择", "确定", "不得", "全部", "存放", "配合", "支持", "扶持", "根据", "划归", "专供", "参加", "加入", "成立", "组建", "设立", "规范", "鼓励", "引导", "建设", "开发", "搭建", "建立", "完善", "依托", "打造", "利用"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// named reports that what stands before the end of a name is the name of one
// business and not of a kind.
func named(name, end string) bool {
	n := utf8.RuneCountInString(name)
	if end == "迎宾馆" || end == "殡仪馆" {
		return true // there is one of them in a county
	}
	if n == 0 || n == 1 && end != "集团" && !strings.ContainsAny(name, "县市区镇乡") {
		return false
	}
	if slices.Contains(commonFirms, name) {
		return false
	}
	for _, w := range []string{"任何", "其他", "具备", "具有", "依法", "资质", "符合", "选定的", "两家", "多家", "本地", "外地", "中小", "相关", "有关", "该", "每家", "以上", "下列", "条件", "合格", "不同", "自行", "自主", "国务院", "国家", "人民银行", "中国", "全国", "上级", "省级", "公开"} {
		if strings.Contains(name, w) {
			return false
		}
	}
	switch end {
	case "有限公司":
		return n >= 3
	case "平台", "协会", "商会", "合作社", "研究院", "燃气", "医院":
		return strings.Contains(name, "某") || n <= 8 && (strings.HasPrefix(name, "县") || strings.HasPrefix(name, "市") || strings.HasPrefix(name, "区") || strings.HasPrefix(name, "镇") || strings.Contains(name, "县") && !strings.Contains(name, "县级"))
	}
	for _, c := range commonFirms {
		if name == c+"企业" || strings.HasSuffix(name, c) && utf8.RuneCountInString(c) >= n-1 && !strings.ContainsAny(name, "县市区镇乡州省某") {
			return false
		}
	}
	return true
}
