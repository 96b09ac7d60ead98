package rules

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// TestHint holds hints against the regexps that they stand before: what a pattern
// matches its hint must let through, and it must stop most of what it does not.
func TestHint(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	words := []string{"不得", "应当", "本地", "企业", "由", "在", "奖励", "，", "三", "收取", "费", "方可", "a", "证明", "提供"}
	patterns := []string{
		`不得[^。]{0,6}?(?:本地|企业)?[^。]*费`, `(?:应当?|必须)[^，]{0,4}(?:由|在)本?[地]`, `(?P<x>奖励|收取)+费?[三四]{0,2}证明`, `^不得.*企业$`,
		`(?:由|在)(?:本地|企业){2}`, `[不应][得当](?:a|b|[c-z])?企业`, `(?:奖励)?(?:收取)*`, `(?i)A(?:费|证明)`, `提供[^，]*?证明|收取.{1,8}费|方可`, `(?:(?:不得|应当)企业|本地)(?:在|由)`,
	}
	stopped, missed, matched := 0, 0, 0
	for _, expr := range patterns {
		tree, err := parsePattern(expr)
		if err != nil {
			t.Fatal(err)
		}
		h, re := hintOf(tree), regexp.MustCompile(expr)
		for range 20_000 {
			var b strings.Builder
			for range r.IntN(9) {
				b.WriteString(words[r.IntN(len(words))])
			}
			s := b.String()
			switch m := re.MatchString(s); {
			case m && !h.in(s):
				t.Fatalf("%s matches %q, but its hint says no", expr, s)
			case m:
				matched++
			case h.in(s):
				missed++
			default:
				stopped++
			}
		}
	}
	if matched < 5_000 || stopped < 4*missed {
		t.Errorf("%d matched, %d stopped, %d let through in vain", matched, stopped, missed)
	}
}
