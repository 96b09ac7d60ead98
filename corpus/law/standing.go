package law

// first and last bound a date of which only the year or the month is known.
func (d Date) first() Date {
	if d.IsZero() {
		return d
	}
	if d.Month == 0 {
		return Date{d.Year, 1, 1}
	}
	if d.Day == 0 {
		return Date{d.Year, d.Month, 1}
	}
	return d
}

func (d Date) last() Date {
	if d.Month == 0 {
		return Date{d.Year, 12, 31}
	}
	if d.Day == 0 {
		return Date{d.Year, d.Month, 31}
	}
	return d
}

// waiting is the longest time, in years, that we allow between publication and
// the first day of a regulation whose first day is not known. No regulation in
// the tables waited as long; within it we cannot tell.
const waiting = 3

// start bounds the first day of an edition: it began at the latest on late and
// not before early.
func (e Edition) start() (early, late Date, known bool) {
	switch {
	case !e.From.IsZero():
		return e.From.first(), e.From.last(), true
	case !e.Published.IsZero():
		p := e.Published
		p.Year += waiting
		return e.Published.first(), p.last(), true
	case !e.KnownBy.IsZero() || !e.NotBefore.IsZero():
		late = Date{9999, 12, 31}
		if !e.KnownBy.IsZero() {
			late = e.KnownBy.last()
		}
		return e.NotBefore.first(), late, true
	}
	return Date{}, Date{}, false
}

// On gives the wording that applies on d, and how the work stands on d.
//
// Before the first day it is NotYetInForce, from the day of its ending Repealed,
// Lapsed or Superseded (with its last wording), in between InForce. Where the
// dates known do not decide it is Undated: no dates at all, only a year and d
// lies in it, or a day of publication less than three years ago without a first
// day. The wording is the zero Edition where the work has none, or where d lies
// between NotBefore and KnownBy of an edition, so that either may apply.
func (r *Regulation) On(d Date) (Edition, Standing) {
	if len(r.Editions) == 0 {
		if s, ok := r.ended(d); ok && s != InForce {
			return Edition{}, s
		}
		return Edition{}, Undated
	}
	first := r.Editions[0]
	early, _, known := first.start()
	if known && d.Before(early) {
		return first, NotYetInForce
	}
	e, sure := r.wording(d)
	s, decided := r.ended(d)
	switch {
	case decided && s != InForce:
		return r.Editions[len(r.Editions)-1], s
	case !decided:
		return e, Undated
	case sure:
		return e, InForce
	}
	return e, Undated
}

// Cited gives the wording that a reference names, and how that wording stands on
// d. A reference that names no edition is judged as On judges the work.
//
// A date names an edition (2017年修正) and is Superseded once a later one applies.
// A number names the edition that has it, but regulations go on being cited by
// their first number while they are amended: the number is Superseded only by a
// later edition that is a new text with its own number (re-enacted under the same
// title, or revised as a whole), such as 信访条例 of 1995 by that of 2005.
func (r *Regulation) Cited(ref Ref, d Date) (Edition, Standing) {
	now, s := r.On(d)
	if s != InForce {
		return now, s
	}
	current := -1
	for i, e := range r.Editions {
		if e.ID == now.ID {
			current = i
		}
	}
	for i, e := range r.Editions {
		switch {
		case i >= current:
			return now, s
		case ref.Date.Year > 0 && ref.Date.covers(e.Published):
			if later := r.Editions[i+1]; !ref.Date.covers(later.Published) {
				return e, Superseded
			}
		case ref.DocNumber.IsZero() || e.DocNumber.Key() != ref.DocNumber.Key():
		default:
			for _, later := range r.Editions[i+1 : current+1] {
				if later.newText() {
					return e, Superseded
				}
			}
			return now, s
		}
	}
	return now, s
}

// newText reports whether e replaced what was before it as a whole.
func (e Edition) newText() bool {
	return e.Event == "promulgated" || e.Event == "revised" && !e.DocNumber.IsZero()
}

// covers reports whether e is the day d, in its month or in its year.
func (d Date) covers(e Date) bool {
	return d.Year == e.Year && (d.Month == 0 || d.Month == e.Month) && (d.Day == 0 || d.Day == e.Day)
}

// wording gives the last edition that had begun by d; sure says that one of the
// editions had certainly begun and not been left without a follower.
func (r *Regulation) wording(d Date) (e Edition, sure bool) {
	e = r.Editions[0]
	for i, c := range r.Editions {
		early, late, known := c.start()
		if !known || d.Before(early) {
			continue
		}
		e = c
		if !d.Before(late) {
			sure = true
		} else if c.Published.IsZero() && c.From.IsZero() {
			e = Edition{} // this wording or the one before it
		}
		if i == len(r.Editions)-1 && !c.To.IsZero() && !d.Before(c.To.last()) {
			return c, false
		}
	}
	return e, sure
}

// ended tells whether the work has ended by d; decided is false where the date
// of the ending is not known well enough.
func (r *Regulation) ended(d Date) (s Standing, decided bool) {
	x := r.Ended
	if x.Partial || (x.As == NotChecked && x.On.IsZero() && x.KnownBy.IsZero()) {
		return InForce, true
	}
	as := x.As
	if as == NotChecked {
		as = Repealed
	}
	switch {
	case x.On.IsZero() && !x.KnownBy.IsZero() && !d.Before(x.KnownBy):
		return as, true
	case x.On.IsZero():
		return NotChecked, false
	case d.Before(x.On.first()):
		return InForce, true
	case d.Before(x.On.last()):
		return NotChecked, false
	}
	return as, true
}

// rank orders the levels that stand in one line; 0 is outside it.
func (l Level) rank() int {
	switch l {
	case LevelConstitution:
		return 5
	case LevelLaw:
		return 4
	case LevelAdminRegulation:
		return 3
	case LevelLocalRegulation, LevelDeptRule, LevelLocalGovRule:
		return 2
	case LevelNormative:
		return 1
	}
	return 0
}

// Outranks is a partial order: 部门规章 and 地方政府规章 are not comparable, nor are
// 部门规章 and 地方性法规 (立法法第九十八条 to 第一百零六条). 自治条例 may depart from laws
// within their bounds and 司法解释 apply them; both are compared only upwards.
// LevelNormative is taken as that of a local or departmental issuer, as it is in
// review; party documents and standards stand outside.
func (l Level) Outranks(m Level) (higher, comparable bool) {
	if l == m {
		return false, l != LevelUnknown
	}
	a, b := l.rank(), m.rank()
	switch {
	case l == LevelConstitution:
		c := b > 0 || m == LevelJudicial || m == LevelAutonomous
		return c, c
	case m == LevelConstitution:
		return false, a > 0 || l == LevelJudicial || l == LevelAutonomous
	case l == LevelLaw && m == LevelJudicial:
		return true, true
	case l == LevelJudicial && m == LevelLaw:
		return false, true
	case l == LevelAutonomous && m == LevelNormative:
		return true, true
	case l == LevelNormative && m == LevelAutonomous:
		return false, true
	case l == LevelLocalRegulation && m == LevelLocalGovRule:
		return true, true
	case l == LevelLocalGovRule && m == LevelLocalRegulation:
		return false, true
	case a == 0 || b == 0 || a == b:
		return false, false
	}
	return a > b, true
}

// String gives the Chinese name of the level; "" for LevelUnknown.
func (l Level) String() string {
	names := [...]string{"", "宪法", "法律", "行政法规", "司法解释", "地方性法规", "自治条例、单行条例",
		"部门规章", "地方政府规章", "规范性文件", "党内法规和党的文件", "标准"}
	if l < 0 || int(l) >= len(names) {
		return ""
	}
	return names[l]
}
