package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFormatsSameFindings: one document in every format gives the same findings
// and citations at the same provisions, each on the line that holds its words.
func TestFormatsSameFindings(t *testing.T) {
	for _, base := range []string{"reference", "features"} {
		files, err := filepath.Glob(filepath.Join(documents, "formats", base+".*"))
		if err != nil || len(files) < 5 {
			t.Fatalf("%d files, error %v", len(files), err)
		}
		var first []string
		for _, f := range files {
			var out, errw bytes.Buffer
			code := run(context.Background(), []string{"docreview", "check", "--as-of", "2026-11-22", "--format", "json", "--show-text", f}, nil, &out, &errw)
			if code != exitFindings && code != exitClean {
				t.Fatalf("%s: exit %d: %s", f, code, errw.String())
			}
			var got struct {
				Reports []struct {
					Text     string
					Findings []struct {
						Rule, At, Quote string
						Line            int
					}
					Citations []struct {
						Text, Standing string
						Line           int
					}
				}
			}
			if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got.Reports) != 1 {
				t.Fatalf("%s: %d reports, error %v", f, len(got.Reports), err)
			}
			var found []string
			lines := strings.Split(got.Reports[0].Text, "\n")
			for _, x := range got.Reports[0].Findings {
				found = append(found, fmt.Sprintf("%s %s %q", x.Rule, x.At, strings.NewReplacer("\u3000", " ", "\t", " ").Replace(x.Quote)))
				if x.Line > 0 && !strings.Contains(x.Quote, "\n") && (x.Line > len(lines) || !strings.Contains(lines[x.Line-1], x.Quote)) {
					t.Errorf("%s: %s: line %d does not hold %q", f, x.Rule, x.Line, x.Quote)
				}
			}
			for _, x := range got.Reports[0].Citations {
				found = append(found, x.Text+" "+x.Standing)
				if x.Line < 1 || x.Line > len(lines) || !strings.Contains(lines[x.Line-1], x.Text) {
					t.Errorf("%s: line %d does not hold %q", f, x.Line, x.Text)
				}
			}
			slices.Sort(found)
			switch {
			case first == nil:
				first = found
			case !slices.Equal(first, found):
				t.Errorf("%s:\n%s\nwant as in %s:\n%s", f, strings.Join(found, "\n"), files[0], strings.Join(first, "\n"))
			}
		}
		if len(first) == 0 {
			t.Errorf("%s: nothing found, so nothing compared", base)
		}
	}
}
