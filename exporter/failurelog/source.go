// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
)

// Source is something to read lines from: a file, or a stream.
type Source struct {
	name   string
	reader io.Reader     // nil for a file
	count  *atomic.Int64 // of the bytes read, unless nil
	until  int64         // lines that begin here or later are left out, unless it is 0
}

// nothing is the until of a source of which no line is read.
const nothing = -1

// Name returns the path of the file, or the name given to [FromReader].
func (s Source) Name() string { return s.name }

// FromReader returns a source that reads r. The name stands in errors.
func FromReader(name string, r io.Reader) Source { return Source{name: name, reader: r} }

// Counted returns s, which then adds the bytes that it reads to n, so that
// somebody can tell how far reading is.
func (s Source) Counted(n *atomic.Int64) Source {
	s.count = n
	return s
}

// countingReader counts the bytes that it reads.
type countingReader struct {
	r io.Reader
	n *atomic.Int64
}

func (c countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// Sources finds the files that paths stand for. A path is a file, a directory
// (its failure logs and run ledgers, plain or gzipped, not those of directories
// within it, and regular files only, linked or not: nobody may ever write to a
// pipe), a pattern as for [filepath.Glob], or "-" for standard input. A
// path that leads to nothing is an error that wraps [fs.ErrNotExist]; an empty
// directory is none. Of ledgers that are being written to, what is there now is
// read, so that the failures of all runs that they tell the end of are in the
// files found. No file is named twice, and none whose lines are among the
// files anyway is named at all: an array, a gzipped segment, the combined log of
// a run.
func Sources(paths ...string) ([]Source, error) {
	files, err := expandAll(paths)
	if err != nil {
		return nil, err
	}
	ledgers := ledgerSizes(files)
	if len(ledgers) > 0 { // files that are found after that have all failures
		again, err := expandAll(paths)
		if err != nil {
			return nil, err
		}
		files = withMissed(again, files)
		files = slices.DeleteFunc(files, func(file string) bool {
			_, known := ledgers[plainName(file)]
			return isLedgerFile(file) && !known // it has begun since
		})
	}
	var out []Source
	for _, path := range paths {
		if path == "-" {
			out = append(out, FromReader("(standard input)", os.Stdin))
		}
	}
	lines := map[string]bool{}
	for _, file := range files {
		lines[filepath.Clean(file)] = true
		if base, _, _, ok := parseSegment(filepath.Clean(file)); ok {
			lines[base] = true
		}
	}
	seen := map[string]bool{}
	for _, file := range files {
		clean := filepath.Clean(file)
		if !seen[clean] && !repeated(clean, lines) {
			out = append(out, Source{name: file, until: ledgers[plainName(file)]})
		}
		seen[clean] = true
	}
	return out, nil
}

// withMissed adds to the files found the second time those of the first that a
// listing may have missed while they were compressed: their plain file is gone, and
// the other one came where it had already been looked.
func withMissed(files, before []string) []string {
	found := map[string]bool{}
	for _, file := range files {
		found[file] = true
	}
	for _, file := range before {
		if !found[file] && !found[file+extGzip] && (exists(file) || exists(file+extGzip)) {
			files = append(files, file)
		}
	}
	return files
}

// expandAll finds the files that paths stand for, but for standard input.
func expandAll(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		if path == "-" {
			continue
		}
		found, err := expand(path)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	return files, nil
}

// ledgerSizes returns how much of the ledgers among files is there, by their names
// without compression; 0 is all, since nothing is written to them any more.
func ledgerSizes(files []string) map[string]int64 {
	sizes := map[string]int64{}
	for _, file := range files {
		if !isLedgerFile(file) {
			continue
		}
		name := plainName(file)
		if info, err := os.Stat(file); err == nil && name == filepath.Clean(file) {
			if sizes[name] = info.Size(); info.Size() == 0 {
				sizes[name] = nothing // though it may have just begun
			}
		} else if _, ok := sizes[name]; !ok {
			sizes[name] = 0
		}
	}
	return sizes
}

func plainName(file string) string { return strings.TrimSuffix(filepath.Clean(file), extGzip) }

// repeated reports whether what file holds is among other lines: those of plain
// files and of bases.
func repeated(file string, lines map[string]bool) bool {
	if base, isArray := strings.CutSuffix(file, extJSON); isArray {
		return lines[base]
	}
	if plain, gzipped := strings.CutSuffix(file, extGzip); gzipped && lines[plain] && !empty(plain) {
		return true
	}
	dir, name := filepath.Split(file)
	run, isCombined := strings.CutPrefix(name, combinedPrefix)
	base, _, _, _ := parseSegment(run)
	return isCombined && lines[dir+filePrefix+base]
}

// baseSources finds the segments of a log file.
func baseSources(base string) ([]Source, error) {
	found, err := segments(base)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", base+extJSONL, cause(err))
	}
	var out []Source
	for i, s := range found {
		if i == 0 || s.n != found[i-1].n || !s.gzipped || empty(found[i-1].path) {
			out = append(out, Source{name: s.path})
		}
	}
	return out, nil
}

func expand(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return logFiles(path)
	}
	if err == nil {
		return []string{path}, nil
	}
	matches, globErr := filepath.Glob(path)
	if globErr != nil || len(matches) == 0 {
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
	var files []string
	for _, match := range matches {
		info, err := os.Stat(match)
		if err != nil || info.Mode().IsRegular() {
			files = append(files, match) // opening it reports the error
			continue
		}
		if !info.IsDir() {
			continue
		}
		within, err := logFiles(match)
		if err != nil {
			return nil, err
		}
		files = append(files, within...)
	}
	return files, nil
}

// logFiles returns the log files of a directory, ordered by name.
func logFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, cause(err))
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !isLogFile(e.Name()) || !isRegular(dir, e) })
	files := make([]string, len(entries))
	for i, e := range entries {
		files[i] = filepath.Join(dir, e.Name())
	}
	return files, nil
}

// isRegular reports whether an entry is a file, or a link to one. A link that
// leads nowhere counts: opening it reports that.
func isRegular(dir string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.Type().IsRegular()
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err != nil || info.Mode().IsRegular()
}

// isLedgerFile reports whether a file is a segment of a run ledger.
func isLedgerFile(path string) bool {
	base, _, _, ok := parseSegment(filepath.Base(path))
	return ok && base+extJSONL == LedgerFile
}

func isLogFile(name string) bool {
	if strings.HasPrefix(name, filePrefix) && strings.HasSuffix(name, extJSON) {
		return true
	}
	base, _, _, ok := parseSegment(name)
	return ok && (base+extJSONL == LedgerFile || isOperationsFile(name) || strings.HasPrefix(base, filePrefix) || strings.HasPrefix(base, combinedPrefix))
}
