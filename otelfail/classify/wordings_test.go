// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// TestWordings has what various products say of the same causes.
func TestWordings(t *testing.T) {
	for _, r := range readLabelled(t, "wordings.jsonl") {
		v := (*classify.Chain)(nil).Classify(classify.Input{Text: r.Text})
		if v.Category != r.Category || v.Reason != r.Reason || v.Retryable != r.Retryable {
			t.Errorf("%q: got %s/%s/%v by %s, want %s/%s/%v", r.Text,
				v.Category, v.Reason, v.Retryable, v.Rule, r.Category, r.Reason, r.Retryable)
		}
	}
}
