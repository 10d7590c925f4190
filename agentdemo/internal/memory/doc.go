// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package memory remembers trips across runs. In go what a traveler asked for;
// out comes, for a new question, what is known from earlier ones, nearest in
// meaning first. Vectors are kept in files below one directory, which any number
// of processes may share. Beside them lies each traveler's current trip, which
// a conversation goes on with.
package memory
