// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"errors"
	"os"
	"path/filepath"
)

// makeDir makes a directory that does not exist, readable by the owner alone.
// With sync its name, and those of the directories that had to be made for it, are
// forced to the disk; nameErr says why one is not.
func makeDir(dir string, sync bool) (nameErr, err error) {
	var parents []string
	for d := filepath.Clean(dir); sync && !exists(d) && d != filepath.Dir(d); d = filepath.Dir(d) {
		parents = append(parents, filepath.Dir(d))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	for _, parent := range parents {
		nameErr = errors.Join(nameErr, syncDir(parent))
	}
	return nameErr, nil
}
