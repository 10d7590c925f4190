// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Current keeps each user's current trip, for the next process to go on with.
type Current struct{ dir string }

// NewCurrent returns the current trips below dir, which is made when needed.
func NewCurrent(dir string) *Current { return &Current{dir} }

// file names no user: an id may hold what a path must not.
func (c *Current) file(user string) string {
	sum := sha256.Sum256([]byte(user))
	return filepath.Join(c.dir, "current_"+hex.EncodeToString(sum[:8])+".json")
}

// Load reads the user's current trip into v. ok is false where there is none.
func (c *Current) Load(user string, v any) (ok bool, err error) {
	data, err := os.ReadFile(c.file(user))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		return false, fmt.Errorf("read the current trip: %w", err)
	}
	return true, nil
}

// Save replaces the user's current trip by v: wholly, or not at all.
func (c *Current) Save(user string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("save the current trip: %w", err)
	}
	if err := WriteFile(c.file(user), data); err != nil {
		return fmt.Errorf("save the current trip: %w", err)
	}
	return nil
}

// WriteFile writes a file that only its owner can read. A reader sees the old
// content or the new one, never a part.
func WriteFile(name string, data []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".tmp-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err := f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
