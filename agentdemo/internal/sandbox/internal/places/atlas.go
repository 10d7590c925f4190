// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package places

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Atlas finds places by name and by position. It is safe for concurrent use.
type Atlas struct {
	cities  []Place
	byName  map[string][]int // key of a name or alias to indexes of cities
	country map[string]bool  // keys that name a country or region of some city

	mu   sync.RWMutex
	seen map[string]Place // made-up places asked for so far, by key
}

// NewAtlas reads the embedded table.
func NewAtlas() (*Atlas, error) {
	cities, err := readCities(citiesCSV)
	if err != nil {
		return nil, err
	}
	a := &Atlas{cities: cities, byName: map[string][]int{}, country: map[string]bool{}, seen: map[string]Place{}}
	for i, c := range cities {
		for _, n := range append([]string{c.Name}, c.Aliases...) {
			k := key(n)
			if !slices.Contains(a.byName[k], i) {
				a.byName[k] = append(a.byName[k], i)
			}
		}
		for _, q := range c.qualifiers() {
			a.country[q] = true
		}
	}
	for _, found := range a.byName {
		slices.SortStableFunc(found, func(x, y int) int { return cities[y].Population - cities[x].Population })
	}
	return a, nil
}

// Known returns the cities of the table with that name, the biggest first. The
// name may carry a region or country after a comma, as in "London, Ontario".
func (a *Atlas) Known(name string) []Place {
	if found := a.byName[key(name)]; found != nil {
		out := make([]Place, len(found))
		for i, f := range found {
			out[i] = a.cities[f]
		}
		return out
	}
	comma := strings.LastIndexByte(name, ',')
	if comma < 0 {
		return nil
	}
	var out []Place
	for _, p := range a.Known(name[:comma]) {
		if slices.Contains(p.qualifiers(), key(name[comma+1:])) {
			out = append(out, p)
		}
	}
	return out
}

// IsRegion reports whether the name is that of a country or region.
func (a *Atlas) IsRegion(name string) bool { return a.country[key(name)] }

// Within reports whether the best known place of that name lies in the country
// or region. Names that are no region contain nothing.
func (a *Atlas) Within(name, region string) bool {
	if !a.IsRegion(region) || a.byName[key(region)] != nil {
		return false
	}
	found := a.Known(name)
	return len(found) > 0 && slices.Contains(found[0].qualifiers(), key(region))
}

// Search returns what the name may mean. For a plausible name that is not in
// the table that is one made-up place; for a name that is plainly no place,
// nothing.
func (a *Atlas) Search(name string) []Place {
	if !plausible(name) {
		return nil
	}
	if known := a.Known(name); known != nil {
		return known
	}
	k := key(name)
	if a.country[k] {
		return []Place{a.biggestIn(k, name)}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	p, ok := a.seen[k]
	if !ok {
		p = a.invent(name)
		if len(a.seen) < maxSeen {
			a.seen[k] = p
		}
	}
	return []Place{p}
}

// biggestIn stands for a country or region: the position of its biggest city.
func (a *Atlas) biggestIn(region, name string) Place {
	var best Place
	for _, c := range a.cities {
		if c.Population > best.Population && slices.Contains(c.qualifiers(), region) {
			best = c
		}
	}
	best.Name, best.Aliases = name, nil
	return best
}

// maxSeen bounds the memory that requests can take.
const maxSeen = 10_000

// nearby is how far from a place a position still belongs to it, in metres.
const nearby = 30_000

// At returns the place nearest to the position, if one is near. Made-up places
// are found once they were searched for.
func (a *Atlas) At(lat, lon float64) (Place, bool) {
	best, bestDist := Place{}, math.Inf(1)
	consider := func(p Place) {
		if d := Distance(lat, lon, p.Lat, p.Lon); d < bestDist || d == bestDist && p.ID < best.ID {
			best, bestDist = p, d
		}
	}
	for _, p := range a.cities {
		consider(p)
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	for _, p := range a.seen {
		consider(p)
	}
	return best, bestDist <= nearby
}

// Scan returns the longest name or alias of a city that the text begins with.
// It serves scripts that are written without spaces.
func (a *Atlas) Scan(text string) string {
	best := ""
	for _, c := range a.cities {
		for _, n := range c.Aliases {
			if len(n) > len(best) && strings.HasPrefix(text, n) {
				best = n
			}
		}
	}
	return best
}

// qualifiers are the keys that may follow the name after a comma.
func (p Place) qualifiers() []string {
	qs := []string{key(p.CountryCode), key(p.Country)}
	if p.Admin1 != "" {
		qs = append(qs, key(p.Admin1))
	}
	switch p.CountryCode {
	case "US":
		qs = append(qs, "usa", "united states of america", "america")
	case "GB":
		qs = append(qs, "uk", "great britain", "britain")
	case "AE":
		qs = append(qs, "uae")
	}
	return qs
}

// plausible reports whether the name could be that of a place.
func plausible(name string) bool {
	letters, ascii := 0, true
	for _, r := range name {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
			ascii = ascii && r < unicode.MaxASCII
		}
	}
	return len(name) <= 200 && (letters >= 2 || letters == 1 && !ascii)
}

// key folds a name so that case, accents, hyphens and points do not matter.
func key(name string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r >= 0x300 && r <= 0x36F: // combining accents
		case r == '.':
		case r == '’' || r == '‘' || r == '`' || r == 'ʼ':
			b.WriteByte('\'')
		case r == '-' || r == '‐' || r == '‑' || unicode.IsSpace(r):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}
