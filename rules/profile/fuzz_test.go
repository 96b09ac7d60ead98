package profile

import "testing"

// Whatever an issuer is called, there is an answer: a code of the table or none,
// and the numbers of the nation at least.
func FuzzFromIssuer(f *testing.F) {
	for _, s := range []string{"沂源县人民政府", "鼓楼区", "市", "国家税务总局沂源县税务局", "中共中央办公厅", "\xff省", "县县县区市", "青城镇人民政府", "州州"} {
		f.Add(s, "关于印发《淄博市停车场管理办法》的通知")
	}
	f.Fuzz(func(t *testing.T, issuer, title string) {
		p, _, err := FromIssuer([]string{issuer}, title)
		if err != nil || len(p.Params) == 0 {
			t.Fatalf("%q: %v, %d numbers", issuer, err, len(p.Params))
		}
		if _, ok := byCode(p.Code); p.Code != "" && !ok {
			t.Fatalf("%q: code %q is not in the table", issuer, p.Code)
		}
		_, _ = Resolve(issuer)
	})
}
