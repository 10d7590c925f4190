// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// The JSON encoding of OTLP, as far as it is needed. The OTLP document has ids
// in hex, numbers of 64 bits as strings and enums as numbers; what protobuf's own
// JSON encoding and older writers make of them is read too.
type (
	wireResource struct {
		Attributes []wireAttribute `json:"attributes"`
	}
	wireScope struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	wireSpan struct {
		TraceID       string          `json:"traceId"`
		SpanID        string          `json:"spanId"`
		ParentSpanID  string          `json:"parentSpanId"`
		Flags         integer         `json:"flags"`
		Name          string          `json:"name"`
		Kind          enum            `json:"kind"`
		Start         integer         `json:"startTimeUnixNano"`
		End           integer         `json:"endTimeUnixNano"`
		Attributes    []wireAttribute `json:"attributes"`
		Events        []wireEvent     `json:"events"`
		DroppedEvents integer         `json:"droppedEventsCount"`
		Status        wireStatus      `json:"status"`

		// As protobuf's own names have it.
		SnakeTraceID       string  `json:"trace_id"`
		SnakeSpanID        string  `json:"span_id"`
		SnakeParentSpanID  string  `json:"parent_span_id"`
		SnakeStart         integer `json:"start_time_unix_nano"`
		SnakeEnd           integer `json:"end_time_unix_nano"`
		SnakeDroppedEvents integer `json:"dropped_events_count"`
	}
	// outline is what a first look at a span needs.
	outline struct {
		TraceID    string     `json:"traceId"`
		SpanID     string     `json:"spanId"`
		End        integer    `json:"endTimeUnixNano"`
		Status     wireStatus `json:"status"`
		Attributes []struct {
			Key string `json:"key"`
		} `json:"attributes"`
		Events []struct {
			Time      integer `json:"timeUnixNano"`
			Name      string  `json:"name"`
			SnakeTime integer `json:"time_unix_nano"`
		} `json:"events"`

		SnakeTraceID string  `json:"trace_id"`
		SnakeSpanID  string  `json:"span_id"`
		SnakeEnd     integer `json:"end_time_unix_nano"`
	}
	wireStatus struct {
		Code    enum   `json:"code"`
		Message string `json:"message"`
	}
	wireEvent struct {
		Time       integer         `json:"timeUnixNano"`
		Name       string          `json:"name"`
		Attributes []wireAttribute `json:"attributes"`

		SnakeTime integer `json:"time_unix_nano"`
	}
	wireAttribute struct {
		Key   string    `json:"key"`
		Value wireValue `json:"value"`
	}
	wireValue struct {
		String *string    `json:"stringValue"`
		Bool   *bool      `json:"boolValue"`
		Int    *integer   `json:"intValue"`
		Double *double    `json:"doubleValue"`
		Array  *wireArray `json:"arrayValue"`

		SnakeString *string    `json:"string_value"`
		SnakeBool   *bool      `json:"bool_value"`
		SnakeInt    *integer   `json:"int_value"`
		SnakeDouble *double    `json:"double_value"`
		SnakeArray  *wireArray `json:"array_value"`
	}
	wireArray struct {
		Values []wireValue `json:"values"`
	}
)

// plain moves what came by protobuf's own names to where it belongs.
func (w *wireSpan) plain() {
	w.TraceID, w.SpanID, w.ParentSpanID = cmp.Or(w.TraceID, w.SnakeTraceID), cmp.Or(w.SpanID, w.SnakeSpanID), cmp.Or(w.ParentSpanID, w.SnakeParentSpanID)
	w.Start, w.End, w.DroppedEvents = cmp.Or(w.Start, w.SnakeStart), cmp.Or(w.End, w.SnakeEnd), cmp.Or(w.DroppedEvents, w.SnakeDroppedEvents)
	for i := range w.Events {
		w.Events[i].Time = cmp.Or(w.Events[i].Time, w.Events[i].SnakeTime)
	}
}

// notable says whether more is to be told of a span's trace than that the span
// was there: it failed, or otelfail made it.
func (o *outline) notable() bool {
	if o.Status.Code.status() == codes.Error {
		return true
	}
	end := cmp.Or(o.End, o.SnakeEnd)
	for i := range o.Events {
		if e := &o.Events[i]; e.Name == semconv.EventException && cmp.Or(e.Time, e.SnakeTime) >= end {
			return true // as recorder.Failed has it
		}
	}
	for i := range o.Attributes {
		if o.Attributes[i].Key == string(semconv.FailureRunID) {
			return true
		}
	}
	return false
}

// errValue is wrapped by errors about a value of the right JSON type.
var errValue = errors.New("invalid value")

// integer is a whole number, or a string that holds one.
type integer int64

func (n *integer) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `"`)
	if text == "" || text == "null" {
		return nil
	}
	i, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		f, ferr := strconv.ParseFloat(text, 64) // 1.7e+18
		if ferr != nil || f != f || f < -1<<63 || f >= 1<<63 {
			return fmt.Errorf("%w: %.40q is no whole number", errValue, text)
		}
		i = int64(f)
	}
	*n = integer(i)
	return nil
}

// double is a number, or a string that holds one, such as "NaN".
type double float64

func (d *double) UnmarshalJSON(b []byte) error {
	f, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	if err != nil {
		return fmt.Errorf("%w: %.40q is no number", errValue, b)
	}
	*d = double(f)
	return nil
}

// enum is the name of an enum's value in upper case, or its number.
type enum string

func (e *enum) UnmarshalJSON(b []byte) error {
	if b[0] != '"' {
		*e = enum(b)
		return nil
	}
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	*e = enum(strings.ToUpper(text))
	return nil
}

func (e enum) status() codes.Code {
	switch strings.TrimPrefix(string(e), "STATUS_CODE_") {
	case "1", "OK":
		return codes.Ok
	case "2", "ERROR":
		return codes.Error
	}
	return codes.Unset
}

func (e enum) spanKind() trace.SpanKind {
	switch strings.TrimPrefix(string(e), "SPAN_KIND_") {
	case "2", "SERVER":
		return trace.SpanKindServer
	case "3", "CLIENT":
		return trace.SpanKindClient
	case "4", "PRODUCER":
		return trace.SpanKindProducer
	case "5", "CONSUMER":
		return trace.SpanKindConsumer
	}
	return trace.SpanKindInternal
}

// parseID reads an id in hex or base64 into id. An empty one, or one of zeros,
// is none.
func parseID(text string, id []byte) (ok bool, err error) {
	var b []byte
	switch {
	case text == "":
		return false, nil
	case len(text) == hex.EncodedLen(len(id)):
		b, err = hex.DecodeString(text)
	default:
		b, err = base64.RawStdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "=")))
	}
	if err != nil || len(b) != len(id) {
		return false, fmt.Errorf("%w: id %.64q is neither hex nor base64 of %d bytes", errValue, text, len(id))
	}
	copy(id, b)
	for _, x := range b {
		if x != 0 {
			return true, nil
		}
	}
	return false, nil
}

// attributes converts those attributes that fit; nil for all.
func attributes(list []wireAttribute, fits func(attribute.Key) bool) []attribute.KeyValue {
	var out []attribute.KeyValue
	for i := range list {
		key := attribute.Key(list[i].Key)
		if fits != nil && !fits(key) {
			continue
		}
		if v := list[i].Value.value(); v.Type() != attribute.EMPTY {
			out = append(out, attribute.KeyValue{Key: key, Value: v})
		}
	}
	return out
}

func (v *wireValue) value() attribute.Value {
	v.String, v.Bool, v.Int = cmp.Or(v.String, v.SnakeString), cmp.Or(v.Bool, v.SnakeBool), cmp.Or(v.Int, v.SnakeInt)
	v.Double, v.Array = cmp.Or(v.Double, v.SnakeDouble), cmp.Or(v.Array, v.SnakeArray)
	switch {
	case v.String != nil:
		return attribute.StringValue(strings.Clone(*v.String))
	case v.Bool != nil:
		return attribute.BoolValue(*v.Bool)
	case v.Int != nil:
		return attribute.Int64Value(int64(*v.Int))
	case v.Double != nil:
		return attribute.Float64Value(float64(*v.Double))
	case v.Array != nil:
		texts := make([]string, 0, len(v.Array.Values))
		for i := range v.Array.Values {
			if s := v.Array.Values[i].String; s != nil {
				texts = append(texts, *s)
			}
		}
		return attribute.StringSliceValue(texts)
	}
	return attribute.Value{}
}
