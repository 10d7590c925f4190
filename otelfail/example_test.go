// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"fmt"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/otelfail/otelfail-go/otelfail"
)

func ExampleDo() {
	spans := tracetest.NewSpanRecorder()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans))
	tracker := otelfail.New(otelfail.WithTracerProvider(provider))

	answer, err := otelfail.Do(context.Background(), tracker, otelfail.Agent("travel"), func(ctx context.Context) (string, error) {
		_, err := otelfail.Do(ctx, tracker, otelfail.Tool("weather"), func(context.Context) (string, error) {
			return "", errors.New("service is down")
		})
		if err != nil {
			otelfail.Recovered(ctx, err, otelfail.Fallback, "climate averages used")
		}
		return "Take an umbrella.", nil
	})
	fmt.Println(answer, err)

	for _, span := range spans.Ended() {
		fmt.Println(span.Name(), span.Status().Code)
		for _, event := range span.Events() {
			fmt.Println("  event", event.Name)
		}
	}
	// Output:
	// Take an umbrella. <nil>
	// execute_tool weather Error
	//   event exception
	// invoke_agent travel Unset
	//   event failure.recovered
}

func ExampleCheck() {
	type result struct {
		IsError bool
		Text    string
	}
	callTool := func(context.Context) (result, error) {
		return result{IsError: true, Text: "no such city"}, nil
	}

	spans := tracetest.NewSpanRecorder()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans))
	tracker := otelfail.New(otelfail.WithTracerProvider(provider))
	got, err := otelfail.Do(context.Background(), tracker, otelfail.Tool("weather"),
		otelfail.Check(callTool, func(r result) error {
			if r.IsError {
				return errors.New(r.Text)
			}
			return nil
		}))

	fmt.Println(got.Text, err)
	fmt.Println(spans.Ended()[0].Status().Code)
	// Output:
	// no such city <nil>
	// Error
}
