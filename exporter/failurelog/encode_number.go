// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"
	"time"
)

const (
	secondsOfDay = 24 * 60 * 60

	// year0 is the first second that JSON has a timestamp for, of as many as
	// seconds says.
	year0   = -62_167_219_200
	seconds = 253_402_300_800 - year0
)

// date is the text of a day. Lines that are made one after the other are mostly
// of the same.
type date struct {
	day  uint64 // 1 for the first of the year 0
	text [len("2006-01-02T")]byte
}

// appendTime appends a key and t in UTC, in the format [time.RFC3339Nano]. Years
// that JSON readers refuse become the zero time.
func (d *date) appendTime(b []byte, key string, t time.Time) []byte {
	since := uint64(t.Unix() - year0)
	if since >= seconds {
		return d.appendTime(b, key, time.Time{})
	}
	if day := since/secondsOfDay + 1; day != d.day {
		d.day = day
		t.UTC().AppendFormat(d.text[:0], "2006-01-02T")
	}
	b = append(append(b, key...), d.text[:]...)
	s := since % secondsOfDay
	h, m, s := s/3600, s/60%60, s%60
	b = append(b, digit(h/10), digit(h%10), ':', digit(m/10), digit(m%10), ':', digit(s/10), digit(s%10))
	return append(appendFraction(b, uint32(t.Nanosecond())), 'Z', '"')
}

func digit(n uint64) byte { return '0' + byte(n) }

// appendInt appends a key and n.
func appendInt[T int | int64](b []byte, key string, n T) []byte {
	return strconv.AppendInt(append(b, key...), int64(n), 10)
}

// appendMilliseconds appends a key and f as appendFloat does. What is a number of
// nanoseconds, as durations are, is written without a search for the shortest
// number that reads as f: no two decimals of up to 15 digits read as the same
// float64, so that one that does is the shortest.
func appendMilliseconds(b []byte, key string, f float64) []byte {
	const nanos = 1e6
	b = append(b, key...)
	if f > 0 && f < 1e9 {
		if n := uint64(f*nanos + 0.5); float64(n)/nanos == f {
			b = strconv.AppendUint(b, n/nanos, 10)
			return appendFraction(b, uint32(n%nanos)*1000)
		}
	}
	return appendFloat(b, f)
}

// appendFraction appends a point and n billionths, without zeros at the end;
// nothing for 0.
func appendFraction(b []byte, n uint32) []byte {
	const zeros = 0x3030303030303030
	if n == 0 {
		return b
	}
	w := eightDigits(n % 1e8)
	b = binary.LittleEndian.AppendUint64(append(b, '.', digit(uint64(n/1e8))), w)
	return b[:len(b)-bits.LeadingZeros64(w^zeros)/8]
}

// eightDigits returns the digits of n, the first in the lowest byte. Numbers of
// four, then of two digits are split at once, in lanes of the word.
func eightDigits(n uint32) uint64 {
	w := uint64(n/1e4) | uint64(n%1e4)<<32
	hundreds := w * 5243 >> 19 & 0x0000007f_0000007f // w/100 below 10,000
	w = hundreds | (w-hundreds*100)<<16
	tens := w * 103 >> 10 & 0x000f_000f_000f_000f // w/10 below 100
	return tens | (w-tens*10)<<8 + 0x3030303030303030
}

// appendFloat appends f as encoding/json does; what JSON cannot hold becomes 0.
func appendFloat(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	b = strconv.AppendFloat(b, f, format, -1, 64)
	if n := len(b); format == 'e' && n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b[n-2] = b[n-1] // e-09 is written e-9
		b = b[:n-1]
	}
	return b
}
