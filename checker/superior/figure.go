// Package superior compares a clause of a document with a provision of a
// superior regulation: fines, time limits, rates, what must and what may be
// done, exceptions, lists of materials and conditions. It looks at words alone;
// which provision a clause is to be held against is somebody else's question.
//
// Everything in it is a pure function and safe for several goroutines.
package superior

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"docreview/corpus/law"
)

// Unit of a figure.
type Unit int

const (
	Yuan     Unit = iota + 1 // 元
	Multiple                 // 倍
	Share                    // of one: 5% is 0.05, 万分之五 0.0005
	Days                     // natural days; months count 30, years 365
	WorkDays                 // 工作日
	Hours
)

// Range is an amount or a rate with its bounds; Min 0: none is given.
type Range struct {
	Min, Max   float64
	Unit       Unit
	Start, End int // bytes
}

const number = `(?:\d[\d,]*(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿两]+)\s*(?:亿|万|千|百)?`

// forms are compiled at the first question.
type forms struct{ between, below, exact, behind, rate *regexp.Regexp }

var compiled = sync.OnceValue(func() forms {
	const unit = `(?:元|倍|%|％)`
	return forms{
		between: regexp.MustCompile(`(` + number + `)(` + unit + `?)(?:以上|至|到|[—－\-～~–]+)(?:不足|不满)?(` + number + `)(` + unit + `)(?:以下|以内|以上)?(?:的)?[^。；，、]{0,8}?罚款`),
		below:   regexp.MustCompile(`(` + number + `)(` + unit + `)(?:以下|以内)(?:的)?[^。；，、]{0,8}?罚款`),
		exact:   regexp.MustCompile(`(` + number + `)(` + unit + `)(?:的)?罚款`),
		behind:  regexp.MustCompile(`罚款(?:人民币)?(` + number + `)(元)`),
		rate:    regexp.MustCompile(`(百分之|千分之|万分之)([〇零一二三四五六七八九十百]+)|(\d+(?:\.\d+)?)\s*(%|％|‰)`),
	}
})

// Fines gives the fines that a text names, in order, none inside another.
func Fines(s string) []Range {
	if !strings.Contains(s, "罚款") {
		return nil
	}
	var out []Range
	taken := func(at int) bool {
		for _, r := range out {
			if r.Start <= at && at < r.End {
				return true
			}
		}
		return false
	}
	f := compiled()
	for _, m := range f.between.FindAllStringSubmatchIndex(s, -1) {
		u := unitOf(s[m[8]:m[9]])
		low, ok1 := value(s[m[2]:m[3]], u)
		high, ok2 := value(s[m[6]:m[7]], u)
		if m[4] == m[5] && u == Yuan {
			// 1—3万元, 五百至二千元: the first takes the unit of the second.
			if t := s[m[6]:m[7]]; strings.HasSuffix(t, "万") && !strings.ContainsAny(s[m[2]:m[3]], "万千百") {
				low *= 10000
			}
		}
		if ok1 && ok2 && low <= high {
			out = append(out, Range{low, high, u, m[0], m[1]})
		}
	}
	for _, m := range f.below.FindAllStringSubmatchIndex(s, -1) {
		u := unitOf(s[m[4]:m[5]])
		if v, ok := value(s[m[2]:m[3]], u); ok && !taken(m[0]) {
			out = append(out, Range{0, v, u, m[0], m[1]})
		}
	}
	for _, re := range []*regexp.Regexp{f.exact, f.behind} {
		for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
			u := unitOf(s[m[4]:m[5]])
			if v, ok := value(s[m[2]:m[3]], u); ok && !taken(m[0]) {
				out = append(out, Range{v, v, u, m[0], m[1]})
			}
		}
	}
	return out
}

func unitOf(s string) Unit {
	switch s {
	case "元":
		return Yuan
	case "倍":
		return Multiple
	}
	return Share
}

// value reads a number; a share is given of one.
func value(s string, u Unit) (float64, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ",", "")
	factor := 1.0
	if c := s[0]; c >= '0' && c <= '9' {
		for _, w := range []struct {
			name string
			f    float64
		}{{"亿", 1e8}, {"万", 1e4}, {"千", 1e3}, {"百", 1e2}} {
			if t, ok := strings.CutSuffix(s, w.name); ok {
				s, factor = strings.TrimSpace(t), w.f
				break
			}
		}
		v, err := strconv.ParseFloat(s, 64)
		if u == Share {
			v /= 100
		}
		return v * factor, err == nil
	}
	n, w, ok := law.ParseNumeral(s)
	return float64(n), ok && w == len(s)
}

// Surcharges gives the rates by the day of charges for late payment (滞纳金).
func Surcharges(s string) []Range {
	i := strings.Index(s, "滞纳金")
	if i < 0 || !strings.Contains(s, "日") {
		return nil
	}
	var out []Range
	for _, m := range compiled().rate.FindAllStringSubmatchIndex(s, -1) {
		var v float64
		switch {
		case m[2] >= 0:
			n, w, ok := law.ParseNumeral(s[m[4]:m[5]])
			if !ok || w != m[5]-m[4] {
				continue
			}
			v = float64(n) / map[string]float64{"百分之": 100, "千分之": 1000, "万分之": 10000}[s[m[2]:m[3]]]
		default:
			x, err := strconv.ParseFloat(s[m[6]:m[7]], 64)
			if err != nil {
				continue
			}
			v = x / map[string]float64{"%": 100, "％": 100, "‰": 1000}[s[m[8]:m[9]]]
		}
		out = append(out, Range{v, v, Share, m[0], m[1]})
	}
	return out
}

// Beyond says how a fine lies outside those that a provision names.
type Beyond int

const (
	Within  Beyond = iota
	Above          // its upper bound is higher than the highest
	Below          // its lower bound is lower than the lowest
	Foreign        // the provision names no fine of that unit
)

// Outside holds a fine against those of the superior provision.
func Outside(r Range, of []Range) (b Beyond, nearest Range) {
	seen := false
	var low, high Range
	for _, o := range of {
		if o.Unit != r.Unit {
			continue
		}
		if !seen || o.Max > high.Max {
			high = o
		}
		if !seen || o.Min < low.Min {
			low = o
		}
		seen = true
	}
	switch {
	case !seen:
		return Foreign, Range{}
	case r.Max > high.Max*1.000001:
		return Above, high
	case r.Min > 0 && r.Min < low.Min*0.999999:
		return Below, low
	}
	return Within, Range{}
}
