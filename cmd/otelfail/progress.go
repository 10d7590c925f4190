// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"github.com/otelfail/otelfail-go/exporter/ingest"
)

const (
	// patience is how long reading may take before somebody wants to know how
	// far it is.
	patience = time.Second

	redraw = 100 * time.Millisecond
)

// progress shows on a terminal how far reading is, once it takes long.
type progress struct {
	w     *os.File
	total int64
	read  *atomic.Int64
	stop  chan struct{}
	done  chan struct{}
}

// clearLine returns what takes progress off a terminal.
func clearLine(w io.Writer) string {
	if isTerminal(w) {
		return "\r\x1b[K"
	}
	return ""
}

// watch counts what is read of in, and shows it if standard error is a terminal.
// The returned function ends that, and leaves the terminal as it was.
func (in *input) watch() (end func()) {
	file, ok := terminal(in.errOut)
	if !ok {
		return func() {}
	}
	p := &progress{w: file, read: new(atomic.Int64), stop: make(chan struct{}), done: make(chan struct{})}
	for i, s := range in.logs {
		if size := sizeOf(s.Name()); size > 0 {
			in.logs[i] = s.Counted(p.read)
			p.total += size
		}
	}
	for i, s := range in.traces {
		in.traces[i] = counted(s, p.read)
		p.total += 2 * sizeOf(s.Name) // they are read twice
	}
	go p.show()
	return func() {
		close(p.stop)
		<-p.done
	}
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}

func (p *progress) show() {
	defer close(p.done)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	shown := false
	for {
		select {
		case <-p.stop:
			if shown {
				_, _ = fmt.Fprint(p.w, clearLine(p.w))
			}
			return
		case <-timer.C:
			shown = true
			_, _ = fmt.Fprintf(p.w, "\r%s\x1b[K", p.line())
			timer.Reset(redraw)
		}
	}
}

func (p *progress) line() string {
	const width = 20
	read := p.read.Load()
	if p.total <= 0 {
		return "reading"
	}
	share := min(float64(read)/float64(p.total), 1)
	bar := strings.Repeat("█", int(share*width)) + strings.Repeat("░", width-int(share*width))
	line := fmt.Sprintf("reading %s %3.0f%% of %s", bar, 100*share, megabytes(p.total))
	if columns, _, err := term.GetSize(int(p.w.Fd())); err == nil && columns < len([]rune(line))+1 {
		line = fmt.Sprintf("reading %3.0f%%", 100*share)
	}
	return line
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+999)/1000)
	}
	return fmt.Sprintf("%.0f MB", float64(n)/1e6)
}

// counted returns s, which adds the bytes that it reads to n.
func counted(s ingest.Source, n *atomic.Int64) ingest.Source {
	open := s.Open
	s.Open = func() (io.ReadCloser, error) {
		r, err := open()
		if err != nil {
			return nil, err
		}
		return &countedFile{r, n}, nil
	}
	return s
}

type countedFile struct {
	io.ReadCloser
	n *atomic.Int64
}

func (c *countedFile) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n.Add(int64(n))
	return n, err
}
