// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Version is the version of the method. Fingerprints of different versions
// cannot be compared.
const Version = 1

// Of returns the fingerprint of a failure: the version, a colon and 16
// hexadecimal digits. The message should be redacted; it is templated here.
func Of(operation, errorType, message string) string {
	var short [1024]byte
	b := short[:0]
	for _, part := range [...]string{operation, errorType, Template(message)} {
		// The length keeps the parts apart.
		b = append(strconv.AppendInt(b, int64(len(part)), 10), 0)
		b = append(b, part...)
	}
	sum := sha256.Sum256(b)
	var name [32]byte
	return string(hex.AppendEncode(append(strconv.AppendInt(name[:0], Version, 10), ':'), sum[:8]))
}
