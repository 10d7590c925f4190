// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/philippgille/chromem-go"
)

// metadata is the file that names a user's directory; without it none of the
// trips beside it can be read.
const metadata = "00000000.gob"

// SetAside implements [Store]. A process that dies while it writes leaves one
// torn file: only what cannot be read is moved, the other trips stay.
func (v *Vectors) SetAside(context.Context) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.trips = nil
	kept, err := freeName(filepath.Clean(v.dir) + ".damaged")
	if err != nil {
		return "", fmt.Errorf("set the damaged memory aside: %w", err)
	}
	damaged, err := v.damaged()
	if err != nil {
		return "", fmt.Errorf("set the damaged memory aside: %w", err)
	}
	moved := false
	for _, path := range damaged {
		err := move(v.dir, path, kept)
		if errors.Is(err, fs.ErrNotExist) {
			continue // another process was faster
		}
		if err != nil {
			return "", fmt.Errorf("set the damaged memory aside: %w", err)
		}
		moved = true
	}
	if !moved {
		return "", nil
	}
	return kept, nil
}

// damaged lists the files and directories that cannot be read as a memory,
// relative to it; "." is the whole.
func (v *Vectors) damaged() ([]string, error) {
	if info, err := os.Stat(v.dir); err != nil || !info.IsDir() {
		return []string{"."}, nil
	}
	users, err := filepath.Glob(filepath.Join(v.dir, "*", ""))
	if err != nil {
		return nil, err
	}
	var found []string
	for _, user := range users {
		files, err := os.ReadDir(user)
		if err != nil {
			continue // no directory, so none of ours
		}
		name := filepath.Base(user)
		if !readable(filepath.Join(user, metadata), &struct {
			Name     string
			Metadata map[string]string
		}{}) {
			found = append(found, name)
			continue
		}
		for _, f := range files {
			if strings.HasSuffix(f.Name(), ".gob") && f.Name() != metadata && !readable(filepath.Join(user, f.Name()), &chromem.Document{}) {
				found = append(found, filepath.Join(name, f.Name()))
			}
		}
	}
	return found, nil
}

func readable(file string, v any) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	return gob.NewDecoder(f).Decode(v) == nil
}

func move(dir, path, kept string) error {
	to := filepath.Join(kept, path)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, path), to)
}

// freeName returns base with a number that is not in use yet.
func freeName(base string) (string, error) {
	for i := 1; ; i++ {
		name := fmt.Sprintf("%s-%d", base, i)
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name, nil
		} else if err != nil {
			return "", err
		}
	}
}
