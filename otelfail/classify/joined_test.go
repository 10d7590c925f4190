// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"net/http"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// toolStatusError has a name that would make a phrase with the end of its
// text: "service unavailable", "unavailable tool".
type toolStatusError struct{ Status int }

func (e toolStatusError) Error() string { return "geocoding: " + http.StatusText(e.Status) }

// The name of a type says neither what its text does not, nor that there was a
// body.
func TestTypeNamesMakeNoPhrases(t *testing.T) {
	for _, status := range []int{502, 503, 504} {
		got := (*classify.Chain)(nil).Classify(classify.Input{Err: toolStatusError{status}, Operation: classify.OpTool})
		if got.Category != classify.Network || got.Reason != classify.Upstream {
			t.Errorf("%d: %s/%s by %s", status, got.Category, got.Reason, got.Rule)
		}
	}
}
