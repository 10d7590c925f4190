// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"runtime"
	"time"
)

// Cost is what something needed.
type Cost struct {
	Allocations  uint64        `json:"allocations"`
	Bytes        uint64        `json:"bytes"` // allocated
	CPU          time.Duration `json:"cpu_ns"`
	Wall         time.Duration `json:"wall_ns"`
	Instructions uint64        `json:"instructions,omitempty"` // 0: not counted
}

// meter counts what the whole process needs. It is right as long as nothing else
// runs.
type meter struct {
	mallocs, bytes uint64
	cpu            time.Duration
	start          time.Time
}

func startMeter() meter {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return meter{m.Mallocs, m.TotalAlloc, cpuTime(), time.Now()}
}

func (m meter) stop() Cost {
	wall, cpu := time.Since(m.start), cpuTime()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return Cost{Allocations: now.Mallocs - m.mallocs, Bytes: now.TotalAlloc - m.bytes, CPU: cpu - m.cpu, Wall: wall}
}

func (c Cost) plus(d Cost) Cost {
	return Cost{c.Allocations + d.Allocations, c.Bytes + d.Bytes, c.CPU + d.CPU, c.Wall + d.Wall, c.Instructions + d.Instructions}
}
