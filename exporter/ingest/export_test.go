// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"iter"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// ReadWithin is Read that holds fewer bytes of spans.
func ReadWithin(limit int, sources ...Source) iter.Seq2[failurelog.Entry, error] {
	return Options{}.read(limit, sources)
}

// StreamWithin is Stream that holds fewer bytes of spans.
func StreamWithin(limit int, src Source) iter.Seq2[failurelog.Entry, error] {
	return Options{}.streamed(limit, src)
}
