// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"fmt"

	"go.opentelemetry.io/otel"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// answer is what one of the program's classifiers said of a failure.
type answer classify.Verdict

func (a answer) Classify(classify.Input) (classify.Verdict, bool) { return classify.Verdict(a), true }

// input is what a classifier is asked about the failure of a foreign span.
func (f *facts) input() classify.Input {
	return classify.Input{
		Text: f.message, Type: f.kind, Operation: f.operation,
		HTTPStatus: f.http, GRPCCode: f.grpc, Panic: f.panicked,
	}
}

// ask asks the program's classifiers about a failed span. They may make spans,
// so it is called without the lock; the answers are kept for when the failure is
// judged. It returns nil, the built-in rules, where nobody has anything to say.
func (r *Recorder) ask(f *facts) *classify.Chain {
	if len(r.opts.Classifiers) == 0 || !f.failed {
		return nil
	}
	in := f.input()
	var said []classify.Classifier
	for _, c := range r.opts.Classifiers {
		if v, ok := r.askOne(c, in); ok {
			v.Reason, v.Fingerprint = classify.Reason(r.redact(string(v.Reason))), r.redact(v.Fingerprint)
			said = append(said, answer(v))
		}
	}
	if said == nil {
		return nil
	}
	return classify.New(said...)
}

// askOne contains a panic of the program's classifier. The first is reported.
func (r *Recorder) askOne(c classify.Classifier, in classify.Input) (v classify.Verdict, ok bool) {
	defer func() {
		if value := recover(); value != nil {
			v, ok = classify.Verdict{}, false
			if r.panicked.CompareAndSwap(false, true) {
				otel.Handle(fmt.Errorf("otelfail: panic while classifying a failed span: %s", (*redact.Redactor)(nil).String(fmt.Sprint(value))))
			}
		}
	}()
	return c.Classify(in)
}
