// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
)

// The operations whose faults are decided apart from all others.
const (
	parseIntent = "parse_intent"
	plan        = "plan"
	synthesize  = "synthesize"
)

// modelOperations are the ones that every run makes.
var modelOperations = []string{parseIntent, plan, synthesize}

// toolOperations are the ones of which one may be down for a while.
var toolOperations = []string{
	"flights_search_links", "hotels_search_links", "things_to_do_links", "distance_and_time", "weather_summary",
}

// How often, in percent of calls.
const (
	modelRate      = 12 // first calls of a model operation, beside the certain one
	replanRate     = 35 // the plan's second call after the first failed
	requestRate    = 13 // requests of tools
	toolRate       = 7  // tool calls, missing or with invalid arguments
	outageRate     = 40 // runs in which one tool is down
	outageRequests = 3  // how long it is down, in requests
)

// edition is mixed into every decision; another one gives every seed another
// run. This one gives seed 7, which the documentation shows, faults of several
// kinds, of which a retry cures some and others not.
const edition = 29202

// decider decides by hashing; it has no state, so asking changes nothing.
type decider struct{ seed uint64 }

// request decides the n-th request of an operation, counted from 1. No fault is "".
func (d decider) request(op string, n int) Fault {
	if slices.Contains(modelOperations, op) {
		return d.model(op, n)
	}
	if op == d.down() && n <= outageRequests {
		return outages[d.roll("outage fault", op, 0)%uint64(len(outages))]
	}
	if !d.chance(requestRate, "request", op, n) {
		return ""
	}
	return toolFaults[d.roll("request fault", op, n)%uint64(len(toolFaults))]
}

// model lets a retry succeed: parsing and synthesis never fail twice in a row.
// The plan may, as an agent can do without it.
func (d decider) model(op string, n int) Fault {
	var fails bool
	switch {
	case n%2 == 1:
		fails = n == 1 && op == d.certain() || d.chance(modelRate, "request", op, n)
	case op == plan:
		fails = d.model(op, n-1) != "" && d.chance(replanRate, "request", op, n)
	}
	if !fails {
		return ""
	}
	return modelFaults[d.roll("request fault", op, n)%uint64(len(modelFaults))]
}

// certain is the operation whose first call fails whatever the rates: no seed
// leaves a run without a fault.
func (d decider) certain() string {
	return modelOperations[d.roll("certain", "", 0)%uint64(len(modelOperations))]
}

// down is the tool that is down for a while, or "".
func (d decider) down() string {
	if !d.chance(outageRate, "outage", "", 0) {
		return ""
	}
	return toolOperations[d.roll("down", "", 0)%uint64(len(toolOperations))]
}

// tool decides the n-th call of a tool, counted from 1.
func (d decider) tool(op string, n int) ToolFault {
	if !d.chance(toolRate, "tool", op, n) {
		return ""
	}
	return []ToolFault{MissingTool, InvalidArguments}[d.roll("tool fault", op, n)%2]
}

func (d decider) chance(percent uint64, what, op string, n int) bool {
	return d.roll(what, op, n)%100 < percent
}

// roll is a number that follows from the seed and what is asked.
func (d decider) roll(what, op string, n int) uint64 {
	h := fnv.New64a()
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:8], d.seed^edition<<32)
	binary.LittleEndian.PutUint64(b[8:], uint64(n)) //nolint:gosec // counts from 0
	_, _ = h.Write(b[:])
	_, _ = h.Write([]byte(what + "\x00" + op))
	// FNV alone leaves neighbours alike; this is the finalizer of MurmurHash3.
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
