// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page_test

import (
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/report/page"
	"github.com/otelfail/otelfail-go/exporter/report/page/internal/sample"
)

// BenchmarkWrite writes the page of a log that was read; BenchmarkRead takes in
// the lines of the log, decoded before.
func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := read(b, page.Options{}, sample.Log(n))
			b.ReportAllocs()
			for b.Loop() {
				var size counter
				if err := p.Write(&size); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(size), "bytes/page")
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			entries := slices.Collect(sample.Log(n))
			b.ReportAllocs()
			for b.Loop() {
				read(b, page.Options{}, slices.Values(entries))
			}
		})
	}
}

// counter counts bytes.
type counter int

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
