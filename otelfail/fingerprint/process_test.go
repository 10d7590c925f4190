// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// asked is set for the process that TestSameInAnotherProcess starts.
const asked = "OTELFAIL_TEST_FINGERPRINTS"

// redacted returns failures with secrets in name, type and message, without them,
// and their fingerprints.
func redacted() (texts, prints []string) {
	r := redact.New(nil)
	for i, secret := range []string{"wintermute", "neuromancer", "straylight"} {
		operation := r.String(fmt.Sprintf("execute_tool login password=%s Step %d", secret, i))
		kind := r.String("LoginError api_key=" + secret)
		message := r.String(fmt.Sprintf(`Get "https://ada:%s@a.example/x": token=%s was refused: password: %q after %d tries`, secret, secret, secret, i))
		texts = append(texts, operation, kind, message)
		prints = append(prints, fingerprint.Of(operation, kind, message))
	}
	return texts, prints
}

// TestSameInAnotherProcess: marks of redaction are other ones in each process,
// fingerprints are not.
func TestSameInAnotherProcess(t *testing.T) {
	texts, prints := redacted()
	if os.Getenv(asked) != "" {
		_ = json.NewEncoder(os.Stderr).Encode([2][]string{texts, prints})
		return
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, "-test.run=^TestSameInAnotherProcess$")
	cmd.Env = append(os.Environ(), asked+"=1")
	var answer strings.Builder
	cmd.Stderr = &answer
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, answer.String())
	}
	var other [2][]string
	if err := json.NewDecoder(strings.NewReader(answer.String())).Decode(&other); err != nil {
		t.Fatalf("%v: %s", err, answer.String())
	}
	differ := 0
	for i, text := range texts {
		if !strings.Contains(text, "[REDACTED:") {
			t.Errorf("nothing is redacted in %q", text)
		}
		if text != other[0][i] {
			differ++
		}
	}
	if differ == 0 {
		t.Errorf("the other process has the same marks: %q", texts)
	}
	for i, print := range prints {
		if print != other[1][i] || print != prints[0] {
			t.Errorf("%q is %s here and %s there; the first is %s", texts[3*i:3*i+3], print, other[1][i], prints[0])
		}
	}
}
