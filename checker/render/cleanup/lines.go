package cleanup

import (
	"encoding/json"
	"io"

	"docreview/checker/cleanup"
)

// line is a document of the JSON lines: its judgement, its relations and its page.
type line struct {
	*cleanup.Entry
	Links  []cleanup.Link     `json:"links,omitempty"`
	Topics []cleanup.TopicRow `json:"topics,omitempty"`
	Report string             `json:"report,omitempty"`
}

// Lines writes one object a document, then one a file that could not be judged in
// full: {"problem": …}. The first line tells what made them: {"cleanup": 1, …}.
func Lines(w io.Writer, v *View) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(struct {
		Schema     int                `json:"cleanup"`
		AsOf       cleanup.Day        `json:"as_of"`
		Program    string             `json:"program"`
		Corpus     string             `json:"corpus"`
		Statistics cleanup.Statistics `json:"statistics"`
	}{1, v.Outcome.AsOf, v.Program, v.Corpus.Digest, v.Outcome.Statistics}); err != nil {
		return err
	}
	links, topics := groupLinks(v.Outcome), groupTopics(v.Outcome)
	for i := range v.Outcome.Entries {
		x := &v.Outcome.Entries[i]
		if err := e.Encode(line{x, links[x.ID], topics[x.ID], v.report(x.SHA256)}); err != nil {
			return err
		}
	}
	for _, p := range v.Outcome.Problems {
		if err := e.Encode(struct {
			Problem cleanup.Problem `json:"problem"`
		}{p}); err != nil {
			return err
		}
	}
	for _, t := range v.Touched {
		if err := e.Encode(struct {
			Touched cleanup.Touched `json:"touched"`
		}{t}); err != nil {
			return err
		}
	}
	return nil
}

// groupLinks gives the relations that start from each entry. They come by From.
func groupLinks(o *cleanup.Outcome) map[int][]cleanup.Link {
	out := map[int][]cleanup.Link{}
	for i := 0; i < len(o.Links); {
		k := i
		for k < len(o.Links) && o.Links[k].From == o.Links[i].From {
			k++
		}
		out[o.Links[i].From] = append(out[o.Links[i].From], o.Links[i:k]...)
		i = k
	}
	return out
}

func groupTopics(o *cleanup.Outcome) map[int][]cleanup.TopicRow {
	out := map[int][]cleanup.TopicRow{}
	for _, t := range o.Topics {
		out[t.Entry] = append(out[t.Entry], t)
	}
	return out
}
