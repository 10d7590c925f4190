// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

// For tests: pure functions that decide what readers see.
var (
	Visible = visible
	Cut     = cut
)

// Compare tells the trend of failures per run: 1 more in the later half, -1
// fewer, 0 no change beyond chance.
func Compare(perRun []int) int {
	list, failures := make([]*run, len(perRun)), map[*run]int{}
	for i, n := range perRun {
		list[i] = &run{}
		failures[list[i]] = n
	}
	return newTrend(list, failures).change
}
