// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import (
	"errors"
	"fmt"
	"strings"
)

// Row is a row of a [Table]. It fits a failure in whose text one of Any, one of
// And (where given) and none of Not occur.
//
// A pattern is one or more words, compared without regard to case, punctuation
// and joining: "sold out" finds "SoldOutError" and "sold_out". "*" at an end
// leaves that word open, "…" stands for up to 80 bytes of other words, "^" and
// "$" are the ends of the text. "#429", "#4xx" and "#5xx" stand for an HTTP
// status of the answer.
type Row struct {
	Name      string    // the verdict's Rule is "user:" and this name
	Operation Operation // only operations of this kind; empty for all
	Any       []string
	And       []string
	Not       []string
	Verdict   Verdict // fields left empty are filled by the built-in rules
}

// Table is a [Classifier] made of rows: the first that fits decides. It is
// immutable and safe for concurrent use.
type Table struct {
	rows  []Row
	table *table
}

var _ Classifier = (*Table)(nil)

// NewTable returns the table of the given rows. It is an error if a row has no
// name or no pattern in Any, if a pattern has no word, if a category or
// severity does not exist, or if there are more than about two thousand
// patterns.
func NewTable(rows ...Row) (*Table, error) {
	t := &Table{rows: append([]Row(nil), rows...), table: &table{matcher: newMatcher(nil)}}
	t.table.matcher.far = true
	var errs []error
	for _, r := range t.rows {
		if err := r.check(); err != nil {
			errs = append(errs, fmt.Errorf("row %q: %w", r.Name, err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if err := t.compile(); err != nil {
		return nil, err
	}
	return t, nil
}

// compile makes the matcher, which panics where there are too many patterns.
func (t *Table) compile() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	for _, r := range t.rows {
		t.table.tests = append(t.table.tests, t.table.compile(cond{r.Any, r.And, r.Not}))
	}
	t.table.matcher.build()
	return nil
}

func (r Row) check() error {
	if r.Name == "" {
		return errors.New("no name")
	}
	if len(r.Any) == 0 {
		return errors.New("no pattern in Any")
	}
	for _, list := range [][]string{r.Any, r.And, r.Not} {
		for _, p := range list {
			if err := checkPattern(p); err != nil {
				return err
			}
		}
	}
	if c := r.Verdict.Category; c != "" && !c.valid() {
		return fmt.Errorf("no category %q; there are %s", c, list(Categories()))
	}
	if s := r.Verdict.Severity; s != "" {
		if _, ok := ParseSeverity(string(s)); !ok {
			return fmt.Errorf("no severity %q; there are %s", s, list(Severities()))
		}
	}
	return nil
}

func checkPattern(p string) error {
	if strings.HasPrefix(p, "#") {
		if len(p) == 4 && (p[1] == '4' || p[1] == '5') && (p[2:] == "xx" || isDigit(p[2]) && isDigit(p[3])) {
			return nil
		}
		return fmt.Errorf("pattern %q: a status is #4xx, #5xx or # and a code from 400 to 599", p)
	}
	for piece := range strings.SplitSeq(p, "…") {
		if len(appendWords([]byte{' '}, piece)) < 2 {
			return fmt.Errorf("pattern %q has no word", p)
		}
	}
	return nil
}

// Classify returns the verdict of the first row that fits.
func (t *Table) Classify(in Input) (Verdict, bool) {
	if t == nil || len(t.rows) == 0 {
		return Verdict{}, false
	}
	f, w := read(in, nil)
	f.found = t.table.matcher.match(w)
	for i, r := range t.rows {
		if (r.Operation == OpNone || r.Operation == in.Operation) && t.table.tests[i].in(&f) {
			v := r.Verdict
			v.Rule = "user:" + r.Name
			return v, true
		}
	}
	return Verdict{}, false
}
