// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint

import "strings"

// appendName appends the name of an operation, or of a type, without numbers,
// ids and redaction marks. The rest of it stays, dots and slashes too: a name
// is no prose. In types short numbers stay: "404", "ORA-00942", "x509".
func appendName(dst []byte, name string, isType bool) []byte {
	for i := 0; i < len(name); {
		if n := markLen(name[i:]); n > 0 {
			dst = appendStar(dst)
			i += n
			continue
		}
		if !isNameByte(name[i]) {
			dst = append(dst, name[i])
			i++
			continue
		}
		if n := uuidLen(name[i:]); n > 0 {
			dst = appendStar(dst)
			i += n
			continue
		}
		end := i
		for end < len(name) && isNameByte(name[end]) {
			end++
		}
		dst = appendNamePart(dst, name[i:end], isType)
		i = end
	}
	return dst
}

// isPlainName reports whether appendName leaves a name as it is.
func isPlainName(name string) bool {
	for i := range len(name) {
		if c := name[i]; c <= '9' && c >= '0' || c == '[' {
			return false
		}
	}
	return true
}

func appendNamePart(dst []byte, part string, isType bool) []byte {
	digits, letters, hex := tally(part)
	switch {
	case digits == 0, isType && isVendorShape(part):
		return append(dst, part...)
	case digits >= 2 && (len(part) >= 16 || letters == hex && letters > 0 && len(part) >= 6),
		isNumber(part) && letters > 0,
		isType && digits > 6,
		!isType && digits >= 3 && digits >= letters:
		return appendStar(dst)
	case isType:
		return append(dst, part...)
	}
	for i := range len(part) {
		if isDigit(part[i]) {
			dst = appendStar(dst)
		} else {
			dst = append(dst, part[i])
		}
	}
	return dst
}

// appendStar appends "*", unless dst ends with one.
func appendStar(dst []byte) []byte {
	if n := len(dst); n > 0 && dst[n-1] == '*' {
		return dst
	}
	return append(dst, '*')
}

// tally counts the digits and letters of a word, and those of its letters that
// are hexadecimal digits.
func tally(w string) (digits, letters, hex int) {
	for i := range len(w) {
		switch c := w[i]; {
		case isDigit(c):
			digits++
		case isLetter(c):
			letters++
			if c|0x20 <= 'f' {
				hex++
			}
		}
	}
	return digits, letters, hex
}

const markOpen = "[REDACTED"

// markLen returns the length of the redaction mark that s begins with, cut off
// or not, or 0.
func markLen(s string) int {
	if !strings.HasPrefix(s, markOpen) {
		return 0
	}
	const longest = 40
	n := len(markOpen)
	for n < len(s) && n < longest && s[n] != ']' {
		n++
	}
	switch {
	case n < len(s) && s[n] == ']':
		return n + 1
	case n == len(s):
		return n
	}
	return len(markOpen)
}

// uuidLen returns the length of the UUID that s begins with, or 0.
func uuidLen(s string) int {
	const shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
	if len(s) < len(shape) || s[8] != '-' || s[13] != '-' {
		return 0
	}
	for i := range len(shape) {
		if c := s[i]; (shape[i] == '-') != (c == '-') || c != '-' && !isDigit(c) && (!isLetter(c) || c|0x20 > 'f') {
			return 0
		}
	}
	return len(shape)
}

func isNameByte(c byte) bool { return isDigit(c) || isLetter(c) || c >= 0x80 }
