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
	h := sha256.New()
	for _, part := range [...]string{operation, errorType, Template(message)} {
		// The length keeps the parts apart.
		_, _ = h.Write(strconv.AppendInt(nil, int64(len(part)), 10))
		_, _ = h.Write([]byte{0})
		_, _ = h.Write([]byte(part))
	}
	return strconv.Itoa(Version) + ":" + hex.EncodeToString(h.Sum(nil)[:8])
}
