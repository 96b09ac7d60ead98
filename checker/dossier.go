package checker

import (
	"fmt"
	"slices"
	"strings"

	"docreview/checker/document"
	"docreview/corpus/law"
)

// Further materials of a dossier, beside those that rules ask for by name.
const (
	Integrity    MaterialKind = "廉洁性评估材料"
	SignedDraft  MaterialKind = "签发稿"
	Publication  MaterialKind = "公布页"
	DocumentText MaterialKind = "文件文本"
	Consultation MaterialKind = "部门意见材料"
	Hearing      MaterialKind = "听证材料"
	ReviewAnswer MaterialKind = "审核意见采纳情况"
	Evaluation   MaterialKind = "实施评估材料"
	Explanation  MaterialKind = "政策解读"
	FilingReview MaterialKind = "备案审查意见"
	YearlyList   MaterialKind = "年度文件目录"
	Correction   MaterialKind = "备案审查意见办理情况"
)

// Dossier is what the papers that go with a document (送审材料) prove. It is
// immutable and safe for several goroutines.
type Dossier struct {
	Papers []Paper // in the order in which they were read
	Acts   []Act   // in the order of the papers
	// Complete: whoever keeps the dossier states that no paper is missing. Only
	// then is a step without a paper a step that was not taken.
	Complete bool
	// Told is what papers tell beside the steps, one act a paper (Event told); package dossier
	// lists the names of its facts.
	Told []Act
	// Texts are the versions of the document that the papers hold, in their order.
	Texts []Version
	// Major: the document is a major administrative decision (重大行政决策), as a
	// paper or the keeper says; empty: nobody says so.
	Major Fact
}

// Version is the text of the document at one point of its life. Stage says which:
// draft (征求意见稿), review (送审稿), meeting (审议稿), signed (签发稿), published (公布文本).
type Version struct {
	Stage string
	File  string
	Doc   *document.Document
}

// Paper is one file of a dossier.
type Paper struct {
	File  string
	Kind  MaterialKind // "" not recognised
	Why   string       // in Chinese: why it is taken for that, or why for nothing
	Error string       // in Chinese: why it could not be read; "" it was
	Same  string       // an earlier paper with the same bytes
	Other string       // the document that it is about, where that is another one
}

// Act is something that was done for the document as one paper proves it: a
// public comment, a meeting, a filing.
type Act struct {
	// Event is public_comment, … filed (contract.md), or one that no timeline shows: consultation
	// (departments were asked), hearing, evaluation (the statement weighs need and feasibility),
	// review_substitute (something else is given for the legality review), review_answer (what became
	// of the opinion of the review), explained (解读), filing_opinion, corrected (备案审查), yearly, answers (whose comments an adoption table answers), drafting, party_report, renewal (evaluation before the period of validity ends).
	Event string
	Kind  MaterialKind
	File  string
	Facts []Fact
}

// Fact is what a paper says of an act, with its place. Name says what:
//
//	from, to, day, accepted, delivered  days
//	days, received, adopted, partly, rejected, experts, signed, asked, answered   numbers
//	channel, by, conclusion, level, meeting, signer, recipient, name, number,
//	organ, replied, opinion, operator, answered_to, reason, title, need, feasible, substitute, unfollowed
//	                                    words; by, name, organ, replied, opinion, operator may stand several times
//	advised_more                        words: something is asked for that no article is named for
//	advised                             an article (N) that is to be changed, or was not
type Fact struct {
	Name   string
	Text   string   // as rules compare it
	Day    law.Date // of days
	N      int      // of numbers
	File   string
	Line   int // from 1; 0: the file as a whole
	Column int // from 1, code points
	Start  int // code points of the file's text as read
	End    int
	Quote  string
	Stated bool // somebody stated it in dossier.yaml; it was not read
}

// Known reports whether the fact is there.
func (f Fact) Known() bool { return f.Name != "" }

// Where says in Chinese where the fact stands.
func (f Fact) Where() string {
	switch {
	case f.Stated:
		return f.File + "（填报）"
	case f.Line == 0:
		return f.File
	}
	return fmt.Sprintf("%s第%d行", f.File, f.Line)
}

// Fact gives the first fact of that name; the zero Fact when there is none.
func (a *Act) Fact(name string) Fact {
	for _, f := range a.Facts {
		if f.Name == name {
			return f
		}
	}
	return Fact{}
}

// All gives all facts of that name.
func (a *Act) All(name string) []Fact {
	var out []Fact
	for _, f := range a.Facts {
		if f.Name == name {
			out = append(out, f)
		}
	}
	return out
}

// Events gives the acts of an event. What a drafting statement says of a step is
// a claim and no proof: it is left out.
func (d *Dossier) Events(event string) []*Act {
	var out []*Act
	for i := range d.Acts {
		if a := &d.Acts[i]; a.Event == event && a.Kind != DraftingStatement {
			out = append(out, a)
		}
	}
	return out
}

// Claims gives what drafting statements say of an event.
func (d *Dossier) Claims(event string) []*Act {
	var out []*Act
	for i := range d.Acts {
		if a := &d.Acts[i]; a.Event == event && a.Kind == DraftingStatement {
			out = append(out, a)
		}
	}
	return out
}

// Of gives the papers of a kind that are about the document and could be read.
func (d *Dossier) Of(kind MaterialKind) []Paper {
	var out []Paper
	for _, p := range d.Papers {
		if p.Kind == kind && p.Error == "" && p.Same == "" && p.Other == "" {
			out = append(out, p)
		}
	}
	return out
}

// timelineEvents are the events of contract.md that papers prove.
var timelineEvents = []string{"public_comment", "expert_review", "risk_assessment", "fair_competition", "integrity", "legality_review", "deliberation", "signed", "published", "filed"}

// Timeline gives the acts with a day, in the order of time.
func (d *Dossier) Timeline() []Event {
	var out []Event
	for _, a := range d.Acts {
		if a.Kind == DraftingStatement || !slices.Contains(timelineEvents, a.Event) {
			continue
		}
		from, to := a.Fact("from"), a.Fact("to")
		if day := a.Fact("day"); day.Known() && !from.Known() {
			from, to = day, day
		}
		where := from
		if !where.Known() {
			where = to
		}
		if where.Known() {
			out = append(out, Event{Name: a.Event, From: from.Day, To: to.Day, Source: where.Where()})
		}
	}
	slices.SortStableFunc(out, func(x, y Event) int {
		return x.first().Compare(y.first())
	})
	return out
}

func (e Event) first() law.Date {
	if e.From.IsZero() {
		return e.To
	}
	return e.From
}

// Prove says that the dossier proves what the rule needs of that material. A
// paper that is there proves nothing by itself.
func (p *Pass) Prove(m MaterialKind) {
	if !slices.Contains(p.proved, m) {
		p.proved = append(p.proved, m)
	}
}

// unproved says for each material that is needed and not proved whether it is
// missing or only says nothing.
func (p *Pass) unproved(needs []MaterialKind) string {
	var missing, silent []string
	for _, m := range needs {
		switch {
		case p.Have[m] || slices.Contains(p.proved, m):
		case p.Dossier != nil && len(p.Dossier.Of(m)) > 0:
			silent = append(silent, string(m)+"（"+p.Dossier.Of(m)[0].File+"）")
		default:
			missing = append(missing, string(m))
		}
	}
	var out []string
	if len(silent) > 0 {
		out = append(out, "材料包里有"+strings.Join(silent, "、")+"，有材料不等于履行了程序，请人工核对内容")
	}
	if len(missing) > 0 {
		if p.Dossier != nil {
			out = append(out, "正文和材料包不能证明，还需要材料："+strings.Join(missing, "、"))
		} else {
			out = append(out, "正文不能证明，需要材料："+strings.Join(missing, "、"))
		}
	}
	return strings.Join(out, "；")
}
