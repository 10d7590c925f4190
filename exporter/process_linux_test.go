// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// childEnv says which of children the test binary is to be.
const childEnv = "OTELFAIL_TEST_CHILD"

// children are the processes that tests start, with the arguments that they are
// given.
var children = map[string]func(args []string) error{
	"crash": crash, "disk": brokenDisk, "unsynced": unsynced, "interrupted": interrupted,
}

func TestMain(m *testing.M) {
	if do := children[os.Getenv(childEnv)]; do != nil {
		if err := do(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func childCommand(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), childEnv+"="+name)
	return cmd
}
