// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/report"
)

const knownList = `# accepted until the vendor fixes it
- fingerprint: "2:6f1d0c2a9b7e4455"
  reason: the weather service limits our CI address
  expires: 2026-12-31
- expires: "2026-06-30"
  fingerprint: 2:1234567890123456
  reason: 'flaky: "hotels"'
`

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestReadKnown(t *testing.T) {
	got, err := report.ReadKnown(strings.NewReader(knownList))
	want := []report.Known{
		{Fingerprint: "2:6f1d0c2a9b7e4455", Reason: "the weather service limits our CI address", Expires: day("2026-12-31"), Line: 2},
		{Fingerprint: "2:1234567890123456", Reason: `flaky: "hotels"`, Expires: day("2026-06-30"), Line: 5},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, -want +got\n%s", err, diff)
	}
	for now, expired := range map[string]bool{"2026-06-29": false, "2026-06-30": false, "2026-07-01": true} {
		if got := want[1].Expired(day(now)); got != expired {
			t.Errorf("on %s expired is %v", now, got)
		}
	}
	if !want[1].Expired(day("2026-07-01")) || want[1].Expired(day("2026-07-01").Add(-time.Nanosecond)) {
		t.Error("the last day is part of it")
	}
	for _, empty := range []string{"", "# nothing\n", "[]", "---\n"} {
		if got, err := report.ReadKnown(strings.NewReader(empty)); err != nil || len(got) != 0 || got == nil {
			t.Errorf("%q: %v, error %v", empty, got, err)
		}
	}
}

func TestReadKnownTellsTheLine(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"unknown key":     {knownList + "  owner: me\n", `line 8: unknown key "owner": fingerprint, reason, expires`},
		"no reason":       {"- fingerprint: a\n  expires: 2026-12-31\n", "line 1: reason is missing"},
		"empty reason":    {"- fingerprint: a\n  reason: ''\n", "line 2: reason needs a text"},
		"no expiry":       {"\n- fingerprint: a\n  reason: b\n", "line 2: expires is missing"},
		"wrong date":      {"- fingerprint: a\n  reason: b\n  expires: 31.12.2026\n", `line 3: expires "31.12.2026" is no day such as 2026-12-31`},
		"impossible date": {"- fingerprint: a\n  reason: b\n  expires: 2026-02-30\n", `line 3: expires "2026-02-30" is no day`},
		"twice":           {knownList + knownList, `line 9: fingerprint "2:6f1d0c2a9b7e4455" is on line 2 already`},
		"key twice":       {"- fingerprint: a\n  fingerprint: b\n", "line 2: fingerprint is given twice"},
		"no list":         {"fingerprint: a\n", "line 1: a list of known groups is wanted"},
		"no entry":        {"- a\n", "line 1: fingerprint, reason and expires are wanted"},
		"list for a text": {"- fingerprint: [a]\n", "line 1: fingerprint needs a text"},
		"no YAML":         {"- fingerprint: 'a\n", "line 2: found unexpected end of stream"},
		"two documents":   {"[]\n---\n[]\n", "line 2: one list is wanted"},
		"alias":           {"- &a {fingerprint: x, reason: y, expires: 2026-12-31}\n- *a\n", "line 2: fingerprint, reason and expires are wanted"},
		"too long":        {strings.Repeat("#", 5<<20), "longer than 4 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := report.ReadKnown(strings.NewReader(tt.in)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, error %v, want %s", got, err, tt.want)
			}
		})
	}
}

func FuzzReadKnown(f *testing.F) {
	f.Add(knownList)
	f.Fuzz(func(t *testing.T, in string) {
		list, err := report.ReadKnown(strings.NewReader(in))
		if err != nil && list != nil {
			t.Errorf("both %v and %v", list, err)
		}
		for _, k := range list {
			if k.Fingerprint == "" || k.Reason == "" || k.Expires.IsZero() && !strings.Contains(in, "0001-01-01") || k.Line < 1 {
				t.Errorf("%+v", k)
			}
		}
	})
}
