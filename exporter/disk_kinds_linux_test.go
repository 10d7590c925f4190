// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// disk is a way in which a log directory goes bad, and gets well again.
type disk struct {
	prepare func(dir string) error // before there is a log
	spoil   func(dir string) error
	mend    func(dir string) error
	drops   bool // lines get lost, and are counted
	removes bool // lines that were written are taken away
	ledger  bool // and so are those of the ledger, so that nothing tells of them
	hangs   bool // lines come late
}

// runFile is the log of the run that trip makes.
func runFile(dir string) string { return filepath.Join(dir, "failures_run-1.jsonl") }

func smallTmpfs(dir string) error {
	return syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=512k,mode=700")
}

func limitFileSize(n uint64) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	limit.Cur = min(n, limit.Max)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}

// freeze has a file system take no writes, or take them again.
func freeze(dir string, request uintptr) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), request, 0); errno != 0 {
		return errno
	}
	return nil
}

const (
	fifreeze = 0xc0045877
	fithaw   = 0xc0045878
	nobody   = 65534
)

var disks = map[string]disk{
	"no space left, tmpfs": {
		prepare: smallTmpfs,
		spoil: func(dir string) error {
			err := os.WriteFile(filepath.Join(dir, "filler"), make([]byte, 1<<20), 0o600)
			if !errors.Is(err, syscall.ENOSPC) {
				return fmt.Errorf("the disk is not full: %w", err)
			}
			return nil
		},
		mend:  func(dir string) error { return os.Remove(filepath.Join(dir, "filler")) },
		drops: true,
	},
	"no space left, dev-full": {
		spoil: func(dir string) error {
			return errors.Join(os.Rename(runFile(dir), filepath.Join(dir, "saved")), os.Symlink("/dev/full", runFile(dir)))
		},
		mend:  func(dir string) error { return os.Rename(filepath.Join(dir, "saved"), runFile(dir)) },
		drops: true,
	},
	"short writes, RLIMIT_FSIZE": {
		spoil: func(dir string) error {
			info, err := os.Stat(runFile(dir))
			if err != nil {
				return err
			}
			return limitFileSize(uint64(info.Size()) + 1000) //nolint:gosec // no size is negative
		},
		mend:  func(string) error { return limitFileSize(1 << 62) },
		drops: true,
	},
	"read-only file system, tmpfs": {
		prepare: smallTmpfs,
		spoil: func(dir string) error { // a file that is open for writing would not let it
			var st syscall.Statfs_t
			if err := syscall.Statfs(dir, &st); err != nil {
				return err
			}
			return syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_RDONLY, "size=64k")
		},
		mend:  func(dir string) error { return syscall.Unmount(dir, 0) },
		drops: true,
	},
	"permission denied, other user": {
		spoil: func(dir string) error {
			if os.Getuid() == 0 {
				return syscall.Setresuid(-1, nobody, -1)
			}
			return os.Chmod(runFile(dir), 0o400)
		},
		mend: func(dir string) error {
			if os.Getuid() == 0 {
				return syscall.Setresuid(-1, 0, -1)
			}
			return os.Chmod(runFile(dir), 0o600)
		},
		drops: true,
	},
	"no answer, frozen ext4": {
		prepare: func(dir string) error {
			image := dir + ".img"
			if err := errors.Join(os.WriteFile(image, nil, 0o600), os.Truncate(image, 8<<20)); err != nil {
				return err
			}
			for _, args := range [][]string{{"mkfs.ext4", "-q", image}, {"mount", "-o", "loop", image, dir}} {
				if out, err := exec.CommandContext(context.Background(), args[0], args[1:]...).CombinedOutput(); err != nil {
					return fmt.Errorf("%s: %w: %s", args[0], err, bytes.TrimSpace(out))
				}
			}
			return nil
		},
		spoil: func(dir string) error {
			// Who writes to it cannot even be killed: not for ever, and then mend fails.
			time.AfterFunc(time.Minute, func() { _ = freeze(dir, fithaw) })
			return freeze(dir, fifreeze)
		},
		mend:  func(dir string) error { return freeze(dir, fithaw) },
		hangs: true,
	},
	"directory replaced by a file": {
		spoil: func(dir string) error {
			return errors.Join(os.Rename(dir, dir+".away"), os.WriteFile(dir, nil, 0o600))
		},
		mend:  func(dir string) error { return errors.Join(os.Remove(dir), os.Rename(dir+".away", dir)) },
		drops: true,
	},
	"directory removed":               {spoil: os.RemoveAll, removes: true, ledger: true},
	"file removed, as by logrotate":   {spoil: func(dir string) error { return os.Remove(runFile(dir)) }, removes: true},
	"file truncated, as by logrotate": {spoil: func(dir string) error { return os.Truncate(runFile(dir), 0) }, removes: true},
	"file renamed, as by logrotate": {spoil: func(dir string) error {
		return os.Rename(runFile(dir), filepath.Join(dir, "failures_run-1.1.jsonl"))
	}},
	"signals all the time": {spoil: func(string) error {
		stop := time.Now().Add(500 * time.Millisecond)
		go func() {
			for time.Now().Before(stop) {
				_ = syscall.Kill(os.Getpid(), syscall.SIGWINCH)
			}
		}()
		return nil
	}},
}
