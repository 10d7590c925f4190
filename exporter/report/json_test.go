// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

func TestWriteJSON(t *testing.T) {
	want := build(report.Options{}, guide(), ledger()...).Summary()
	var b strings.Builder
	if err := want.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "json", b.String())
	var got report.Summary
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-written +read\n%s", diff)
	}
}

func TestJSONIsSafeToPrintAndLosesNothing(t *testing.T) {
	const node = "\u009b31m\u202e\u200b\U000e0041<b>\x7f\x1b日本"
	r := build(report.Options{}, []failurelog.Record{{Event: failurelog.FailureRecorded, FailureID: "1", GraphNode: node}})
	var b strings.Builder
	if err := r.Summary().WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsFunc(b.String(), func(r rune) bool { return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
		t.Errorf("raw control character in %q", b.String())
	}
	var got report.Summary
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if got.ByNode[node] != 1 {
		t.Errorf("by_node = %v", got.ByNode)
	}
}
