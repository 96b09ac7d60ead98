package render_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"docreview/checker"
	"docreview/checker/render"
	"docreview/corpus/law"
)

const evil = `"><img src=x onerror=alert(1)></script></style><script>document.title='broken'</script><a href="javascript:alert(1)">'&amp;` + "\x00\x1b[2J\u202e"

// hostile is a report whose every string tries to leave its place.
func hostile() *checker.Report {
	r := report()
	r.File, r.Error, r.Format, r.Encoding = evil, evil, evil, evil
	r.Notes = []string{evil}
	r.Profile.Name = evil
	r.Doc.Title, r.Doc.Instrument, r.Doc.Number, r.Doc.Kind, r.Doc.Validity = evil, evil+"2", evil, evil, evil
	r.Doc.Issuers, r.Doc.Reasons, r.Doc.Normative = []string{evil}, []string{evil}, "no"
	r.Orig = evil + "\r\n" + r.Orig + "\r" + evil
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.End > 0 {
			f.Start, f.End, f.Line = f.Start+len([]rune(evil))+2, f.End+len([]rune(evil))+2, f.Line+1
		}
		f.At, f.Quote, f.Message, f.Suggestion = evil, evil, evil, evil
		f.Basis = []checker.Basis{{Title: evil, Number: evil, At: evil, Gist: evil}}
		f.Related = []checker.Related{{Line: 1, Quote: evil, Message: evil}}
	}
	for i := range r.Citations {
		c := &r.Citations[i]
		c.Text, c.Title, c.Number, c.By, c.Work = evil, evil, evil, evil, ""
		c.DidYouMean, c.Candidates = []string{evil}, []string{evil}
	}
	for i := range r.Results {
		r.Results[i].Reason = evil
	}
	r.Timeline = append(r.Timeline, checker.Event{Name: evil, Source: evil})
	r.ReviewScope = checker.ReviewScope{AnnexesMissing: []string{evil}, NotChecked: []string{evil}}
	return r
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	return strings.Contains(" "+attr(n, "class")+" ", " "+class+" ")
}

// words gives the text of n without the elements that skip names.
func words(n *html.Node, skip func(*html.Node) bool) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if skip != nil && skip(n) {
		return ""
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(words(c, skip))
	}
	return b.String()
}

func parsePage(t *testing.T, b *render.Batch) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(renderTo(t, "html", render.Options{}, b)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// No word of a document leaves its place, and the policy lets nothing run but
// the page's own two blocks.
func TestHTMLHoldsStrangersText(t *testing.T) {
	r := hostile()
	root := parsePage(t, batch(r, &checker.Report{File: evil, Verdict: "unreadable", Error: evil}))
	var policy string
	blocks := map[string]string{}
	var lines []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "img", "iframe", "object", "link", "base", "embed":
			t.Errorf("an element <%s> came through", n.Data)
		case "script", "style":
			if blocks[n.Data] != "" {
				t.Errorf("a second <%s>: %.80s", n.Data, words(n, nil))
			}
			blocks[n.Data] = words(n, nil)
		case "meta":
			if attr(n, "http-equiv") != "" {
				policy = attr(n, "content")
			}
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" {
				t.Errorf("<%s> has the attribute %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("a link leads out of the page: %s", a.Val)
			}
		}
		if n.Data == "p" && attr(n, "data-n") != "" {
			lines = append(lines, words(n, func(n *html.Node) bool { return hasClass(n, "n") }))
		}
	}
	for name, body := range blocks {
		sum := sha256.Sum256([]byte(body))
		if want := name + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
			t.Errorf("the policy does not let its own <%s> run: want %s in %s", name, want, policy)
		}
	}
	if len(blocks) != 2 || !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("%d blocks, policy %s", len(blocks), policy)
	}
	want := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "U+0000", "\x1b", "U+001B", "\u202e", "U+202E", "\u200b", "U+200B").Replace(r.Orig), "\n")
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the lines of the page are\n%q\nwant\n%q", lines, want)
	}
}

// The words of a finding are marked exactly, over every line that they reach.
func TestHTMLMarksWords(t *testing.T) {
	r := report()
	root := parsePage(t, batch(r))
	got := map[string]string{}
	cards := map[string]string{}
	for n := range root.Descendants() {
		if n.Data == "mark" {
			for _, id := range strings.Fields(attr(n, "data-f")) {
				got[id] += words(n, func(n *html.Node) bool { return hasClass(n, "hid") })
			}
		}
		if n.Data == "article" {
			cards[attr(n, "data-id")] = attr(n, "id")
		}
	}
	for _, f := range r.Findings {
		want := strings.NewReplacer("\r", "", "\n", "", "\u200b", "").Replace(f.Quote)
		if got[cards[f.ID]] != want {
			t.Errorf("%s marks %q, want %q", f.ID, got[cards[f.ID]], want)
		}
	}
}

// Findings that overlap, nest and touch keep every letter of the text.
func TestHTMLOverlaps(t *testing.T) {
	r := clean()
	r.Orig = "甲乙丙丁\n戊己\r\n庚辛壬癸"
	rs := []rune(r.Orig)
	for i, span := range [][2]int{{0, 4}, {1, 3}, {2, 6}, {3, 4}, {4, 5}, {5, 12}, {0, 99}, {50, 60}, {7, 7}} {
		r.Findings = append(r.Findings, checker.Finding{ID: fmt.Sprint("F-", i), RuleID: "F", Line: 1, Start: span[0], End: span[1]})
	}
	root := parsePage(t, batch(r))
	text, marked := "", map[string]string{}
	for n := range root.Descendants() {
		if n.Data == "p" && attr(n, "data-n") != "" {
			text += words(n, func(n *html.Node) bool { return hasClass(n, "n") }) + "\n"
		}
		if n.Data == "mark" {
			for _, id := range strings.Fields(attr(n, "data-f")) {
				marked[id] += words(n, nil)
			}
		}
	}
	if text != "甲乙丙丁\n戊己\n庚辛壬癸\n" {
		t.Errorf("the text reads %q", text)
	}
	for i, f := range r.Findings {
		want := ""
		if f.Start < len(rs) {
			want = strings.NewReplacer("\r", "", "\n", "").Replace(string(rs[f.Start:min(f.End, len(rs))]))
		}
		if got := marked[fmt.Sprintf("r1-f%d", i+1)]; got != want {
			t.Errorf("finding %d marks %q, want %q", i+1, got, want)
		}
	}
}

// What was not looked at never reads, or is coloured, like what is in order.
func TestHTMLKeepsIgnoranceApart(t *testing.T) {
	verdict := func(r *checker.Report) (class, text string) {
		for n := range parsePage(t, batch(r)).Descendants() {
			if n.Data == "p" && hasClass(n, "verdict") {
				return attr(n, "class"), words(n.Parent.Parent, nil)
			}
		}
		t.Fatal("no verdict")
		return "", ""
	}
	in := clean()
	in.Results = in.Results[:1]
	if class, _ := verdict(in); class != "verdict clean" {
		t.Errorf("nothing open, nothing found: %s", class)
	}
	for name, change := range map[string]func(*checker.Report){
		"a rule that cannot tell": func(r *checker.Report) { r.Results = clean().Results },
		"a rule that failed": func(r *checker.Report) {
			r.Verdict = "incomplete"
			r.Results = append(r.Results, checker.Result{RuleID: "X-1", Outcome: checker.Failed})
		},
		"a missing annex": func(r *checker.Report) { r.ReviewScope.AnnexesMissing = []string{"附件"} },
		"a citation not held": func(r *checker.Report) {
			r.Citations = []checker.CitationInfo{{Title: "甲规定", Standing: law.NotHeld}}
		},
		"a citation not looked": func(r *checker.Report) { r.Citations = []checker.CitationInfo{{Title: "甲规定"}} },
	} {
		r := clean()
		r.Results = r.Results[:1]
		change(r)
		class, text := verdict(r)
		if class == "verdict clean" || !strings.Contains(text, "不等于没有问题") {
			t.Errorf("%s: class %q in %.200q", name, class, text)
		}
	}
	accepted := clean()
	accepted.Results = accepted.Results[:1]
	accepted.Verdict, accepted.Findings = "findings", []checker.Finding{{ID: "A-1", RuleID: "A", Suppressed: &checker.Suppression{Reason: "甲"}}}
	if class, text := verdict(accepted); class != "verdict unknown" || !strings.Contains(text, "已说明理由") {
		t.Errorf("everything accepted: %s %.200s", class, text)
	}
	if class, text := verdict(unreadable()); class != "verdict unreadable" || !strings.Contains(text, "没有经过任何检查") || strings.Contains(text, "未发现") {
		t.Errorf("an unreadable file: %s %s", class, text)
	}
}

// long is a report on 200 pages with 500 findings.
func long() *checker.Report {
	r := clean()
	line := "　　第九条　各镇人民政府、街道办事处应当按照职责分工做好本辖区的相关工作，并于每年十二月底前向县人民政府报告。\n"
	r.Orig = strings.Repeat(line, 200*800/len([]rune(line))+1)
	n := len([]rune(line))
	for i := range 500 {
		f := report().Findings[2]
		f.ID, f.Start, f.End, f.Line = fmt.Sprint("F-", i), i*n*6+6, i*n*6+20, i*6+1
		r.Findings = append(r.Findings, f)
	}
	return r
}

// A document of 200 pages stays within 3 MB.
func TestHTMLSize(t *testing.T) {
	if got := len(renderTo(t, "html", render.Options{}, batch(long()))); got > 3<<20 {
		t.Errorf("%d bytes, want at most %d", got, 3<<20)
	}
}

// BenchmarkHTMLOpens reports, beside the time of a whole browser process, how
// many milliseconds a document of 200 pages takes from the call of its page to
// its load event, in a frame in headless Chromium.
func BenchmarkHTMLOpens(b *testing.B) {
	chromium := browser(b)
	dir := b.TempDir()
	const outer = `<body><script>
var t0 = performance.now(), f = document.createElement('iframe');
f.width = 1300; f.height = 800; f.src = 'report.html';
f.onload = function () { document.body.setAttribute('data-log', Math.round(performance.now() - t0)); };
document.body.appendChild(f);
</script>`
	for name, text := range map[string][]byte{"report.html": renderTo(b, "html", render.Options{}, batch(long())), "outer.html": []byte(outer)} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	var loaded, n float64
	for b.Loop() {
		ctx, cancel := context.WithTimeout(b.Context(), 30*time.Second)
		out, err := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
			"--user-data-dir="+b.TempDir(), "--window-size=1400,900", "--dump-dom", "file://"+filepath.Join(dir, "outer.html")).Output()
		cancel()
		if err != nil {
			b.Fatal(err)
		}
		var ms float64
		_, log, _ := strings.Cut(string(out), `data-log="`)
		if _, err := fmt.Sscanf(log, "%f", &ms); err != nil {
			b.Fatalf("the page says nothing: %v in %.300s", err, out)
		}
		loaded, n = loaded+ms, n+1
	}
	b.ReportMetric(loaded/n, "ms-to-load")
}

const drive = `
(function () {
  var log = [];
  function q(s) { return document.querySelector(s); }
  function visible(s) { return Array.prototype.filter.call(document.querySelectorAll(s), function (e) { return e.offsetParent !== null; }).length; }
  function key(k, on) { (on || document.body).dispatchEvent(new KeyboardEvent('keydown', { key: k, bubbles: true })); }
  function note(name, v) { log.push(name + '=' + v); }
  note('cards', visible('.card'));
  q('input[data-level=error]').click();
  note('without-errors', visible('.card'));
  note('said', q('#shown').textContent);
  note('marks-off', document.querySelectorAll('mark.off').length);
  key('0');
  note('all', visible('.card'));
  q('input[data-group=CITE]').click();
  note('without-group', visible('.card'));
  note('group-box', q('input[data-rule=CITE-002]').checked);
  q('#all').click();
  q('input[data-rule="CITE-002"]').click();
  note('without-rule', visible('.card'));
  q('#all').click();
  q('mark.error').click();
  note('to-card', document.activeElement.getAttribute('data-rule'));
  q('.card[data-rule="SETS-005"] .pl a').click();
  note('to-words', q('mark.lit').textContent === '处５' && q('.card.lit').getAttribute('data-rule'));
  key('j');
  note('next', q('.card.lit').getAttribute('data-rule'));
  key('k'); key('k');
  note('back', q('.card.lit').getAttribute('data-rule'));
  var s = document.createElement('script'); s.textContent = 'document.title="broken"'; document.body.appendChild(s);
  note('title', document.title.indexOf('broken'));
  document.body.setAttribute('data-log', log.join('|'));
}());`

// The page in a browser: filters, jumps and keys.
func TestHTMLInBrowser(t *testing.T) {
	chromium := browser(t)
	path := filepath.Join(t.TempDir(), "report.html")
	var buf bytes.Buffer
	if err := render.HTMLDriven(&buf, batch(report()), drive); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
		"--user-data-dir="+t.TempDir(), "--window-size=1400,900", "--dump-dom", "file://"+path).Output()
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	var log string
	for n := range root.Descendants() {
		if n.Data == "body" {
			log = attr(n, "data-log")
		}
	}
	want := "cards=5|without-errors=3|said=已筛选：只显示 3 项，另有 2 项问题没有显示|marks-off=4|all=5|without-group=4|group-box=false|" +
		"without-rule=4|to-card=CITE-002|to-words=SETS-005|next=RIGHT-002|back=CITE-002|title=-1"
	if log != want {
		t.Errorf("the page did\n%s\nwant\n%s", log, want)
	}
}

// browser finds a Chromium; the test is skipped where there is none.
func browser(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("short: no browser is started")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	t.Skip("no Chromium on this machine: the page is not tried in a browser")
	return ""
}
