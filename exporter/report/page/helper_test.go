// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page_test

import (
	"flag"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report/page"
	"github.com/otelfail/otelfail-go/exporter/report/page/internal/sample"
)

var update = flag.Bool("update", false, "write the golden files")

var made = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func read(t testing.TB, opts page.Options, entries iter.Seq[failurelog.Entry]) *page.Page {
	t.Helper()
	if opts.Made.IsZero() {
		opts.Made = made
	}
	p, err := page.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	p.Read(sample.Lines(entries), nil)
	return p
}

func write(t testing.TB, p *page.Page) string {
	t.Helper()
	var b strings.Builder
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// between returns what stands between two marks.
func between(t testing.TB, s, from, to string) string {
	t.Helper()
	_, s, found := strings.Cut(s, from)
	s, _, ended := strings.Cut(s, to)
	if !found || !ended {
		t.Fatalf("nothing between %q and %q", from, to)
	}
	return s
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".html")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-%s +page\n%s", path, diff)
	}
}
