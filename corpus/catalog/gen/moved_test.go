package main

import (
	"reflect"
	"testing"
)

func TestParseMoves(t *testing.T) {
	m, proven, err := parseMoves("4:5 7:9! 12:12")
	if err != nil || !reflect.DeepEqual(m, map[int]int{4: 5, 7: 9, 12: 12}) || !reflect.DeepEqual(proven, map[int]bool{7: true}) {
		t.Errorf("%v %v %v", m, proven, err)
	}
	for _, s := range []string{"4", "4:x", "0:3", "4:5 4:6", "4:5x"} {
		if _, _, err := parseMoves(s); err == nil {
			t.Errorf("%q was taken", s)
		}
	}
}

func TestMoves(t *testing.T) {
	for _, tt := range []struct {
		e    edition
		want string
	}{
		{edition{}, ""},
		{edition{moved: map[int]int{1: 1, 2: 2, 3: 5, 4: 6, 9: 8}}, "1-2+0 3-4+2 9-1"},
		{edition{moved: map[int]int{4: 5, 5: 6}, unsure: true}, "?4-5+1"},
		{edition{moved: map[int]int{4: 5, 5: 6, 8: 9}, unsure: true, proven: map[int]bool{5: true, 8: true}}, "?4+1!5+1 8+1"},
	} {
		if got := moves(tt.e); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.e.moved, got, tt.want)
		}
	}
}
