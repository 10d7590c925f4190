// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

import "syscall"

// errnoHit judges a system error. Connection says whether a socket error wraps
// it.
func errnoHit(e syscall.Errno, connection bool) (hit, bool) {
	net := func(r Reason, retry Retryable) (hit, bool) {
		return hit{rule: "go:errno", cause: noAnswer, reason: r, retry: retry}, true
	}
	disk := func(r Reason) (hit, bool) {
		return hit{rule: "go:errno", cause: file, reason: r, retry: RetryNo}, true
	}
	switch e {
	case syscall.ECONNREFUSED:
		return net(Refused, RetryYes)
	case syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE:
		return net(Reset, RetryYes)
	case syscall.EHOSTUNREACH, syscall.ENETUNREACH, syscall.EHOSTDOWN, syscall.ENETDOWN, syscall.EADDRNOTAVAIL:
		return net(Unreachable, RetryYes)
	case syscall.ETIMEDOUT:
		return net(Timeout, RetryYes)
	case syscall.EADDRINUSE:
		return net(Other, RetryNo)
	case syscall.EMFILE, syscall.ENFILE:
		return hit{rule: "go:errno", cause: own, reason: ConnLimit, retry: RetryYes}, true
	case syscall.ENOMEM:
		return hit{rule: "go:errno", cause: own, reason: OOM}, true
	case syscall.ENOSPC, syscall.EDQUOT:
		return disk(DiskFull)
	case syscall.EROFS:
		return disk(ReadOnly)
	case syscall.ENOENT, syscall.ENOTDIR:
		if connection { // a Unix socket that nobody made
			return net(Refused, RetryUnknown)
		}
		return disk(NotFound)
	case syscall.EACCES, syscall.EPERM:
		if connection {
			return net(Permission, RetryNo)
		}
		return disk(Permission)
	case syscall.EISDIR, syscall.EEXIST, syscall.ENOTEMPTY, syscall.ENAMETOOLONG, syscall.EFBIG,
		syscall.ELOOP, syscall.EXDEV, syscall.EINVAL, syscall.EIO, syscall.EBUSY:
		if connection {
			return hit{}, false
		}
		return disk(Other)
	}
	return hit{}, false
}

// sqlHit judges an SQLSTATE, which drivers carry by a method SQLState.
func sqlHit(state string) (hit, bool) {
	if len(state) != 5 {
		return hit{}, false
	}
	h := hit{rule: "sql:" + state, cause: answer, reason: Other, home: Memory, retry: RetryNo}
	switch state[:2] {
	case "08": // connection exception
		h.cause, h.reason, h.retry = noAnswer, Reset, RetryYes
	case "22":
		h.reason = Type
	case "23":
		h.reason = Constraint
	case "28":
		h.reason = Auth
	case "42":
		h.reason = BadRequest
	case "53":
		h.reason, h.retry = Overloaded, RetryYes
	case "54":
		h.reason = Constraint
	case "57":
		h.reason, h.retry = Cancelled, RetryNo
	}
	switch state {
	case "40P01":
		h.reason, h.retry = Deadlock, RetryYes
	case "40001":
		h.reason, h.retry = Locked, RetryYes
	case "55P03":
		h.reason, h.retry = Locked, RetryYes
	case "53100":
		h.reason, h.retry = DiskFull, RetryNo
	case "53200":
		h.reason, h.retry = OOM, RetryYes
	case "53300":
		h.reason, h.retry = ConnLimit, RetryYes
	case "42501":
		h.reason = Permission
	case "42P01", "42703", "42883", "3D000", "3F000":
		h.reason = NotFound
	case "25006":
		h.reason = ReadOnly
	case "57014":
		h.reason, h.retry = Timeout, RetryUnknown
	case "57P01", "57P02", "57P03":
		h.reason, h.retry = Overloaded, RetryYes
	}
	return h, true
}
