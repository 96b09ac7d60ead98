package corpus

import (
	"context"
	"testing"

	"docreview/corpus/law"
)

func TestDump(t *testing.T) {
	x := madeIndex(t)
	t.Logf("%+v", x.Snapshot())
	t.Logf("%+v", x.Stats())
	ps, _ := x.Problems()
	for _, p := range ps {
		t.Log(p)
	}
	x.tabs[worksTable].all(func(k, v []byte) error { t.Logf("%s %s", k, v); return nil })
	for _, s := range x.man.Shards {
		t.Log(s)
	}
	hits, err := x.Search(context.Background(), Query{Words: "采石 填平"})
	for _, h := range hits {
		t.Log(h)
	}
	t.Log(err)
	near, err := x.Near(context.Background(), law.Scope{}, law.Near{Terms: law.Bigrams("采石留下的坑，应当在二十日内填平"), AtLeast: 6, Limit: 5})
	t.Log(near, err)
}
