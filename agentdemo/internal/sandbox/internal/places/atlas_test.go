// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package places_test

import (
	"math"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/places"
)

func newAtlas(t *testing.T) *places.Atlas {
	t.Helper()
	a, err := places.NewAtlas()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestKnown(t *testing.T) {
	a := newAtlas(t)
	tests := []struct{ name, want, country string }{
		{"LONDON", "London", "GB"},
		{"London, Ontario", "London", "CA"},
		{"London, UK", "London", "GB"},
		{"Санкт-Петербург", "Saint Petersburg", "RU"},
		{"stratford upon avon", "Stratford-upon-Avon", "GB"},
		{"Xi’an", "Xi'an", "CN"},
		{"cancun", "Cancún", "MX"},
		{"St. John's", "St. John's", "CA"},
		{"กรุงเทพ", "Bangkok", "TH"},
	}
	for _, tt := range tests {
		got := a.Known(tt.name)
		if len(got) == 0 || got[0].Name != tt.want || got[0].CountryCode != tt.country {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	if got := a.Known("Paris, Japan"); got != nil {
		t.Errorf("found %+v", got)
	}
}

// Whatever was searched for is found again by its position.
func TestAt(t *testing.T) {
	a := newAtlas(t)
	for _, name := range []string{"Paris", "Llanfairpwllgwyngyll", "伊勢", "Урюпинск", "x y z"} {
		found := a.Search(name)
		if len(found) == 0 {
			t.Fatalf("%s is not found", name)
		}
		got, ok := a.At(found[0].Lat+0.001, found[0].Lon)
		if !ok || got.ID != found[0].ID {
			t.Errorf("%s: at its position is %q", name, got.Name)
		}
	}
	if p, ok := a.At(-50, -120); ok {
		t.Errorf("%s lies in the Pacific", p.Name)
	}
}

func TestThings(t *testing.T) {
	a := newAtlas(t)
	for _, name := range []string{"Paris", "Wolfenbüttel"} {
		seen := map[string]bool{}
		for _, thing := range a.Search(name)[0].Things(10) {
			if seen[thing] {
				t.Errorf("%s has %s twice", name, thing)
			}
			seen[thing] = true
		}
		if len(seen) != 10 {
			t.Errorf("%s has %d things", name, len(seen))
		}
	}
}

func TestDistance(t *testing.T) {
	if d := places.Distance(51.50853, -0.12574, 48.85341, 2.3488); math.Abs(d-344_000) > 3_000 {
		t.Errorf("London to Paris: %.0f m", d)
	}
	if d := places.Distance(0, 0, 0, 180); math.Abs(d-20_015_000) > 5_000 {
		t.Errorf("half round: %.0f m", d)
	}
}
