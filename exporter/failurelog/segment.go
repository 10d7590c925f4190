// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A log file that is rotated consists of segments: failures_r.jsonl,
// failures_r~0002.jsonl and so on. The last one is written to. None is renamed
// while it is open, so that this works where open files cannot be renamed.

// segmentDigits tells segment numbers from the 16 digit hash of a run id.
const (
	segmentMark      = "~"
	segmentDigits    = 4
	maxSegmentDigits = 9
)

// segmentPath returns the path of the nth segment of the log file with the
// given base, which is the path without extension.
func segmentPath(base string, n int) string {
	if n <= 1 {
		return base + extJSONL
	}
	return fmt.Sprintf("%s%s%0*d%s", base, segmentMark, segmentDigits, n, extJSONL)
}

// parseSegment returns the base of a log file of lines, plain or gzipped, and
// the number of its segment.
func parseSegment(path string) (base string, n int, gzipped, ok bool) {
	path, gzipped = strings.CutSuffix(path, extGzip)
	base, ok = strings.CutSuffix(path, extJSONL)
	if !ok {
		return "", 0, false, false
	}
	i := strings.LastIndex(base, segmentMark)
	if digits := base[i+1:]; i > 0 && len(digits) >= segmentDigits && len(digits) <= maxSegmentDigits {
		if n, err := strconv.ParseUint(digits, 10, 32); err == nil && n > 1 {
			return base[:i], int(n), gzipped, true
		}
	}
	return base, 1, gzipped, true
}

// segment is a file found on disk.
type segment struct {
	path    string
	n       int
	gzipped bool
}

// segments finds the segments of a log file, first ones first; a gzipped copy
// comes after its plain file.
func segments(base string) ([]segment, error) {
	dir, name := filepath.Split(base)
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return nil, err
	}
	var found []segment
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), name) {
			continue
		}
		if b, n, gzipped, ok := parseSegment(e.Name()); ok && b == name {
			found = append(found, segment{filepath.Join(dir, e.Name()), n, gzipped})
		}
	}
	slices.SortStableFunc(found, func(a, b segment) int { return a.n - b.n })
	return found, nil
}

// lastSegment returns the number of the segment to write to. It reads the
// directory only where there are several segments, or the first may have been
// removed.
func lastSegment(base string, pruned bool) (int, error) {
	plain, gzipped := exists(segmentPath(base, 1)), exists(segmentPath(base, 1)+extGzip)
	if !plain && !gzipped && !pruned {
		return 1, nil
	}
	if plain && !gzipped && !exists(segmentPath(base, 2)) && !exists(segmentPath(base, 2)+extGzip) {
		return 1, nil
	}
	found, err := segments(base)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(found) == 0 {
		return 1, nil
	}
	if err != nil {
		return 0, err
	}
	last := found[len(found)-1].n
	if found[len(found)-1].gzipped { // it is closed, whether or not its plain file is gone
		last++
	}
	return last, nil
}

// empty reports whether a file is there and has nothing in it.
func empty(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() == 0
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
