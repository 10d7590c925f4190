// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
)

// Plan decides and records the faults of one run. It is safe for concurrent use.
type Plan struct {
	decider decider
	faults  *listeners

	mu         sync.Mutex
	requests   map[string]int
	toolCalls  map[string]int
	injections []Injection
	transports []*http.Transport
}

// New opens the listeners that faults are met on and returns the Plan of the
// seed. The context bounds the opening only.
func New(ctx context.Context, seed uint64) (*Plan, error) {
	faults, err := listen(ctx)
	if err != nil {
		return nil, fmt.Errorf("start chaos: %w", err)
	}
	return &Plan{
		decider:   decider{seed},
		faults:    faults,
		requests:  map[string]int{},
		toolCalls: map[string]int{},
	}, nil
}

// Close ends what hangs and closes the listeners.
func (p *Plan) Close() error {
	p.mu.Lock()
	transports := p.transports
	p.transports = nil
	p.mu.Unlock()
	err := p.faults.close()
	for _, t := range transports {
		t.CloseIdleConnections()
	}
	if err != nil {
		return fmt.Errorf("close chaos: %w", err)
	}
	return nil
}

// Injection is one fault that was injected.
type Injection struct {
	Operation string `json:"operation"`
	// Call counts the operation's requests, or its tool calls for a ToolFault,
	// from 1.
	Call  int   `json:"call"`
	Fault Fault `json:"fault"`
	// Surfaced says that the caller got an error or an answer that it must take
	// for one. A fault does not surface if the caller had gone before.
	Surfaced bool   `json:"surfaced"`
	Err      string `json:"err"` // what the caller got
}

// Injections returns what was injected so far, in the order in which it began.
func (p *Plan) Injections() []Injection {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Injection(nil), p.injections...)
}

// Tool decides one call of the tool that the context names as its operation.
// The caller asks once per attempt, before the call. A call that is to fail this
// way meets no other fault.
func (p *Plan) Tool(ctx context.Context) (ToolFault, bool) {
	op, ok := operationOf(ctx)
	if !ok {
		return "", false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.toolCalls[op.name]++
	n := p.toolCalls[op.name]
	fault := p.decider.tool(op.name, n)
	op.spent.Store(fault != "")
	if fault == "" {
		return "", false
	}
	p.injections = append(p.injections, Injection{Operation: op.name, Call: n, Fault: fault, Surfaced: true, Err: string(fault)})
	return fault, true
}

// Decide returns the fault that the operation's n-th request meets, counted from
// 1, or "". Asking changes nothing.
func (p *Plan) Decide(op string, n int) Fault { return p.decider.request(op, n) }

// begin counts a request and records its fault, if it has one. It returns the
// index of the record.
func (p *Plan) begin(op string) (fault Fault, index int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests[op]++
	n := p.requests[op]
	if fault = p.decider.request(op, n); fault == "" {
		return "", 0
	}
	p.injections = append(p.injections, Injection{Operation: op, Call: n, Fault: fault})
	return fault, len(p.injections) - 1
}

// end records what the caller got.
func (p *Plan) end(index int, got string, surfaced bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.injections[index].Err, p.injections[index].Surfaced = got, surfaced
}

// operation is what a context names. Each WithOperation makes a new one.
type operation struct {
	name  string
	spent atomic.Bool // the current call fails already
}

type operationKey struct{}

// WithOperation names the operation that requests under the context belong to.
func WithOperation(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, operationKey{}, &operation{name: name})
}

func operationOf(ctx context.Context) (*operation, bool) {
	op, ok := ctx.Value(operationKey{}).(*operation)
	return op, ok && op.name != ""
}

// gone reports whether the caller gave up for a reason that is not the fault's.
func gone(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }
