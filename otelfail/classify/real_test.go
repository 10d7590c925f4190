// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// operation really fails; want is category reason retryable as a tool call.
type operation struct {
	name string
	do   func(t *testing.T) error
	want string
}

// TestRealErrors makes each operation fail for real and demands 98 % of right
// verdicts. Each is judged as it is and wrapped, as programs do.
func TestRealErrors(t *testing.T) {
	groups := [][]operation{netOperations, tlsOperations, httpOperations(), grpcOperations(), fileOperations, decodeOperations, sqlOperations, runtimeOperations, moreOperations}
	judgeReal(t, groups, 98, func(err error) []classify.Input {
		return []classify.Input{
			{Err: err, Operation: classify.OpTool},
			{Err: fmt.Errorf("call forecast service: %w", err), Operation: classify.OpTool},
		}
	})
}

// TestRealErrorsByText judges the same errors by their texts alone.
func TestRealErrorsByText(t *testing.T) {
	groups := [][]operation{netOperations, tlsOperations, fileOperations, decodeOperations, moreOperations}
	judgeReal(t, groups, 90, func(err error) []classify.Input {
		return []classify.Input{{Text: err.Error(), Operation: classify.OpTool}}
	})
}

// judgeReal demands that atLeast percent of the verdicts on inputs are right.
func judgeReal(t *testing.T, groups [][]operation, atLeast int, inputs func(error) []classify.Input) {
	t.Helper()
	right, judged := 0, 0
	for _, op := range slices.Concat(groups...) {
		t.Run(op.name, func(t *testing.T) {
			err := op.do(t)
			if err == nil {
				t.Fatal("the operation did not fail")
			}
			for _, in := range inputs(err) {
				v := (*classify.Chain)(nil).Classify(in)
				judged++
				if got := fmt.Sprintf("%s %s %d", v.Category, v.Reason, v.Retryable); got == op.want {
					right++
				} else {
					t.Logf("got %s by %s, want %s: %v", got, v.Rule, op.want, err)
				}
			}
		})
	}
	t.Logf("%d of %d right", right, judged)
	if 100*right < atLeast*judged {
		t.Errorf("%d of %d right: below %d %%", right, judged, atLeast)
	}
}

var runtimeOperations = []operation{
	{"nil map", func(*testing.T) error { return recovered(func() { noMap()["x"] = 1 }) }, "state nil 2"},
	{"nil pointer", func(*testing.T) error { return recovered(func() { var p *operation; _ = p.name }) }, "state nil 2"},
	{"index", func(t *testing.T) error { return recovered(func() { s := make([]int, 1); _ = s[len(t.Name())] }) }, "state bounds 2"},
	{"type assertion", func(*testing.T) error { return recovered(func() { var v any = 1; _ = v.(string) }) }, "state panic 2"},
	{"closed channel", func(*testing.T) error { return recovered(func() { c := make(chan int); close(c); close(c) }) }, "state panic 2"},
	{"cancel", func(*testing.T) error {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		<-ctx.Done()
		return ctx.Err()
	}, "unknown cancelled 2"},
	{"deadline", func(*testing.T) error {
		ctx, cancel := context.WithTimeout(context.Background(), 0)
		defer cancel()
		<-ctx.Done()
		return ctx.Err()
	}, "network timeout 1"},
	{"no program", func(t *testing.T) error {
		return exec.CommandContext(t.Context(), "otelfail-no-such-program").Run()
	}, "tool exec 2"},
	{"exit", func(t *testing.T) error {
		return exec.CommandContext(t.Context(), "go", "no-such-command").Run()
	}, "tool exec 0"},
}

func noMap() map[string]int { return nil }

func recovered(f func()) (err error) {
	defer func() { err, _ = recover().(error) }()
	f()
	return nil
}

func TestRemoteTextIsNoPanic(t *testing.T) {
	err := &apiError{StatusCode: 502, text: "502: " + strings.Repeat("panic: nil pointer ", 3)}
	v := (*classify.Chain)(nil).Classify(classify.Input{Err: err, Operation: classify.OpModel})
	if v.Category == classify.State || v.Reason == classify.Nil || v.Reason == classify.Panic {
		t.Errorf("a remote panic became our own: %+v", v)
	}
}
