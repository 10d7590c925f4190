// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"context"
	"fmt"
	"log"

	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// A tool fails in its second and third call.
func Example() {
	scenario, err := chaos.Parse([]byte(`
name: notes-unavailable
faults:
  - operation: notes_search
    kind: store
    fault: store_unavailable
    calls: 2-3
`))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	faults, err := chaos.New(ctx, scenario, chaos.InjectFaults(), chaos.WithSeed(7))
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = faults.Close() }()

	search := chaos.Wrap(faults, chaos.Store, "notes_search", func(_ context.Context, text string) (int, error) {
		return len(text), nil
	})
	for range 4 {
		found, err := search(ctx, "Rome")
		fmt.Println(found, err)
	}
	for _, i := range faults.Injections() {
		fmt.Printf("%s, call %d: %s, surfaced: %s, to be recorded as %s\n", i.Operation, i.Call, i.Fault, i.Surfaced, i.Expected.Category)
	}
	// Output:
	// 4 <nil>
	// 0 open notes_search: input/output error
	// 0 open notes_search: input/output error
	// 4 <nil>
	// notes_search, call 2: store_unavailable, surfaced: yes, to be recorded as memory
	// notes_search, call 3: store_unavailable, surfaced: yes, to be recorded as memory
}
