// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fileSpan is a span of a tree in the tests below.
type fileSpan struct {
	id, parent int
	start, end int
	more       string
}

const failed = `,"status":{"code":2,"message":"it did not work"}`

func (s fileSpan) String() string {
	return fmt.Sprintf(`{"traceId":%q,"spanId":"%016x","parentSpanId":"%016x","name":"s%d","startTimeUnixNano":"%d","endTimeUnixNano":"%d"%s}`,
		traceHex, s.id, s.parent, s.id, s.start, s.end, s.more)
}

func TestShapes(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spans []fileSpan
		want  []string // span and outcome
	}{
		{"a late child of a span that ended well, below one that failed",
			[]fileSpan{{1, 0, 0, 10, failed}, {2, 1, 1, 3, ""}, {3, 2, 2, 20, failed}},
			[]string{"s3 failed/"}},
		{"a late child of a span that failed",
			[]fileSpan{{1, 0, 0, 9, ""}, {2, 1, 1, 3, failed}, {3, 2, 2, 5, failed}},
			[]string{"s3 degraded/handled"}},
		{"all at one time",
			[]fileSpan{{1, 0, 5, 5, failed}, {2, 1, 5, 5, failed}, {3, 2, 5, 5, failed}},
			[]string{"s3 failed/"}},
		{"parent not in the file, in this process", []fileSpan{{2, 1, 0, 5, failed}}, []string{"s2 unknown"}},
		{"parent not in the file, in another process",
			[]fileSpan{{2, 1, 0, 5, failed + `,"kind":2`}, {3, 1, 6, 7, failed + `,"flags":768`}, {4, 1, 8, 9, failed + `,"flags":256,"kind":2`}},
			[]string{"s2 failed/", "s3 failed/", "s4 unknown"}},
		{"remote, but in the file",
			[]fileSpan{{1, 0, 0, 9, failed}, {2, 1, 1, 5, failed + `,"flags":768,"kind":2`}},
			[]string{"s2 failed/"}},
		{"two roots in one trace",
			[]fileSpan{{1, 0, 0, 9, failed}, {2, 0, 0, 20, ""}, {3, 2, 1, 3, failed}},
			[]string{"s1 failed/", "s3 degraded/handled"}},
		{"parents in a circle", []fileSpan{{1, 2, 0, 5, failed}, {2, 1, 0, 5, failed}, {3, 3, 0, 5, failed}},
			[]string{"s1 failed/", "s3 failed/"}},
		{"exception that was handled",
			[]fileSpan{{1, 0, 0, 5, failed}, {2, 1, 1, 3, `,"events":[{"name":"exception","timeUnixNano":"2"}]`}},
			[]string{"s1 failed/"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var spans []string
			for _, s := range tt.spans {
				spans = append(spans, s.String())
			}
			failures, errs := read(stream("f", request(spans...)))
			var got []string
			for _, f := range failures {
				path, outcome := f[strings.Index(f, "[")+1:], f[strings.LastIndex(f, " ")+1:]
				got = append(got, strings.Trim(strings.FieldsFunc(path, func(r rune) bool { return r == ' ' || r == ']' })[0], `"`)+" "+outcome)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || len(errs) > 0 {
				t.Errorf("errors %v (-want +got):\n%s", errs, diff)
			}
		})
	}
}
