// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Instructions of filters for system calls.
const (
	load   = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
	equal  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
	above  = unix.BPF_JMP | unix.BPF_JGT | unix.BPF_K
	answer = unix.BPF_RET | unix.BPF_K

	argument = 16 // where the first argument of a call is; its number is at 0
)

// filterCalls has a filter decide about the system calls of this process from now
// on.
func filterCalls(filter []unix.SockFilter, flags uintptr) (fd uintptr, err error) {
	runtime.LockOSThread() // of which the others get it too
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return 0, err
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]} //nolint:gosec // it is short
	fd, _, errno := syscall.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC|flags,
		uintptr(unsafe.Pointer(&program))) //nolint:gosec // the kernel reads it during the call
	if errno != 0 {
		return 0, errno
	}
	return fd, nil
}

// refuse has a system call fail from now on.
func refuse(call uint32, errno syscall.Errno) error {
	_, err := filterCalls([]unix.SockFilter{
		{Code: load},
		{Code: equal, K: call, Jf: 1},
		{Code: answer, K: unix.SECCOMP_RET_ERRNO | uint32(errno)},
		{Code: answer, K: unix.SECCOMP_RET_ALLOW},
	}, 0)
	return err
}

// askAboutWrites has another process decide about what is written to files. It
// returns the descriptor that it needs for that.
func askAboutWrites() (uintptr, error) {
	return filterCalls([]unix.SockFilter{
		{Code: load},
		{Code: equal, K: unix.SYS_WRITE, Jt: 1},
		{Code: equal, K: unix.SYS_PWRITE64, Jf: 3},
		{Code: load, K: argument},
		{Code: above, K: uint32(syscall.Stderr), Jf: 1},
		{Code: answer, K: unix.SECCOMP_RET_USER_NOTIF},
		{Code: answer, K: unix.SECCOMP_RET_ALLOW},
	}, unix.SECCOMP_FILTER_FLAG_NEW_LISTENER|unix.SECCOMP_FILTER_FLAG_TSYNC_ESRCH)
}

// question is what the kernel asks about a call, and reply the answer.
type (
	question struct {
		id         uint64
		pid, flags uint32
		call       int32
		arch       uint32
		ip         uint64
		args       [6]uint64
	}
	reply struct {
		id    uint64
		value int64
		errno int32
		flags uint32
	}
)

// decideWrites answers questions until there is nobody left to ask them: the
// first, third and so on of the calls is interrupted. It returns how many were.
func decideWrites(listener int) (interrupted int, err error) {
	for n := 0; ; n++ {
		poll := []unix.PollFd{{Fd: int32(listener), Events: unix.POLLIN}} //nolint:gosec // a descriptor fits
		if _, err := unix.Poll(poll, -1); err == unix.EINTR {             //nolint:errorlint // the bare value
			continue
		} else if err != nil {
			return interrupted, err
		}
		if poll[0].Revents&unix.POLLIN == 0 {
			return interrupted, nil
		}
		var q question
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(listener), unix.SECCOMP_IOCTL_NOTIF_RECV,
			uintptr(unsafe.Pointer(&q))); errno != 0 { //nolint:gosec // the kernel fills it in
			continue // who asked is gone
		}
		r := reply{id: q.id}
		if n%2 == 0 {
			r.errno = -int32(syscall.EINTR)
			interrupted++
		} else {
			r.flags = unix.SECCOMP_USER_NOTIF_FLAG_CONTINUE
		}
		_, _, _ = syscall.Syscall(syscall.SYS_IOCTL, uintptr(listener), unix.SECCOMP_IOCTL_NOTIF_SEND,
			uintptr(unsafe.Pointer(&r))) //nolint:gosec // the kernel reads it
	}
}
