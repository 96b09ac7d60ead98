package corpus

import (
	"context"
	"testing"

	"docreview/corpus/law"
)

// BenchmarkFullNear asks for the nearest provisions of clauses of a hundred
// characters over everything in ../shared/corpus (see fullIndex).
func BenchmarkFullNear(b *testing.B) {
	x := fullIndex(b)
	cs := clauses(b, x, 300)
	ctx := context.Background()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		terms := law.Bigrams(cs[i%len(cs)].text)
		if _, err := x.Near(ctx, law.Scope{}, law.Near{Terms: terms, AtLeast: len(terms) / 3, Limit: 10}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFullFind asks for titles and numbers.
func BenchmarkFullFind(b *testing.B) {
	x := fullIndex(b)
	refs := everyRef(b, x)
	ctx := context.Background()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := x.Find(ctx, refs[i%len(refs)]); err != nil {
			b.Fatal(err)
		}
	}
}

// everyRef names every work once by title, then by number.
func everyRef(t testing.TB, x *Index) (refs []law.Ref) {
	t.Helper()
	works, err := x.works()
	if err != nil {
		t.Fatal(err)
	}
	var ids []law.WorkID
	for id := range works {
		ids = append(ids, id)
	}
	sortIDs(ids)
	for _, id := range ids {
		refs = append(refs, law.Ref{Title: works[id].Title})
	}
	for _, id := range ids {
		if n := works[id].DocNumber; !n.IsZero() {
			refs = append(refs, law.Ref{DocNumber: n})
		}
	}
	return refs
}
