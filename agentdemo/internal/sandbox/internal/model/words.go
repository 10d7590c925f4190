// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "strings"

// role says what the word before a place makes of it.
type role int

const (
	none   role = iota // no such word
	origin             // "from"
	target             // "to"
	weak               // "at", "for": only before words that surely are places
	aside              // "back to": names no new destination
)

// roleWords are words, in the languages that queries come in, that tell what
// the next place is.
var roleWords = map[string]role{
	"from": origin, "departing": origin, "leaving": origin, "von": origin, "ab": origin, "aus": origin,
	"desde": origin, "depuis": origin, "из": origin, "от": origin, "с": origin, "من": origin, "da": origin,
	"to": target, "in": target, "visit": target, "visiting": target, "via": target, "through": target,
	"explore": target, "exploring": target, "tour": target, "around": target, "towards": target, "toward": target,
	"nach": target, "до": target, "в": target, "во": target, "hacia": target, "إلى": target, "في": target, "à": target,
	"near": target, "then": target, "into": target, "destination": target, "destinations": target, "origin": origin,
	"for": weak, "at": weak, "see": weak, "seeing": weak, "like": weak, "love": weak, "en": weak, "a": weak, "of": weak,
	"back": aside, "return": aside, "returning": aside, "home": aside,
}

// linkWords join destinations.
var linkWords = wordSet(`, and & + / then und et y e и en plus or`)

// particles stand inside of names.
var particles = wordSet(`de del della di da do dos das du des la le les los las am an der den im ob upon on of the sur en bei el es al i y`)

// commonNames are names of cities that are also ordinary words: they count only
// where a place is expected and they are written like one.
var commonNames = wordSet(`nice bath la rio perth salvador mobile reading split orange`)

// plainWords are never places, however they are written.
var plainWords = wordSet(`
 a about above abroad accommodation activities add adult adults advance adventure afternoon again airport all alone along already also
 always am amazing an and any anyone anything anywhere are around art arrange arrive arriving as ask at autumn away
 back backpacking balanced be beach beaches beautiful because been before begin best better between big birthday book booking both breakfast brief budget bus business but by
 can car cheap cheaply child children christmas city cities coast come comfort couple could country create cruise culture
 date dates day days departing departure departures depart design destination destinations did dinner direct discover do does don't dream drive driving during
 each early easter eat either else enjoy escape europe evening every everything exciting experience explore exploring
 fall family fast few find fine first flight flights fly flying food for free friday friend friends from full fun
 general get getaway give go going good great group guests guide
 had half happy has have he hello help her here hey hi high hike hiking him his history holiday holidays home honeymoon hotel hotels how husband
 i i'd i'll i'm idea ideas if important in include including into is island it itinerary its it's
 january february march april may june july august september october november december join journey just
 kids know last late leave leaving less let let's like live living local long look looking lot lots love low lunch luxury
 make making many maybe me mind modest moderate monday money month months more morning most mountain mountains move much museum museums music must my
 n/a nature near need new next nice night nights nightlife no not nothing now
 of off old on one only open or organise organize origin our out over own
 pace packed parents park parks party peace people per perfect person plan planning please plus possible prepare price probably
 quick quiet quickly really recommend relax relaxed relaxing rest restaurants return returning road romantic round route
 safari saturday schedule school scratch sea see seeing she shop shopping short should show sightseeing sister ski skiing slow small so solo some someone something somewhere soon south north east west spend spring start starting stay staying still stop student style suggest summer sun sunday sunny surprise swim swimming
 take tell than thank thanks that the their them then there these they thing things think this three thursday time to today together tomorrow total tour town train travel traveler travelers traveller traveling travelling trip trips try tuesday two
 under until up us use usual
 vacation very via view village visit visiting
 walk walking wander want warm warmer was water way we we'd we'll we're we've weather wednesday week weekend weeks well what when where which while who wife will winter with within without wonderful work world would
 year years yes you your
 reise urlaub bitte ich wir viaje viajar quiero voyage voyager je nous vacances viaggio vorrei поездка поездку путешествие хочу план tage dias
 dunno idk unsure whatever
 plz pls usd eur gbp ics pdf api json ignore instructions system prompt assistant
 旅行 旅 計画 计划 여행 رحلة
`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
