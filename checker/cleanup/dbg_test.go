package cleanup_test

import (
	"encoding/json"
	"os"
	"testing"
)

func TestDebugRecords(t *testing.T) {
	out := os.Getenv("CLEANUP_DUMP")
	if out == "" {
		t.Skip()
	}
	rs := records(t, shared(t)+"/corpus", nil, nil, "laws-md")
	f, _ := os.Create(out)
	defer f.Close()
	e := json.NewEncoder(f)
	e.SetEscapeHTML(false)
	for _, r := range rs {
		r.Sketch = nil
		e.Encode(r)
	}
}
