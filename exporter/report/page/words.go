// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// count writes a number with thin spaces between thousands.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "\u202f" + digits[i:]
	}
	return digits
}

// rough writes a round number shortly.
func rough(n int) string {
	switch {
	case n >= 1_000_000:
		return strconv.FormatFloat(float64(n)/1_000_000, 'f', -1, 64) + "M"
	case n >= 1_000:
		return strconv.FormatFloat(float64(n)/1_000, 'f', -1, 64) + "k"
	}
	return strconv.Itoa(n)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return count(n) + " " + noun + "s"
}

// percent writes a percentage with as many digits as matter.
func percent(p float64) string {
	switch {
	case p == 0 || p == 100:
		return fmt.Sprintf("%.0f\u202f%%", p)
	case p < 0.1:
		return "< 0.1\u202f%"
	case p > 99.9:
		return "> 99.9\u202f%"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", p), ".0") + "\u202f%"
}

func percentOrNone(p *float64) string {
	if p == nil {
		return "–"
	}
	return percent(*p)
}

func share(n, of int) string { return percent(100 * float64(n) / float64(of)) }

// decimal writes a mean.
func decimal(v float64) string {
	if v >= 100 || v == math.Trunc(v) {
		return count(int(math.Round(v)))
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// span writes a duration with two or three digits that matter.
func span(d time.Duration) string {
	unit := func(v float64, name string) string {
		digits := 1
		if v >= 10 {
			digits = 0
		}
		return strings.TrimSuffix(strconv.FormatFloat(v, 'f', digits, 64), ".0") + "\u202f" + name
	}
	switch {
	case d >= 48*time.Hour:
		return unit(d.Hours()/24, "days")
	case d == 24*time.Hour:
		return "1\u202fday"
	case d >= time.Hour:
		return unit(d.Hours(), "h")
	case d >= time.Minute:
		return unit(d.Minutes(), "min")
	case d >= time.Second:
		return unit(d.Seconds(), "s")
	}
	return unit(float64(d)/float64(time.Millisecond), "ms")
}
