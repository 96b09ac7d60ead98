package main

import (
	"docreview/corpus/align"
	"docreview/corpus/law"
)

// movedArticles tells where the articles of old stand in new, where the texts
// leave no doubt. Keys that are missing were dropped, split, or could not be
// placed; nil: the two are no editions of one text, or nothing is sure.
func movedArticles(old, new []string) map[int]int {
	out := map[int]int{}
	for _, e := range align.Editions(articles(old), articles(new)).Entries {
		if e.Sure && !e.New.IsZero() {
			out[e.Old.Article] = e.New.Article
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// articles numbers texts from 1; "" is a number that is missing.
func articles(texts []string) []align.Article {
	var out []align.Article
	for i, s := range texts {
		if s != "" {
			out = append(out, align.Article{At: law.Provision{Article: i + 1}, Text: s})
		}
	}
	return out
}
