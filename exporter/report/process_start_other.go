// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package report

import "time"

// processStart cannot tell here.
func processStart(int) (time.Time, bool) { return time.Time{}, false }
