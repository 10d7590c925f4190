// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"math/bits"
	"strconv"
	"sync"
)

// rule is a row of the text rules: the first whose condition holds decides.
type rule struct {
	name    string
	when    cond
	cause   row
	reason  Reason
	retry   Retryable
	home    Category // see hit
	weak    Category // see hit
	corrupt bool
	probe   bool
	example string // a text the row is there for; a test holds it to the row

	full string // the name as verdicts give it
}

// cond holds if one of any, one of and (where given) and none of not occur.
// The words "#429", "#4xx" and "#5xx" stand for an HTTP status of the answer,
// "#remote" for a gRPC status or an HTTP status of 500 and above that does not
// only stand in the text.
type cond struct {
	any, and, not []string
}

// place is a row that says whose answer a text alone is.
type place struct {
	category Category
	sure     bool // the words leave no doubt: they count before the home of a rule
	when     cond
}

// test is a compiled cond.
type test struct {
	any, and, not []int
}

func (t test) in(f *facts) bool {
	return t.one(t.any, f) && (len(t.and) == 0 || t.one(t.and, f)) && !t.one(t.not, f)
}

// remoteStatus is the number of "#remote".
const remoteStatus = -1

// one reports whether one of the patterns was found; negative numbers stand
// for statuses.
func (t test) one(ids []int, f *facts) bool {
	for _, i := range ids {
		switch {
		case i >= 0 && f.found.has(i),
			i == remoteStatus && f.remote(),
			i < 0 && f.http != 0 && (f.http == -i || f.http/100 == -i):
			return true
		}
	}
	return false
}

// table is the compiled form of all rules. It never changes once made.
type table struct {
	matcher *matcher
	tests   []test
	rules   []*rule
	tail    int // where languageRules begin, and tailRules after them
	places  []compiledPlace

	asked    [][]uint16 // by pattern: the rules that it may decide
	statuses []uint16   // the rules that a status may decide

	carried, called, alone, telemetry, exporter, body, driver, input, service, page test
}

type compiledPlace struct {
	category Category
	sure     bool
	when     test
}

// rules compiles the tables at first use.
var rules = sync.OnceValue(func() *table {
	t := &table{matcher: newMatcher(wordLists)}
	for _, group := range [...][]rule{
		quotedRules, remoteRules, memoryRules, stateRules, gateRules, exportRules, modelRules, editRules, toolRules,
		networkRules, serviceRules, genericRules, fileRules, requestRules, formatRules, businessRules, workRules, silentRules, languageRules, tailRules,
	} {
		if &group[0] == &languageRules[0] {
			t.tail = len(t.rules)
		}
		for i := range group {
			r := group[i]
			r.full = "text:" + r.name
			t.rules = append(t.rules, &r)
			t.tests = append(t.tests, t.compile(group[i].when))
		}
	}
	for _, p := range places {
		t.places = append(t.places, compiledPlace{p.category, p.sure, t.compile(p.when)})
	}
	t.carried = t.compile(carriedWords)
	t.called = t.compile(calledWords)
	t.alone = t.compile(aloneWords)
	t.telemetry = t.compile(telemetryWords)
	t.exporter = t.compile(exporterWords)
	t.body = t.compile(bodyWords)
	t.driver = t.compile(driverWords)
	t.service = t.compile(cond{any: asOne("name of a service", serviceNames), not: reportWords})
	t.input = t.compile(inputWords)
	t.page = t.compile(pageWords)
	t.matcher.build()
	t.index()
	return t
})

// index notes for each pattern the rules that it may decide.
func (t *table) index() {
	if len(t.tests) > maxRules {
		panic("classify: too many rules")
	}
	t.asked = make([][]uint16, len(t.matcher.bySrc))
	for i, test := range t.tests {
		for _, id := range test.any {
			if id >= 0 {
				t.asked[id] = append(t.asked[id], uint16(i))
			} else {
				t.statuses = append(t.statuses, uint16(i))
			}
		}
	}
}

// maxRules bounds the set of rules that one text may fit.
const maxRules = 384

type ruleSet [maxRules / 64]uint64

// candidates returns the rules one of whose words were found.
func (t *table) candidates(f *facts) (c ruleSet) {
	f.found.each(func(id int) {
		for _, i := range t.asked[id] {
			c[i>>6] |= 1 << (i & 63)
		}
	})
	if f.http != 0 {
		for _, i := range t.statuses {
			c[i>>6] |= 1 << (i & 63)
		}
	}
	return c
}

func (t *table) compile(c cond) test {
	return test{any: t.ids(c.any), and: t.ids(c.and), not: t.ids(c.not)}
}

func (t *table) ids(patterns []string) []int {
	ids := make([]int, 0, len(patterns))
	for _, p := range patterns {
		switch {
		case p == "#4xx":
			ids = append(ids, -4)
		case p == "#5xx":
			ids = append(ids, -5)
		case p == "#remote":
			ids = append(ids, remoteStatus)
		case p[0] == '#':
			code, _ := strconv.Atoi(p[1:])
			ids = append(ids, -code)
		default:
			ids = append(ids, t.matcher.id(p))
		}
	}
	return ids
}

// byText judges by the first row whose condition holds. Where the error itself
// carries an HTTP status there was an answer: a text that quotes a panic or a
// cancellation is the other side's.
func (f *facts) byText() (hit, bool) {
	return f.firstOf(0, rules().tail)
}

// byTail judges by the words that libraries use for anything.
func (f *facts) byTail() (hit, bool) {
	return f.firstOf(rules().tail, len(rules().rules))
}

func (f *facts) firstOf(from, to int) (hit, bool) {
	t := rules()
	for k, word := range f.fits {
		for ; word != 0; word &= word - 1 {
			i := k<<6 + bits.TrailingZeros64(word)
			r := t.rules[i]
			if i < from || i >= to || f.answered() && r.cause.ours() || f.provider && r.cause == page || !t.tests[i].in(f) {
				continue
			}
			return hit{
				rule: r.full, cause: r.cause, reason: r.reason, retry: r.retry,
				home: r.home, weak: r.weak, corrupt: r.corrupt, probe: r.probe,
			}, true
		}
	}
	return hit{}, false
}

// answered reports whether the error itself carries an HTTP status.
func (f *facts) answered() bool { return f.carrier && f.in.Err != nil && !f.in.Panic }

// remote reports whether the failure is an answer by which the other side owns up
// to a failure of its own.
func (f *facts) remote() bool {
	return !f.in.Panic && (f.grpc != 0 || f.carrier && f.http >= 500)
}

// ours reports whether a cause is our side's, so that an answer cannot be it.
func (c row) ours() bool {
	switch c {
	case own, cancelled, noAnswer, page, silent, file, exit:
		return true
	}
	return false
}
