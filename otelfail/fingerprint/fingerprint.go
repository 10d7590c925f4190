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
const Version = 2

// Of returns the fingerprint of a failure: the version, a colon and 16
// hexadecimal digits. The texts should be redacted; they are templated here.
func Of(operation, errorType, message string) string {
	var template [2 * maxTemplate]byte
	var buf [4 * maxTemplate]byte
	b := appendNameAsPart(buf[:0], operation, false)
	b = appendNameAsPart(b, errorType, true)
	b = appendPart(b, appendTemplate(template[:0], message))
	sum := sha256.Sum256(b)
	var out [24]byte
	print := append(strconv.AppendInt(out[:0], Version, 10), ':')
	return string(hex.AppendEncode(print, sum[:8]))
}

// appendNameAsPart appends a name as it is where nothing in it varies.
func appendNameAsPart(b []byte, name string, isType bool) []byte {
	if isPlainName(name) {
		return appendPart(b, name)
	}
	var buf [128]byte
	return appendPart(b, appendName(buf[:0], name, isType))
}

// appendPart appends part with its length, which keeps the parts apart.
func appendPart[T string | []byte](b []byte, part T) []byte {
	b = append(strconv.AppendInt(b, int64(len(part)), 10), 0)
	return append(b, part...)
}
