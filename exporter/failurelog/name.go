// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"strings"
)

const (
	filePrefix = "failures_"

	// combinedPrefix starts the names of the original system's combined logs.
	combinedPrefix = "combined_"

	extJSONL = ".jsonl"
	extJSON  = ".json"
	extGzip  = ".gz"

	// maxName keeps file names below the 143 bytes that the strictest common
	// file systems allow, extensions included.
	maxName = 96

	// hashMark stands before the hash of a changed run id. It is not among the
	// characters that are kept, so an unchanged run id cannot imitate one.
	hashMark = "~"
)

// foldsCase is true where file systems usually take A and a for one letter.
const foldsCase = runtime.GOOS == "windows" || runtime.GOOS == "darwin"

// safeName makes a run id fit to be part of a file name. Run ids that are
// letters, digits, '.', '_' and '-' stay as they are; anything else gets a hash,
// so that two run ids never share a name.
func safeName(runID string) string {
	changed := runID == "" || len(runID) > maxName
	name := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r == '.', r == '_', r == '-':
			return r
		case 'A' <= r && r <= 'Z':
			changed = changed || foldsCase
			return r
		}
		changed = true
		return '_'
	}, runID)
	if !changed {
		return name
	}
	sum := sha256.Sum256([]byte(runID))
	return name[:min(len(name), maxName)] + hashMark + hex.EncodeToString(sum[:8])
}
