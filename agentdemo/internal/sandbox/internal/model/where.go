// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"
	"unicode"

	"github.com/otelfail/otelfail-go/agentdemo/internal/sandbox/internal/places"
)

// phrase is the name of a place in a text.
type phrase struct {
	name  string
	next  int // the token after it
	known bool
	sure  bool // known, or written like a name
}

// finder reads origin and destinations out of tokens.
type finder struct {
	atlas  *places.Atlas
	s      string
	tokens []token

	origin  string
	targets []string
	guesses []string // used only if there are no targets
}

// readPlaces returns where the trip starts and where it goes.
func (m *Model) readPlaces(t *text) (from string, to []string) {
	f := &finder{atlas: m.atlas, s: t.s, tokens: tokenize(t.s)}
	f.read()
	if len(f.targets) == 0 {
		f.targets = f.guesses
	}
	to = []string{}
	for _, name := range f.targets {
		if !slices.ContainsFunc(to, func(s string) bool { return strings.EqualFold(s, name) }) {
			to = append(to, name)
		}
	}
	// "Around Japan, visiting Tokyo": the cities say it.
	to = slices.DeleteFunc(to, func(region string) bool {
		return slices.ContainsFunc(to, func(city string) bool { return city != region && m.atlas.Within(city, region) })
	})
	// "… and back to London" is the way home, not a destination.
	if home := slices.IndexFunc(to, func(s string) bool { return strings.EqualFold(s, f.origin) }); home >= 0 && len(to) > 1 {
		to = slices.Delete(to, home, home+1)
	}
	return f.origin, to
}

func (f *finder) read() {
	current := none
	for i := 0; i < len(f.tokens); {
		tok := f.tokens[i]
		if unspacedWord(tok) && f.atlas.Known(tok.text) == nil && f.readUnspaced(tok.text) {
			i++
			current = none
			continue
		}
		// A name may begin with a word that also has a role, as in "La Paz".
		p, ok := f.place(i, current)
		if ok && (p.known || roleWords[tok.low] == none) {
			i = f.accept(p, current)
			current = none
			continue
		}
		if r := roleWords[tok.low]; r != none {
			current = f.combine(current, r, i)
		} else if !particles[tok.low] && tok.low != ":" {
			current = none
		}
		i++
	}
}

// combine merges a role word with the one before it: "leaving for", "back to",
// "live in".
func (f *finder) combine(before, r role, i int) role {
	switch {
	case before == aside && r == target:
		return aside
	case before == origin && r == weak:
		return target
	case r == target && i > 0 && slices.Contains([]string{"live", "living", "based", "am", "i'm", "we're", "starting", "start", "starts"}, f.tokens[i-1].low):
		return origin
	case r == weak && before != none:
		return before
	default:
		return r
	}
}

// accept files a place under its role, follows a list of further ones, and
// returns the token to go on at.
func (f *finder) accept(p phrase, r role) int {
	if r == none && f.origin == "" && len(f.targets) == 0 && p.next < len(f.tokens) {
		// "New York to Los Angeles"
		if word := f.tokens[p.next].low; word == "to" || word == "→" || word == "nach" || word == "до" {
			if q, ok := f.place(p.next+1, target); ok && q.sure {
				f.origin = p.name
				return f.accept(q, target)
			}
		}
	}
	switch {
	case r == aside:
		return p.next
	case r == origin:
		if f.origin == "" {
			f.origin = p.name
		}
		return p.next
	case p.known || p.sure && r == target:
		f.targets = append(f.targets, p.name)
	case r == none && unicode.IsLower([]rune(p.name)[0]):
		return p.next
	default:
		f.guesses = append(f.guesses, p.name)
	}
	at := p.next
	for at < len(f.tokens) && (linkWords[f.tokens[at].low] || f.tokens[at].low == "→" || f.tokens[at].low == "–" || f.tokens[at].low == "-") {
		at++
	}
	if at == p.next || at == len(f.tokens) {
		return p.next
	}
	if f.tokens[at].low == "the" {
		at++
	}
	q, ok := f.place(at, r)
	if !ok || !q.known && (q.next < len(f.tokens) && !f.tokens[q.next].ends()) || q.sure != p.sure && !q.known {
		return at
	}
	return f.accept(q, r)
}

// longestName bounds a name in tokens; a comma is one.
const longestName = 7

// place reads the name of a place that begins at token i.
func (f *finder) place(i int, r role) (phrase, bool) {
	if i >= len(f.tokens) || !f.tokens[i].word {
		return phrase{}, false
	}
	for n := min(longestName, len(f.tokens)-i); n > 0; n-- {
		last := f.tokens[i+n-1]
		if !last.word {
			continue
		}
		slice := f.s[f.tokens[i].start:last.end]
		found := f.atlas.Known(slice)
		if found == nil && (r == origin || r == target) && f.region(slice) {
			return phrase{name: f.display(slice, places.Place{Name: slice}), next: i + n, known: true, sure: true}, true
		}
		if found == nil || n == 1 && f.ordinary(i, r) {
			continue
		}
		return phrase{name: f.display(slice, found[0]), next: i + n, known: true, sure: true}, true
	}
	return f.unknown(i, r)
}

// region reports whether the text names a country or region. Country codes do
// only in capitals: "us" and "it" are words.
func (f *finder) region(slice string) bool {
	return f.atlas.IsRegion(slice) && (len(slice) > 3 || len(slice) > 1 && slice == strings.ToUpper(slice) && f.atlas.Known(slice) == nil)
}

// ordinary reports whether a known name that is also a word is the word here.
func (f *finder) ordinary(i int, r role) bool {
	tok := f.tokens[i]
	if !commonNames[tok.low] {
		return false
	}
	expected := r == origin || r == target
	closed := i+1 >= len(f.tokens) || f.tokens[i+1].ends()
	return !closed || !expected && !tok.named()
}

// display gives a known name the spelling of the table where the query does not
// care, and drops a country that makes no difference.
func (f *finder) display(slice string, p places.Place) string {
	name := slice
	if comma := strings.LastIndexByte(slice, ','); comma > 0 {
		if bare := f.atlas.Known(slice[:comma]); bare != nil && bare[0].ID == p.ID {
			name = slice[:comma]
		} else if bare != nil {
			return f.display(slice[:comma], bare[0]) + ", " + titled(strings.TrimSpace(slice[comma+1:]))
		}
	}
	if name != strings.ToLower(name) && name != strings.ToUpper(name) {
		return name
	}
	for _, n := range append([]string{p.Name}, p.Aliases...) {
		if strings.EqualFold(n, name) && n != strings.ToLower(n) {
			return n
		}
	}
	if len(name) <= 3 {
		return strings.ToUpper(name)
	}
	return titled(strings.ToLower(name))
}

// unknown reads a name that is not in the table.
func (f *finder) unknown(i int, r role) (phrase, bool) {
	first := f.tokens[i]
	if first.plain() || roleWords[first.low] != none || linkWords[first.low] {
		return phrase{}, false
	}
	if !first.named() {
		// A lower-case word is a place only where one must stand.
		closed := i+1 >= len(f.tokens) || f.tokens[i+1].ends()
		if !closed || r != origin && r != target || len([]rune(first.text)) < 3 {
			return phrase{}, false
		}
		if first.text[0] == '\'' {
			return phrase{name: first.text, next: i + 1, sure: true}, true
		}
		return phrase{name: titled(first.text), next: i + 1}, true
	}
	end := i + 1
	for n := end; n < len(f.tokens) && n < i+longestName; n++ {
		tok := f.tokens[n]
		switch {
		case tok.word && tok.named() && !tok.plain() && roleWords[tok.low] == none && !linkWords[tok.low]:
			end = n + 1
			continue
		case particles[tok.low]:
			continue
		}
		break
	}
	name := f.s[first.start:f.tokens[end-1].end]
	// "Springfield, Illinois"
	if end+1 < len(f.tokens) && f.tokens[end].low == "," && f.tokens[end+1].named() && f.atlas.IsRegion(f.tokens[end+1].text) {
		name += ", " + f.tokens[end+1].text
		end += 2
	}
	if name == strings.ToUpper(name) && len(name) > 4 {
		name = titled(strings.ToLower(name))
	}
	// "The Bank" is hardly a place to travel to.
	if len(name) == 1 {
		return phrase{}, false
	}
	sure := r != none && r != weak && (i == 0 || f.tokens[i-1].low != "the")
	return phrase{name: name, next: end, sure: sure}, true
}
