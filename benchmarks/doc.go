// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package benchmarks measures otelfail beside its peers, in the same run:
//
//	go test -run '^$' -bench . -count 6 . | benchstat -col /exporter -
//
// It is a module of its own, so that users of otelfail need not have the peers.
package benchmarks
