package law

// ParseNumeral reads a numeral at the start of s and returns its value and the
// bytes consumed: 一百一十二, 廿, 〇, 二〇二六, 二00二, ２０, 20. ok is size > 0.
func ParseNumeral(s string) (n, size int, ok bool) { return 0, 0, false }

// FormatNumeral writes n the way articles are numbered: 112 → 一百一十二.
func FormatNumeral(n int) string { return "" }

// ParseDate reads a date at the start of s: 2020年1月6日, 二〇二〇年一月六日,
// 二00二年八月二十九日, 2020-01-06, 2020.1.6, 2020/1/6, and 2017年 or 2017年3月
// with the rest zero. It does not ask whether the day exists (Date.Valid does).
func ParseDate(s string) (d Date, size int, ok bool) { return Date{}, 0, false }

// ParseProvision reads a provision at the start of s: 第十六条第一款第（二）项,
// 第一百二十条之一, 第3条, 第二款. size is 0 when there is none.
func ParseProvision(s string) (p Provision, size int, ok bool) { return Provision{}, 0, false }

// String writes p as articles are cited: 第十六条第一款第（二）项; "" for zero.
func (p Provision) String() string { return "" }

// ParseDocNumber reads a document number at the start of s, brackets of any
// kind: 国办发〔2018〕37号, 国务院令第722号, 农业农村部公告2019年第4号. A prefix is
// needed; finding where it starts is the caller's work.
func ParseDocNumber(s string) (n DocNumber, size int, ok bool) { return DocNumber{}, 0, false }

// String writes n in the standard form: 国办发〔2018〕37号.
func (n DocNumber) String() string { return "" }

// TitleKey gives one key for all spellings of a title: brackets, blanks, width,
// the leading 中华人民共和国, edition marks （2021修订） and 〈〉《》 folded.
func TitleKey(title string) string { return "" }

// On gives the wording that applies on d, and how the work stands on d.
func (r *Regulation) On(d Date) (Edition, Standing) { return Edition{}, NotChecked }

// Outranks is a partial order: 部门规章 and 地方政府规章 are not comparable.
func (l Level) Outranks(m Level) (higher, comparable bool) { return false, false }

// String gives the Chinese name of the level.
func (l Level) String() string { return "" }
