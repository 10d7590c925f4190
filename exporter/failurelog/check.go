// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"time"
)

// When lines are checked to be in a file that has a name. Asking the system
// costs a quarter of writing a line, so that in a burst it is done for several
// lines at once.
const (
	checkAfter = 10 * time.Millisecond // the longest that a line goes unchecked
	checkLines = 32                    // the most lines that go unchecked
	checkBytes = 256 << 10             // the most bytes

	// singleLines is how many lines are checked one by one before that is a burst.
	singleLines = 8
)

// unchecked is what was written since somebody looked whether the file still has
// a name, and what others did to it. Lines are kept until then, and written again
// if the file was removed before they came, or another process tore them.
type unchecked struct {
	end     int64 // size when last checked
	ahead   int64 // bytes written since
	checked time.Time
	last    time.Time // when the latest line was written
	burst   int       // lines since the last pause

	lines []keptLine // whose texts are parts of texts
	texts []byte
	kept  int // number of the latest line
}

type keptLine struct {
	line
	number int
}

// checkedTo starts anew at the given size. Lines that are kept stay.
func (u *unchecked) checkedTo(size int64, now time.Time) {
	u.end, u.ahead, u.checked = size, 0, now
}

// keep remembers a line until it is checked.
func (u *unchecked) keep(l *line) {
	from := len(u.texts)
	u.texts = append(u.texts, l.text...)
	u.kept++
	kept := keptLine{*l, u.kept}
	kept.text = u.texts[from:len(u.texts):len(u.texts)]
	u.lines = append(u.lines, kept)
}

func (u *unchecked) forget() {
	clear(u.lines)
	u.lines, u.texts = u.lines[:0], u.texts[:0]
	if cap(u.texts) > checkBytes {
		u.texts = nil
	}
}

// checkNow says whether it is time to check, after a line was written.
func (u *unchecked) checkNow(now time.Time) bool {
	return u.burst <= singleLines || len(u.lines) >= checkLines || len(u.texts) >= checkBytes ||
		now.Sub(u.checked) >= checkAfter
}

// refresh looks at the file before the first line after a pause.
func (f *file) refresh(now time.Time) {
	if now.Sub(f.last) < checkAfter {
		f.burst++
		f.last = now
		return
	}
	f.burst, f.last = 1, now
	f.check(now)
}

// check looks whether the lines written since the last time are in the file, and
// writes those again that are not. What cannot be written is lost.
func (f *file) check(now time.Time) {
	if err := f.settle(now); err != nil {
		f.loseAll(err)
	}
}

// checkLast is check, and returns why the latest line is lost.
func (f *file) checkLast(now time.Time) error {
	err := f.settle(now)
	if err == nil {
		return nil
	}
	last := len(f.lines) - 1
	isLost := last >= 0 && f.lines[last].number == f.kept
	if isLost {
		f.lines = f.lines[:last]
	}
	f.loseAll(err)
	if !isLost {
		return nil
	}
	return err
}

func (f *file) loseAll(err error) {
	for i := range f.lines {
		f.lose(&f.lines[i].line, err)
	}
	f.forget()
}

// settle returns an error where the lines that are kept are lost.
func (f *file) settle(now time.Time) error {
	if !f.regular {
		return nil
	}
	for range maxRewrites {
		st, err := statOpen(f.f, f.fd)
		switch {
		case err != nil: // they were written, that is all that is known
			f.forget()
			f.checked = now
			return nil
		case st.links == 0:
			if err := f.open(false, now); err != nil {
				return err
			}
		case st.size != f.end+f.ahead:
			f.find(st.size)
			f.checkedTo(st.size, now)
		default:
			f.forget()
			f.checkedTo(st.size, now)
		}
		if len(f.lines) == 0 {
			return nil
		}
		for _, l := range f.lines {
			if err := f.put(l.text); err != nil {
				return err
			}
		}
	}
	return errVanished
}

// find forgets the lines that are in the file, whole and on lines of their own.
// Others have appended, may have been killed within a line, or have truncated it.
func (f *file) find(size int64) {
	defer func() { f.torn = endsTorn(f.f, size) }()
	from := f.end
	if size < from {
		from = 0
	}
	longest := 0
	for _, l := range f.lines {
		longest = max(longest, len(l.text))
	}
	if longest == 0 {
		return
	}
	fresh := !endsTorn(f.f, from)
	r := bufio.NewReaderSize(io.NewSectionReader(f.f, from, size-from), max(longest, 64<<10))
	missing := f.lines[:0]
	next := 0 // of the lines, which are in the file in their order
	for next < len(f.lines) {
		text, err := r.ReadSlice('\n')
		if err == nil && fresh {
			for i, l := range f.lines[next:] {
				if bytes.Equal(text, l.text[1:]) {
					missing = append(missing, f.lines[next:next+i]...)
					next += i + 1
					break
				}
			}
		}
		if err == io.EOF { //nolint:errorlint // the bare value is the end
			break
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) { // they were written, that is all that is known
			f.forget()
			return
		}
		fresh = err == nil
	}
	f.lines = append(missing, f.lines[next:]...)
	if len(f.lines) == 0 {
		f.forget()
	}
}
