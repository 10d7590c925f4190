// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// budget is what may be spent.
type budget struct {
	amount    float64
	perDay    bool
	perPerson bool
	other     string // in other money, such as 2000 EUR
}

func (b budget) total(days, travelers int) float64 {
	total := b.amount
	if b.perDay && days > 0 {
		total *= float64(days)
	}
	if b.perPerson {
		total *= float64(travelers)
	}
	return total
}

const (
	amount  = `(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.(\d{1,2}))?\s*(k)?`
	dollars = `us\s*dollars?|dollars?|usd|bucks`
	lead    = `(?:(?:on\s+|with\s+)?(?:a\s+|my\s+|our\s+|the\s+)?(?:max(?:imum)?\s+)?budget(?:\s+is)?(?:\s+of)?\s*:?\s*(?:about\s+|around\s+|up\s+to\s+)?|under\s+|below\s+|less\s+than\s+|up\s+to\s+|max(?:imum)?\s+)?`
	per     = `(?:\s*(?:(?:a|per|each|/)\s*(day|night|person|head)))?(?:\s+(?:in\s+)?(?:total|budget))?`
)

var (
	budgetUSD   = regexp.MustCompile(`(?i)` + lead + `(?:us\s*)?\$\s*` + amount + `(?:\s*(?:` + dollars + `))?` + per)
	budgetWord  = regexp.MustCompile(`(?i)` + lead + amount + `\s*(?:` + dollars + `)` + per)
	budgetBare  = regexp.MustCompile(`(?i)budget(?:\s+is)?(?:\s+of)?\s*:?\s*(?:about\s+|around\s+|up\s+to\s+)?` + amount + per)
	budgetOther = regexp.MustCompile(`(?i)` + lead + `(?:([€£¥₽₹])\s*` + amount + `|` + amount + `\s*(€|£|¥|₽|₹|euros?|eur|pounds?|gbp|yen|jpy|rubles?|rub|rupees?|inr|francs?|chf|aud|cad|cny|yuan|krona|kronor|sek|nok|dkk))` + per)
)

func readBudget(t *text) budget {
	var b budget
	usd := func(m match) bool {
		if b.amount != 0 {
			return false
		}
		b.amount = amountOf(m.groups[1], m.groups[2], m.groups[3])
		b.perDay = m.groups[4] == "day" || m.groups[4] == "night"
		b.perPerson = m.groups[4] == "person" || m.groups[4] == "head"
		return true
	}
	t.take(budgetUSD, usd)
	t.take(budgetWord, usd)
	t.take(budgetOther, func(m match) bool {
		if b.other != "" {
			return false
		}
		whole, cents, thousand, unit := m.groups[2], m.groups[3], m.groups[4], m.groups[1]
		if whole == "" {
			whole, cents, thousand, unit = m.groups[5], m.groups[6], m.groups[7], m.groups[8]
		}
		b.other = fmt.Sprintf("%.0f %s", amountOf(whole, cents, thousand), currency(unit))
		if each := m.groups[9]; each != "" {
			b.other += " per " + each
		}
		return true
	})
	t.take(budgetBare, usd)
	return b
}

// currencies are the beginnings of their names, and their symbols.
var currencies = []struct{ name, code string }{
	{"€", "EUR"}, {"eur", "EUR"}, {"£", "GBP"}, {"pound", "GBP"}, {"gbp", "GBP"}, {"¥", "JPY"}, {"yen", "JPY"}, {"jpy", "JPY"},
	{"₽", "RUB"}, {"rub", "RUB"}, {"₹", "INR"}, {"inr", "INR"}, {"rupee", "INR"}, {"franc", "CHF"}, {"chf", "CHF"},
	{"aud", "AUD"}, {"cad", "CAD"}, {"cny", "CNY"}, {"yuan", "CNY"}, {"krona", "SEK"}, {"kronor", "SEK"}, {"sek", "SEK"}, {"nok", "NOK"}, {"dkk", "DKK"},
}

func currency(unit string) string {
	for _, c := range currencies {
		if strings.HasPrefix(unit, c.name) {
			return c.code
		}
	}
	return strings.ToUpper(unit)
}

func amountOf(whole, cents, thousand string) float64 {
	f, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "").Replace(whole)+"."+cents+"0", 64)
	if err != nil {
		return 0
	}
	if thousand != "" {
		f *= 1000
	}
	return f
}

const party = `people|persons?|travell?ers?|adults?|guests?|passengers?|of us|pax|kids?|child(?:ren)?|friends`

var (
	partyCount = regexp.MustCompile(`(?i)(with\s+|for\s+)?(` + anyNumber + `)\s+(?:\pL+\s+)?(` + party + `)`)
	partyOf    = regexp.MustCompile(`(?i)(?:for\s+)?(?:an?\s+)?(?:party|family|group)\s+of\s+(` + anyNumber + `)`)
	partyFor   = regexp.MustCompile(`(?i)for\s+(` + anyNumber + `)(?:\s*(?:[,.;!]|\||$)|\s+(?:from|to|in|with|on|starting|please)\b)`)
	partyTwo   = regexp.MustCompile(`(?i)(?:for\s+)?(?:as\s+)?(?:a\s+)?(?:couple|honeymoon)|(?:me|i)\s+and\s+my\s+\pL+|my\s+\pL+\s+and\s+(?:i|me)|with\s+my\s+\pL+`)
	partyOne   = regexp.MustCompile(`(?i)solo|alone|by\s+myself|just\s+me`)
)

func readTravelers(t *text) int {
	n := 0
	t.take(partyOf, func(m match) bool { n += number(m.groups[1]); return true })
	t.take(partyCount, func(m match) bool {
		n += number(m.groups[2])
		if m.groups[3] == "friends" && strings.HasPrefix(m.groups[1], "with") {
			n++ // the friends and who asks
		}
		return true
	})
	if n == 0 {
		t.take(partyFor, func(m match) bool {
			if m.groups[1] == "a" || m.groups[1] == "an" {
				return false
			}
			n = number(m.groups[1])
			// What follows the number is not part of it.
			return false
		})
	}
	if n == 0 {
		t.take(partyTwo, func(match) bool { n = 2; return true })
	}
	if n == 0 {
		t.take(partyOne, func(match) bool { n = 1; return true })
	}
	return n
}

var paces = []struct {
	pace string
	re   *regexp.Regexp
}{
	{"relaxed", regexp.MustCompile(`(?i)(?:at\s+|with\s+)?(?:an?\s+)?(?:relaxed|relaxing|leisurely|laid-back|slow|easy-going|easygoing|calm)(?:\s+(?:pace|trip|tempo))?`)},
	{"packed", regexp.MustCompile(`(?i)(?:at\s+|with\s+)?(?:an?\s+)?(?:packed|busy|intense|fast-paced|fast|action-packed)(?:\s+(?:pace|schedule|tempo))?`)},
	{"balanced", regexp.MustCompile(`(?i)(?:at\s+|with\s+)?(?:an?\s+)?(?:balanced|moderate|medium)(?:\s+(?:pace|tempo))?`)},
}

func readPace(t *text) string {
	for _, p := range paces {
		found := false
		t.take(p.re, func(match) bool { found = true; return true })
		if found {
			return p.pace
		}
	}
	return ""
}

var (
	lovePhrase = regexp.MustCompile(`(?i)(?:(?:we|i|who)(?:'re|'m|\s+are|\s+am)?\s+)?(?:really\s+)?(?:loves?|likes?|enjoys?|into|interested\s+in|interests?\s*:|interest\s+in|fond\s+of|fans\s+of|focus(?:ed|ing)?\s+on)\s+([^.;!?|]+)`)
	loveEnd    = regexp.MustCompile(`(?i)\s(?:from|to|in|on|for|with|starting|but|so|please|we|i|at|near|during|while)\s`)
	loveSplit  = regexp.MustCompile(`(?i)\s*(?:,\s*and\s|,|&|\sand\s|\sor\s|\splus\s)\s*`)
	article    = regexp.MustCompile(`(?i)^(?:the|some|good|great|local|a|an|lots of|all kinds of)\s+`)
	interests  = regexp.MustCompile(`(?i)museums?|galler(?:y|ies)|street\s+food|food|cuisine|restaurants|art|history|hiking|trekking|beach(?:es)?|night\s?life|music|opera|theat(?:er|re)|jazz|architecture|shopping|markets|nature|wildlife|wine|coffee|beer|sports?|football|photography|temples|castles|parks|gardens|skiing|diving|surfing|snorkeling|cycling|culture|anime|books(?:hops)?`)
)

// readInterests takes what the query says its people like, and words that name
// an interest wherever they stand.
func (m *Model) readInterests(t *text) []string {
	found := []string{}
	add := func(s string) {
		if s != "" && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	for {
		loc := lovePhrase.FindStringSubmatchIndex(t.s)
		if loc == nil || !t.bounded(loc[0], loc[0]+1) {
			break
		}
		phrase := t.s[loc[2]:loc[3]]
		if cut := loveEnd.FindStringIndex(" " + phrase); cut != nil {
			phrase = phrase[:max(0, cut[0]-1)]
		}
		items := loveSplit.Split(strings.TrimSpace(phrase), -1)
		// "We would like Rome" names a place; leave it to the reader of places.
		if slices.ContainsFunc(items, func(s string) bool { return s == "" || len(strings.Fields(s)) > 4 || m.atlas.Known(s) != nil }) {
			break
		}
		for _, item := range items {
			add(strings.ToLower(article.ReplaceAllString(item, "")))
		}
		t.s = t.s[:loc[0]] + taken + t.s[loc[2]+len(phrase):]
	}
	t.take(interests, func(m match) bool { add(strings.Join(strings.Fields(m.groups[0]), " ")); return true })
	return found
}
