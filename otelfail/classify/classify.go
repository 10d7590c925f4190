// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// Input is what is known about a failure. The zero value of each field means
// that it is not known.
type Input struct {
	Err        error     // the error, where it is at hand
	Text, Type string    // used when Err is nil: message and type name of an error seen elsewhere
	Operation  Operation // the kind of operation that failed; OpNone for a text alone
	HTTPStatus int       // status code of an HTTP answer
	GRPCCode   int       // gRPC status code; 0 (OK) means absent
	Panic      bool      // the program's own panic
	Optional   bool      // the operation was declared optional
	Essential  bool      // the operation was declared essential
}

// Verdict says what kind of failure it is.
type Verdict struct {
	Category  Category  `json:"category"`
	Reason    Reason    `json:"reason"`
	Severity  Severity  `json:"severity"`
	Retryable Retryable `json:"retryable"`
	// Rule names the row that decided, such as "go:dns" or "text:rate_limit".
	Rule string `json:"rule"`
	// Fingerprint is set only by a [Classifier] or by the error itself (see
	// [Grouped]): the name of the group in place of the one that package
	// fingerprint makes.
	Fingerprint string `json:"fingerprint,omitempty"`
}

// A Classifier judges failures that the built-in rules do not know, or judges
// them otherwise. It returns false for a failure that is not its business.
// Fields of the verdict left empty are filled by the built-in rules.
type Classifier interface {
	Classify(Input) (Verdict, bool)
}

// ClassifierFunc makes a function a [Classifier].
type ClassifierFunc func(Input) (Verdict, bool)

// Classify calls f.
func (f ClassifierFunc) Classify(in Input) (Verdict, bool) { return f(in) }

var _ Classifier = ClassifierFunc(nil)

// Chain asks the user's classifiers first and the built-in rules last. A nil
// or zero Chain is the built-in rules alone. It is immutable and safe for
// concurrent use.
type Chain struct {
	user []Classifier
}

// New returns a Chain that asks the given classifiers, in order, before the
// built-in rules: what one leaves empty the next ones fill in. Nil ones are left
// out.
func New(user ...Classifier) *Chain {
	c := &Chain{}
	for _, u := range user {
		if u != nil {
			c.user = append(c.user, u)
		}
	}
	return c
}

// Classify returns the verdict on a failure. Category, reason and severity are
// never empty. It never panics.
func (c *Chain) Classify(in Input) Verdict {
	var said Verdict
	if c != nil {
		for _, u := range c.user {
			if v, ok := ask(u, in); ok {
				v = clean(v)
				if v.Rule == "" {
					v.Rule = "user"
				}
				said = fill(said, v)
			}
		}
	}
	f := gather(in)
	if w, ok := ownWord(f.chain); ok {
		said = fill(said, w)
	}
	h := f.judge()
	h.probe = h.probe && said.Category == "" && said.Reason == ""
	if in.Operation == OpModel && h.cause == decode && h.retry == RetryNo {
		h.retry = RetryUnknown // a model answers the same question differently
	}
	v := fill(said, Verdict{
		Category: h.category(&f),
		Reason:   h.reason,
		Rule:     h.rule,
	})
	if said.Reason == "" || said.Reason == h.reason {
		v = fill(v, Verdict{Retryable: h.retry})
	}
	if v.Retryable == RetryUnsettled {
		v.Retryable = RetryUnknown
	}
	if v.Severity == "" {
		v.Severity = severity(v, h, &f)
	}
	return v
}

// ask contains a panic of the user's classifier.
func ask(u Classifier, in Input) (v Verdict, ok bool) {
	defer func() {
		if recover() != nil {
			v, ok = Verdict{}, false
		}
	}()
	return u.Classify(in)
}

// clean drops words that are outside the closed sets.
func clean(v Verdict) Verdict {
	if !v.Category.valid() {
		v.Category = ""
	}
	if s, ok := ParseSeverity(string(v.Severity)); ok {
		v.Severity = s
	} else {
		v.Severity = ""
	}
	if v.Retryable > RetryUnsettled {
		v.Retryable = RetryUnknown
	}
	return v
}

// fill puts the fields of w where v has none.
func fill(v, w Verdict) Verdict {
	if v.Category == "" {
		v.Category = w.Category
	}
	if v.Reason == "" {
		v.Reason = w.Reason
	}
	if v.Severity == "" {
		v.Severity = w.Severity
	}
	if v.Retryable == RetryUnknown {
		v.Retryable = w.Retryable
	}
	if v.Rule == "" {
		v.Rule = w.Rule
	}
	if v.Fingerprint == "" {
		v.Fingerprint = w.Fingerprint
	}
	return v
}

func (c Category) valid() bool {
	switch c {
	case LLM, Tool, Memory, Network, Validation, State, Export, Evaluation, Unknown:
		return true
	}
	return false
}
