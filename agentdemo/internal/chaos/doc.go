// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package chaos makes an agent's calls fail for real. In goes a seed; out come a
// transport whose requests meet real faults on real loopback connections,
// decisions about tools that are missing or called wrongly, and a record of
// everything that was injected: the ground truth that recorded failures are
// compared with.
//
// What happens to a call follows from the seed, the name of the operation and
// the number of the call alone, so concurrency does not change it. A request
// belongs to the operation that [WithOperation] names in its context; requests
// without one are left alone.
//
// Nothing happens unless a program makes a Plan and uses it: no setting and no
// environment variable can switch chaos on.
package chaos
