// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// lines returns a function that writes one record after the other by the same
// Writer, which keeps what it knows of the one before.
func lines(t testing.TB) func(failurelog.Record) string {
	var buf strings.Builder
	w := failurelog.NewWriter(&buf)
	return func(r failurelog.Record) string {
		buf.Reset()
		if err := w.Append(&r); err != nil {
			t.Fatal(err)
		}
		return buf.String()
	}
}

// wantTimestamp checks how t is written.
func wantTimestamp(t *testing.T, write func(failurelog.Record) string, at time.Time) {
	t.Helper()
	utc := at.UTC()
	if y := utc.Year(); y < 0 || y > 9999 {
		utc = time.Time{}
	}
	want := `,"timestamp":"` + utc.Format(time.RFC3339Nano) + `",`
	if got := write(failurelog.Record{Timestamp: at}); !strings.Contains(got, want) {
		t.Fatalf("%v: no %s in %s", at, want, got)
	}
}

func TestTimestampsAreThoseOfTime(t *testing.T) {
	write := lines(t)
	begin, end := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, edge := range []time.Time{{}, begin, end, noon, noon.Truncate(24 * time.Hour), time.Unix(0, 0), time.Date(2028, 2, 29, 23, 59, 59, 999999999, time.UTC)} {
		for _, d := range []time.Duration{0, 1, 10, 999_999_999, time.Second, time.Minute, time.Hour, 24 * time.Hour} {
			wantTimestamp(t, lines(t), edge.Add(d)) // the first of its Writer
			wantTimestamp(t, write, edge.Add(d))
			wantTimestamp(t, write, edge.Add(-d))
		}
	}
	for _, sec := range []int64{math.MinInt64, math.MaxInt64, math.MinInt64 / 2, math.MaxInt64 / 2, -1, 1 << 40} {
		wantTimestamp(t, write, time.Unix(sec, 0))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		// A year at both sides of what JSON can hold, any zone, and any number of digits.
		sec := begin.Unix() - 366*86400 + random.Int64N(end.Unix()-begin.Unix()+2*366*86400)
		power := int64(math.Pow10(random.IntN(10)))
		at := time.Unix(sec, random.Int64N(1e9)/power*power).In(time.FixedZone("", random.IntN(100_000)-50_000))
		wantTimestamp(t, write, at)
		wantTimestamp(t, write, at.Add(time.Duration(random.Int64N(int64(time.Hour)))))
	}
}

// wantNumber checks that f is written as encoding/json writes it.
func wantNumber(t *testing.T, write func(failurelog.Record) string, f float64) {
	t.Helper()
	number, err := json.Marshal(f)
	if err != nil {
		number = []byte("0")
	}
	r := failurelog.Record{LatencyMS: f, Recovery: &failurelog.Recovery{AfterMS: f}}
	got := write(r)
	for _, key := range []string{"latency_ms", "after_ms"} {
		if want := `,"` + key + `":` + string(number) + `,`; !strings.Contains(got, want) {
			t.Fatalf("%v (%x): no %s in %s", f, math.Float64bits(f), want, got)
		}
	}
}

func TestNumbersAreThoseOfEncodingJSON(t *testing.T) {
	write := lines(t)
	for _, f := range []float64{
		0, math.Copysign(0, -1), 1, -1, 0.5, 1e-6, 1e-7, 1.5e-6, 9.999999e-7, 0.1, 0.3, 100, 1e6, 1e20, 1e21, 1e22, 1e-9, 1e100,
		math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64,
		1 << 52, 1<<53 - 1, 1 << 53, 1<<53 + 2, 9007199254.740992, 9007199254.740993,
	} {
		wantNumber(t, write, f)
		wantNumber(t, write, -f)
	}
	// About where numbers of nanoseconds have as many digits as a float64 has for sure.
	for edge := 1.0; edge < 1e12; edge *= 10 {
		up, down := edge, edge
		for range 300 {
			wantNumber(t, write, up)
			wantNumber(t, write, down)
			up, down = math.Nextafter(up, math.Inf(1)), math.Nextafter(down, 0)
		}
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		d := time.Duration(random.Uint64() >> (1 + random.IntN(63)))
		ms := float64(d) / float64(time.Millisecond)
		wantNumber(t, write, ms)
		wantNumber(t, write, math.Nextafter(ms, math.Inf(1)))
		wantNumber(t, write, -ms)
		wantNumber(t, write, d.Seconds()*1000)
		wantNumber(t, write, math.Float64frombits(random.Uint64()))
	}
}
