// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail"
)

// TestOneStaticBinary: what the document says how to install needs no library.
func TestOneStaticBinary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command")
	}
	if !strings.Contains(docs(t), "CGO_ENABLED=0 go install github.com/otelfail/otelfail-go/cmd/otelfail@latest") {
		t.Error("the document does not say how to install it")
	}
	path := filepath.Join(t.TempDir(), "otelfail")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file, err := elf.Open(path)
	must(t, err)
	for _, segment := range file.Progs {
		if segment.Type == elf.PT_INTERP {
			t.Error("it asks for a dynamic linker")
		}
	}
	must(t, file.Close())
	out, err := exec.CommandContext(t.Context(), path, "--version").Output() //nolint:gosec // just built
	if err != nil || !strings.Contains(string(out), otelfail.Version) {
		t.Errorf("%q, error %v", out, err)
	}
}
