// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/otelfail/chaos"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// client is an agent's client as most are written: it says which service
// failed, with the service's own words.
func client(ctx context.Context, c *http.Client, url string) (map[string][]int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(`{}`))
	if err != nil {
		return nil, err
	}
	resp, err := c.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("ask: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask: %d %s: %s", resp.StatusCode, http.StatusText(resp.StatusCode), body)
	}
	var v map[string][]int
	return v, json.Unmarshal(body, &v)
}

// What the table of expectations says without asking the classifier is what the
// classifier says of the error, for each fault and each kind of operation.
func TestExpectationsAndClassifierAgree(t *testing.T) {
	s := service(t, `{"days":[1,2,3,4]}`)
	operations := map[chaos.Kind]classify.Operation{
		chaos.Tool: classify.OpTool, chaos.Model: classify.OpModel, chaos.Store: classify.OpMemory, chaos.Export: classify.OpExport,
	}
	paths := map[chaos.Kind]string{chaos.Model: "/v1/chat/completions"}
	type trial struct {
		rule  chaos.Rule
		kinds []chaos.Kind
	}
	all := []chaos.Kind{chaos.Tool, chaos.Model, chaos.Store, chaos.Export}
	var trials []trial
	for _, f := range []chaos.Fault{
		chaos.Hang, chaos.Refused, chaos.Reset, chaos.TLS, chaos.DNS, chaos.Malformed, chaos.WrongType,
		chaos.HTTPStatus(401), chaos.HTTPStatus(403), chaos.HTTPStatus(404), chaos.HTTPStatus(429), chaos.HTTPStatus(500), chaos.HTTPStatus(503),
	} {
		trials = append(trials, trial{chaos.Rule{Faults: []chaos.Fault{f}, At: chaos.Request}, all})
	}
	trials = append(trials,
		trial{rule(chaos.DiskFull), all},
		trial{rule(chaos.StoreUnavailable), []chaos.Kind{chaos.Store}},
		trial{rule(chaos.MissingTool), []chaos.Kind{chaos.Tool}},
	)
	for _, tt := range trials {
		for _, kind := range tt.kinds {
			t.Run(fmt.Sprintf("%s of a %s", tt.rule.Faults[0], kind), func(t *testing.T) {
				in := inject(t, []chaos.Rule{tt.rule})
				c := &http.Client{Transport: in.Transport(s.Client().Transport)}
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				if tt.rule.Faults[0] == chaos.Hang {
					ctx, cancel = context.WithTimeout(t.Context(), 30*time.Millisecond)
					defer cancel()
				}
				_, err := chaos.Wrap(in, kind, "ask", func(ctx context.Context, _ int) (map[string][]int, error) {
					return client(ctx, c, s.URL+paths[kind])
				})(ctx, 0)
				injections := in.Injections()
				if err == nil || len(injections) != 1 {
					t.Fatalf("error %v, injections %+v", err, injections)
				}
				got := (*classify.Chain)(nil).Classify(classify.Input{Err: err, Operation: operations[kind]})
				want := injections[0].Expected
				if got.Category != want.Category || got.Reason != want.Reason {
					t.Errorf("%v is %s/%s by rule %s, expected %s/%s", err, got.Category, got.Reason, got.Rule, want.Category, want.Reason)
				}
			})
		}
	}
}
