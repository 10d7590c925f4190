// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package places

import (
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"unicode"
)

// region is where made-up places of a script lie.
type region struct {
	script     *unicode.RangeTable
	lat, lon   float64 // the middle
	dLat, dLon float64 // how far they spread
	timezone   string
}

var regions = []region{
	{script: unicode.Hangul, lat: 36.4, lon: 127.9, dLat: 1.3, dLon: 0.9, timezone: "Asia/Seoul"},
	{script: unicode.Hiragana, lat: 36, lon: 138.5, dLat: 1, dLon: 1.2, timezone: "Asia/Tokyo"},
	{script: unicode.Katakana, lat: 36, lon: 138.5, dLat: 1, dLon: 1.2, timezone: "Asia/Tokyo"},
	{script: unicode.Han, lat: 31.5, lon: 112, dLat: 5, dLon: 6, timezone: "Asia/Shanghai"},
	{script: unicode.Cyrillic, lat: 54, lon: 42, dLat: 4, dLon: 9, timezone: "Europe/Moscow"},
	{script: unicode.Arabic, lat: 30, lon: 37, dLat: 4, dLon: 7, timezone: "Asia/Amman"},
	{script: unicode.Hebrew, lat: 31.9, lon: 34.9, dLat: 0.9, dLon: 0.2, timezone: "Asia/Jerusalem"},
	{script: unicode.Devanagari, lat: 24, lon: 78, dLat: 4, dLon: 5, timezone: "Asia/Kolkata"},
	{script: unicode.Thai, lat: 15.8, lon: 101.6, dLat: 2, dLon: 1.5, timezone: "Asia/Bangkok"},
	{script: unicode.Greek, lat: 39.2, lon: 22, dLat: 1.3, dLon: 1, timezone: "Europe/Athens"},
	{script: unicode.Latin, lat: 48.5, lon: 11, dLat: 4, dLon: 9, timezone: "Europe/Berlin"},
}

// invent makes up a place. Everything follows from the name.
func (a *Atlas) invent(name string) Place {
	name = strings.Join(strings.Fields(name), " ")
	h := Hash(key(name))
	g := regions[len(regions)-1]
	for _, candidate := range regions {
		if strings.IndexFunc(name, func(r rune) bool { return unicode.Is(candidate.script, r) }) >= 0 {
			g = candidate
			break
		}
	}
	return Place{
		ID:         10_000_000 + int(h%89_999_999),
		Name:       name,
		Lat:        round5(g.lat + g.dLat*unit(h, 1)),
		Lon:        round5(g.lon + g.dLon*unit(h, 2)),
		Timezone:   g.timezone,
		Population: 5_000 + int(h>>32%400_000),
	}
}

// Things returns names of things to do in the place: its sights if the table
// has any, and ordinary places that any town has.
func (p Place) Things(n int) []string {
	out := append([]string(nil), p.Sights...)
	common := []string{
		"Old Town of %s", "%s City Museum", "%s Market Hall", "%s Botanical Garden",
		"%s Art Gallery", "%s Riverside Walk", "%s Town Hall", "%s Concert Hall", "%s Food Market", "%s Viewpoint",
	}
	first := int(Hash(key(p.Name)) % uint64(len(common)))
	for i := range common {
		out = append(out, fmt.Sprintf(common[(first+i)%len(common)], p.Name))
	}
	return out[:min(n, len(out))]
}

// Hash spreads its input over 64 bits. It depends on nothing else, in every
// process and release.
func Hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// unit derives a number in [-1, 1) from a hash; i picks which.
func unit(h uint64, i int) float64 {
	h = Hash(fmt.Sprint(h, i))
	return float64(h>>11)/float64(1<<52) - 1
}

func round5(f float64) float64 { return math.Round(f*1e5) / 1e5 }
