// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package settings

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"regexp"
	"time"
)

// runID keeps run ids usable as part of a file name and as an attribute.
var runID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

func checkRunID(id string) error {
	if !runID.MatchString(id) {
		return invalid("run_id", id, "up to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit")
	}
	return nil
}

// NewRunID makes a run id from the time and a few random digits, which tell
// apart runs that begin in the same second.
func NewRunID(now time.Time) string {
	var b [3]byte
	_, _ = rand.Read(b[:]) // never fails
	return fmt.Sprintf("run-%d-%s", now.Unix(), hex.EncodeToString(b[:]))
}
