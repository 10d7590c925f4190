// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"slices"
	"strings"
)

// minText is the length of the shortest message that is looked for in others:
// shorter ones are found by chance.
const minText = 8

// carried returns those of the failures below a failed span that it carries on:
// those whose message it repeats; else those with its error type or status;
// else the one that ended last. Of the latter two, failures that something went
// on without come only where there is nothing else. With strict there need not
// be any, and such failures are carried by their message alone.
func carried(below []*failure, f *facts, strict bool) []*failure {
	pick := func(from []*failure, fits func(*failure) bool) []*failure {
		var list []*failure
		for _, x := range from {
			if fits(x) {
				list = append(list, x)
			}
		}
		return list
	}
	all := pick(below, func(x *failure) bool { return x.rec != nil && !x.owned })
	if list := pick(all, func(x *failure) bool {
		text := strings.TrimSpace(x.text)
		return len(text) >= minText && f.says(text)
	}); len(list) > 0 {
		return list
	}
	open := pick(all, func(x *failure) bool { return !x.settled })
	if len(open) == 0 && !strict {
		open = all
	}
	if list := pick(open, f.resembles); len(list) > 0 {
		return list
	}
	if unanswered := pick(open, func(x *failure) bool { return x.retried == nil }); len(unanswered) > 0 {
		open = unanswered
	}
	if len(open) == 0 {
		return nil
	}
	return []*failure{slices.MaxFunc(open, func(a, b *failure) int { return a.ended.Compare(b.ended) })}
}

// resembles reports whether a failure has the span's error type or status.
func (f *facts) resembles(x *failure) bool {
	for _, kind := range []string{f.kind, f.errorType} {
		if kind != "" && slices.Contains(x.kinds[:], kind) {
			return true
		}
	}
	return f.http > 0 && f.http == x.input.HTTPStatus || f.grpc > 0 && f.grpc == x.input.GRPCCode
}
