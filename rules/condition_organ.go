package rules

import (
	"context"
	"fmt"

	"docreview/checker"
	"docreview/checker/document"
)

// organ finds organs by names that a reform has ended. Each name is told once;
// its other places are related. On a day before the reform was done everywhere
// nothing is said.
type organ struct {
	// Scope: central, local; both when left out. system: taxes, permits and schemes
	// that have ended, which the table holds too.
	Scope string `yaml:"scope"`
	// Duty asks for names to which a sentence gives a task ("yes"), or for those
	// to which none does ("no").
	Duty string `yaml:"duty"`
	// Young asks that the document was written after the reform ("yes"), or
	// before it or on a day that is not known ("no").
	Young string `yaml:"young"`
	Sure  string `yaml:"sure"` // yes: only names that are gone everywhere
}

func (c *organ) build(*builder) (evaluator, []string, error) {
	switch c.Scope {
	case "", "central", "local", "system":
	default:
		return nil, nil, fmt.Errorf("scope %q is none of central, local, system", c.Scope)
	}
	for _, s := range []string{c.Duty, c.Young, c.Sure} {
		if s != "" && s != "yes" && s != "no" {
			return nil, nil, fmt.Errorf("%q is neither yes nor no", s)
		}
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		type told struct {
			mentions []mention
			duty     int // index of the first mention with a duty; -1: none
			text     bool
		}
		var order []string
		by := map[string]*told{}
		said := checker.WrittenOn(p.Doc)
		for _, m := range organMentions(p) {
			if p.AsOf.Before(m.row.since) || (c.Scope == "system") != m.row.system || c.Scope != "" && !m.row.system && (c.Scope == "central") != m.row.central {
				continue
			}
			t := by[m.name]
			if t == nil {
				t = &told{duty: -1}
				by[m.name] = t
				order = append(order, m.name)
			}
			if m.duty && t.duty < 0 {
				t.duty = len(t.mentions)
			}
			t.text = t.text || m.clause.Zone == document.ZoneBody || m.clause.Zone == document.ZoneNotice || m.clause.Zone == document.ZoneAnnex
			t.mentions = append(t.mentions, m)
		}
		var out []Hit
		for _, name := range order {
			t := by[name]
			first := t.mentions[0]
			young := said.Valid() && !said.Before(first.row.since)
			if !fits(c.Duty, t.duty >= 0) || !fits(c.Young, young) || !fits(c.Sure, !first.row.medium) {
				continue
			}
			vars := map[string]string{"name": name, "now": first.row.now, "reform": first.row.reform, "then": ""}
			if said.Valid() && said.Before(first.row.since) {
				vars["then"] = "；本文件成文时（" + said.Chinese() + "）这一名称并无不当，现在须作相应更新"
				if first.row.system {
					vars["then"] = "；本文件成文时（" + said.Chinese() + "）尚在实行，现在须作相应更新"
				}
			}
			h := Hit{Span: first.span, Vars: vars, Lower: first.row.medium || !t.text}
			for _, m := range t.mentions[1:] {
				h.Related = append(h.Related, checker.Related{Span: m.span, Message: "此处也用旧名"})
			}
			out = append(out, h)
		}
		return out, nil
	}, []string{"name", "now", "reform", "then"}, nil
}

// fits compares what is asked (yes, no, nothing) with what is.
func fits(want string, have bool) bool { return want == "" || (want == "yes") == have }
