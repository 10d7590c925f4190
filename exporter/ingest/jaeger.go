// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"
)

// Bounds of one request to Jaeger. An answer with as many traces as were asked
// for may not be all there are: the time is then asked for in halves.
const (
	searchDepth   = 200 // traces
	searchWindow  = time.Millisecond
	searchTimeout = time.Minute
	maxAnswer     = 512 << 20 // bytes
)

// ErrNotJaeger is wrapped by errors about an address that answers, but not as
// Jaeger's API v3 does.
var ErrNotJaeger = errors.New("this is not the address of a Jaeger with API v3")

// Jaeger fetches traces from Jaeger's HTTP API v3 (GET /api/v3/traces),
// whatever storage it has.
type Jaeger struct {
	URL    string       // of its page, such as http://localhost:16686
	Client *http.Client // one that waits a minute for an answer if nil
}

// Fetch writes the spans of a service, in the traces in which one of them began
// from since up to until, to w as lines of OTLP JSON that [Read] takes, and
// returns how many traces there were. Some spans may come twice. The spans of
// other services are left out, as they are from that service's own failure log.
func (j Jaeger) Fetch(ctx context.Context, w io.Writer, service string, since, until time.Time) (traces int, err error) {
	base, err := j.base()
	if err != nil {
		return 0, err
	}
	f := fetch{base: base, client: j.client(), service: service, out: bufio.NewWriter(w), done: map[trace.TraceID]struct{}{}}
	if err := f.window(ctx, since, until, searchDepth); err != nil {
		return len(f.done), fmt.Errorf("fetching traces from %s: %w", base.Redacted(), err)
	}
	return len(f.done), f.out.Flush()
}

// Services returns the services that Jaeger knows.
func (j Jaeger) Services(ctx context.Context) ([]string, error) {
	base, err := j.base()
	if err != nil {
		return nil, err
	}
	f := fetch{base: base, client: j.client()}
	var answer struct {
		Services []string `json:"services"`
	}
	err = f.get(ctx, "api/v3/services", nil, func(body *json.Decoder) error { return body.Decode(&answer) })
	if err != nil {
		return nil, fmt.Errorf("asking %s for services: %w", base.Redacted(), err)
	}
	return answer.Services, nil
}

func (j Jaeger) client() *http.Client {
	if j.Client != nil {
		return j.Client
	}
	return &http.Client{Timeout: searchTimeout}
}

func (j Jaeger) base() (*url.URL, error) {
	text := j.URL
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%.200q is no address such as http://localhost:16686", j.URL)
	}
	return u, nil
}

// fetch is the fetching of one service's traces.
type fetch struct {
	base    *url.URL
	client  *http.Client
	service string
	out     *bufio.Writer
	done    map[trace.TraceID]struct{} // that have been written
}

// window fetches what began within a time, in halves where that is too much.
func (f *fetch) window(ctx context.Context, since, until time.Time, depth int) error {
	n, err := f.search(ctx, since, until, depth)
	var refused *answerError
	switch {
	case errors.As(err, &refused) && strings.Contains(refused.message, "search depth") && depth > 1:
		return f.window(ctx, since, until, depth/2) // it keeps fewer traces than that
	case err != nil:
		return err
	case n < depth:
		return nil
	case until.Sub(since) <= searchWindow:
		return fmt.Errorf("%d or more traces began between %s and %s: Jaeger gives no more at once",
			n, since.UTC().Format(time.RFC3339Nano), until.UTC().Format(time.RFC3339Nano))
	}
	middle := since.Add(until.Sub(since) / 2)
	if err := f.window(ctx, since, middle, depth); err != nil {
		return err
	}
	return f.window(ctx, middle, until, depth)
}

// search makes one request, and returns how many traces the answer has.
func (f *fetch) search(ctx context.Context, since, until time.Time, depth int) (int, error) {
	q := url.Values{}
	q.Set("query.service_name", f.service)
	q.Set("query.start_time_min", since.UTC().Format(time.RFC3339Nano))
	q.Set("query.start_time_max", until.UTC().Format(time.RFC3339Nano))
	q.Set("query.search_depth", strconv.Itoa(depth)) // by its documents
	q.Set("query.num_traces", strconv.Itoa(depth))   // by its program
	q.Set("query.raw_traces", "true")                // with the times that the spans have
	found := map[trace.TraceID]struct{}{}
	err := f.get(ctx, "api/v3/traces", q, func(body *json.Decoder) error {
		a := answer{walker: walker{dec: body}, take: func(raw json.RawMessage) error { return f.take(raw, found) }}
		return a.read()
	})
	var refused *answerError
	if errors.As(err, &refused) && refused.status == http.StatusNotFound {
		return 0, nil // no traces
	}
	for id := range found {
		f.done[id] = struct{}{}
	}
	return len(found), err
}

// take writes what one resource did, if it is the service and not yet known.
func (f *fetch) take(raw json.RawMessage, found map[trace.TraceID]struct{}) error {
	fresh := false
	service := outlines(raw, func(o *outline) {
		if id, _, err := o.ids(); err == nil {
			found[id] = struct{}{}
			if _, ok := f.done[id]; !ok {
				fresh = true
			}
		}
	})
	if service != f.service || !fresh {
		return nil
	}
	for _, part := range []string{`{"resourceSpans":[`, string(raw), "]}\n"} {
		if _, err := f.out.WriteString(part); err != nil {
			return err
		}
	}
	return nil
}

// outlines shows the spans of a resource, and returns its service.
func outlines(raw json.RawMessage, show func(*outline)) string {
	var r struct {
		Resource   wireResource `json:"resource"`
		ScopeSpans []struct {
			Spans []outline `json:"spans"`
		} `json:"scopeSpans"`
	}
	_ = json.Unmarshal(raw, &r) // what cannot be read is told when all is read
	for _, ss := range r.ScopeSpans {
		for i := range ss.Spans {
			show(&ss.Spans[i])
		}
	}
	return r.Resource.service()
}
