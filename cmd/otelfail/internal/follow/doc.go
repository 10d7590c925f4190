// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package follow reads failure logs while they are written.
//
// In go the paths that a report takes: files, directories, patterns. Out come
// the lines as they are appended, across new runs, rotation, compression,
// truncation and deletion, each once.
//
// Files are looked at at intervals, not by notifications of the file system:
// that works on every one, in containers and over the network, and nothing is
// lost when a queue of notifications runs over. The interval grows with the time
// that a look takes, so that a directory of many files costs little.
package follow
