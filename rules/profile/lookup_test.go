package profile

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	codes := Names()
	for _, tt := range []struct {
		name string
		want []string
	}{
		{"沂源县", []string{"370323"}},
		{"襄樊市", []string{"420600"}}, // former
		{"沂源", nil},
	} {
		if got := codes(tt.name); !slices.Equal(got, tt.want) {
			t.Errorf("Names()(%q) = %v; want %v", tt.name, got, tt.want)
		}
	}
	if got := codes("鼓楼区"); len(got) < 2 {
		t.Errorf("鼓楼区: %v; want several", got)
	}
	if got := PathOf("370323"); got != "山东省淄博市沂源县" {
		t.Errorf("PathOf = %q", got)
	}
	if got := PathOf("990000"); got != "" {
		t.Errorf("PathOf of no code = %q", got)
	}
}
