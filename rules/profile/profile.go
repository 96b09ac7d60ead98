// Package profile says what differs by place: which division (行政区划) issued a
// document, at what level, and which numbers hold there — days of public
// comment, years of validity, who may issue.
//
// # Where the numbers come from
//
// One file a division in params/: national.yaml, 370000.yaml (a province),
// 370300.yaml (a city). A place has the numbers of the nation, overridden by
// those of its province, its city, its county. A file holds a number only where
// a source says it; what nobody knows is absent, and a rule that asks for it
// comes out as «cannot tell». sure is true where the words of the measure (or of
// the law) were read, false where practice or memory says so: a number that is
// not sure never carries an error.
//
// # Names of parameters
//
// Parameters lists them with their units and days from which they count; a file that uses another
// name or unit does not load. Counting starts on the day named: validity on the
// day of taking effect, filing and taking effect on the day of publication.
//
// Everything here is read-only and safe for several goroutines. The files are
// embedded; only those a place needs are parsed.
package profile

import (
	"fmt"
	"strings"

	"docreview/checker"
)

// An UnknownError says that no division has this code or name.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("no division has the code or name %q", e.Name)
}

// An AmbiguousError says that several divisions have this name.
type AmbiguousError struct {
	Name       string
	Candidates []Division // by code
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%d divisions have the name %q", len(e.Candidates), e.Name)
}

// Resolve finds a place by 行政区划代码 (two, four or six digits) or name: 370300,
// 淄博市, 淄博, 山东省淄博市, 福州市鼓楼区, 延边州. 全国 and 000000 are the nation. Stage
// is left empty. Errors: *UnknownError, *AmbiguousError, or a broken
// parameter file.
func Resolve(codeOrName string) (checker.Profile, error) {
	s := squeeze(codeOrName)
	switch s {
	case "":
		return checker.Profile{}, &UnknownError{codeOrName}
	case "全国", "中央", "国家", "000000":
		return central()
	}
	if digits(s) {
		if n := len(s); n == 2 || n == 4 {
			s += "000000"[n:]
		}
		if len(s) == 6 {
			if d, ok := byCode(s); ok {
				return local(d, d.Name, d.Level())
			}
		}
		return checker.Profile{}, &UnknownError{codeOrName}
	}
	found := walk(s, false)
	if found.rest != "" || len(found.candidates) == 0 {
		found = short(s)
	}
	switch len(found.candidates) {
	case 0:
		return checker.Profile{}, &UnknownError{codeOrName}
	case 1:
		d := found.candidates[0]
		return local(d, found.name(d), found.levelOf(d))
	}
	return checker.Profile{}, &AmbiguousError{codeOrName, found.candidates}
}

// short finds a name without its suffix: 山东, 淄博, 沂源. A province goes before
// its namesakes (吉林 is the province), nothing else is guessed.
func short(s string) match {
	var m match
	for _, d := range starting(s) {
		if !suffixOnly(strings.TrimPrefix(d.Name, s)) {
			continue
		}
		if d.Level() == "province" {
			return match{candidates: []Division{d}}
		}
		m.candidates = append(m.candidates, d)
	}
	return m
}

// suffixOnly reports whether s is what a short name leaves out: 省, 市, 区, 县, or
// the peoples and the kind of an autonomous division.
func suffixOnly(s string) bool {
	switch s {
	case "省", "市", "区", "县", "旗", "盟", "地区", "自治区", "林区", "特区", "自治州", "自治县", "自治旗":
		return true
	}
	return strings.Contains(s, "族") && (strings.HasSuffix(s, "自治州") || strings.HasSuffix(s, "自治县") || strings.HasSuffix(s, "自治区") || strings.HasSuffix(s, "自治旗")) ||
		s == "维吾尔自治区"
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// squeeze drops blanks: mastheads are often set with blanks between characters.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func central() (checker.Profile, error) {
	p, err := paramsOf(nil)
	return checker.Profile{Name: "中央", Level: "central", Params: p}, err
}

// National gives what holds where nothing is known of the place.
func National() (checker.Profile, error) {
	p, err := paramsOf(nil)
	return checker.Profile{Params: p}, err
}

func local(d Division, name, level string) (checker.Profile, error) {
	p, err := paramsOf(lineage(d.Code))
	return checker.Profile{Code: d.Code, Name: name, Level: level, Params: p}, err
}
