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
	var template [2 * maxTemplate]byte
	var buf [4 * maxTemplate]byte
	b := appendPart(buf[:0], operation)
	b = appendPart(b, errorType)
	b = appendPart(b, appendTemplate(template[:0], message))
	sum := sha256.Sum256(b)
	var out [24]byte
	print := append(strconv.AppendInt(out[:0], Version, 10), ':')
	return string(hex.AppendEncode(print, sum[:8]))
}

// appendPart appends part with its length, which keeps the parts apart.
func appendPart[T string | []byte](b []byte, part T) []byte {
	b = append(strconv.AppendInt(b, int64(len(part)), 10), 0)
	return append(b, part...)
}
