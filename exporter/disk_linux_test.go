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
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail"
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
	"signals all the time, EINTR": {spoil: func(string) error {
		stop := time.Now().Add(500 * time.Millisecond)
		go func() {
			for time.Now().Before(stop) {
				_ = syscall.Kill(os.Getpid(), syscall.SIGWINCH)
			}
		}()
		return nil
	}},
}

// brokenDisk has an agent run three times: well, with the disk broken, and with
// the disk mended. What it prints is what is wrong, or "skip: " and why.
func brokenDisk(args []string) error {
	dir, d := args[0], disks[args[1]]
	if d.prepare != nil {
		if err := d.prepare(dir); err != nil {
			fmt.Println("skip:", err)
			return nil
		}
	}
	var reports atomic.Int32
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) { reports.Add(1) }))
	e, err := exporter.New(dir)
	if err != nil {
		return err
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()))
	tracker := otelfail.New(otelfail.WithTracerProvider(provider))
	ran := func() {
		if err := trip(context.Background(), tracker); err == nil || err.Error() != "no answer" {
			fmt.Printf("the agent's error is %v\n", err)
		}
	}
	ran()
	if err := d.spoil(dir); err != nil {
		fmt.Println("skip:", err)
		return nil
	}
	ran()
	if d.mend != nil {
		if err := d.mend(dir); err != nil {
			return err
		}
	}
	ran()
	if err := errors.Join(e.Shutdown(context.Background()), provider.Shutdown(context.Background())); err != nil {
		return err
	}
	checkDisk(dir, d, int(reports.Load()))
	return nil
}

func checkDisk(dir string, d disk, reports int) {
	wantReports := 0
	if d.drops || d.hangs {
		wantReports = 1
	}
	if reports != wantReports {
		fmt.Printf("%d reports to the error handler, want %d\n", reports, wantReports)
	}
	sources, err := failurelog.Sources(dir)
	if err != nil {
		fmt.Println(err)
	}
	r := report.New(report.Options{})
	torn := 0
	r.Read(failurelog.Read(sources...), func(error) { torn++ })
	s := r.Summary()
	removed, missing := 0, 0
	if d.removes {
		removed = 3
	}
	if d.removes && !d.ledger {
		missing = removed
	}
	if (s.Dropped > 0) != d.drops || s.Missing != missing || s.TotalFailures+s.Dropped+removed != 9 {
		fmt.Printf("%d failures in the log, %d counted as dropped and %d missing, of 9\n", s.TotalFailures, s.Dropped, s.Missing)
	}
	lower := d.drops || missing > 0
	var text bytes.Buffer
	if err := s.WriteJSON(&text); err != nil {
		fmt.Println(err)
	}
	if strings.Contains(text.String(), `"lower_bound": true`) != lower || s.LowerBound != lower || torn > 1 {
		fmt.Printf("%d torn lines; the summary: %s\n", torn, &text)
	}
}

func TestBrokenDisks(t *testing.T) {
	for name := range disks {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "logs")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			out, err := ownMounts(childCommand(t, "disk", dir, name)).CombinedOutput()
			if errors.Is(err, syscall.EPERM) {
				out, err = childCommand(t, "disk", dir, name).CombinedOutput()
			}
			if why, skip := strings.CutPrefix(string(out), "skip: "); skip && err == nil {
				t.Skip(why)
			}
			if err != nil || len(out) > 0 {
				t.Errorf("error %v\n%s", err, out)
			}
		})
	}
}

// ownMounts lets a process mount what nobody else sees.
func ownMounts(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}},
			AmbientCaps: []uintptr{21}, // CAP_SYS_ADMIN, within its own user namespace
		}
	}
	return cmd
}
