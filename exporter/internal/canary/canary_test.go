// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package canary_test plants secrets wherever a program can put one, and looks
// for them in everything that otelfail writes.
package canary_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// build makes a command of this module.
func build(t *testing.T, pkg string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), filepath.Base(pkg)+".exe")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", path, "github.com/otelfail/otelfail-go/"+pkg).CombinedOutput() //nolint:gosec // a package of this module
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// TestNoSecretGetsOut plants each shape of secret in each place.
func TestNoSecretGetsOut(t *testing.T) {
	if len(places) < 30 {
		t.Fatalf("only %d places", len(places))
	}
	root := t.TempDir()
	var logs, traces []string
	for shape, secret := range shapes {
		t.Run(shape, func(t *testing.T) {
			name := strconv.Itoa(len(logs))
			dir, foreign := filepath.Join(root, name), filepath.Join(root, name+".json")
			sealed(t, outputs(t, places, everywhere(secret), dir))
			if err := os.WriteFile(foreign, traceFile(t, secret), 0o600); err != nil {
				t.Fatal(err)
			}
			logs, traces = append(logs, dir), append(traces, foreign)
		})
	}
	t.Run("under the name of a secret", func(t *testing.T) {
		for _, key := range []string{"password", "api_key", "http.request.header.authorization", "app.githubToken"} {
			dir := filepath.Join(root, key)
			sealed(t, outputs(t, under(key), func(place string) string {
				if place == "program" {
					return "svc"
				}
				return canary
			}, dir))
			logs = append(logs, dir)
		}
	})
	t.Run("otelfail", func(t *testing.T) { sealed(t, commands(t, build(t, "cmd/otelfail"), logs, traces)) })
	t.Run("agentdemo", func(t *testing.T) { sealed(t, demo(t, build(t, "agentdemo"))) })
}

// sealed fails if an output has a part of the canary.
func sealed(t *testing.T, outputs map[string]string) {
	t.Helper()
	for output, text := range outputs {
		if around, ok := leak(text); ok {
			t.Errorf("%s: …%s…", output, around)
		}
	}
}

// TestEachPlaceIsSeen holds that the test can fail: a harmless word in the place
// of a secret gets out, from each place, and can be found in most outputs.
func TestEachPlaceIsSeen(t *testing.T) {
	const word = "hippopotamus"
	all := append(slices.Clone(places), under("city")...)
	words := map[string]string{"program": word + "program"}
	for i, place := range all {
		words[place.name] = fmt.Sprintf("%s%c%c", word, 'a'+i/26, 'a'+i%26)
	}
	if len(words) != len(all)+1 {
		t.Fatal("two places have one name")
	}
	dir := filepath.Join(t.TempDir(), "logs")
	out := outputs(t, all, func(place string) string { return words[place] }, dir)
	maps.Copy(out, commands(t, build(t, "cmd/otelfail"), []string{dir}, nil))
	seen, text := 0, ""
	for _, output := range out {
		if strings.Contains(output, word) {
			seen++
		}
		text += output
	}
	if seen < 18 {
		t.Errorf("only %d outputs show what is planted", seen)
	}
	for place, word := range words {
		if unseen[place] == strings.Contains(text, word) {
			t.Errorf("%s: seen %t", place, !unseen[place])
		}
	}
}

// everywhere plants the same in each place.
func everywhere(secret string) func(string) string {
	return func(string) string { return secret }
}

// outputs runs a program that has a secret in every place, and returns what
// otelfail wrote about it. The log is in dir. The place "program" is what the
// whole program has.
func outputs(t *testing.T, places []place, secret func(place string) string, dir string) map[string]string {
	ofProgram := secret("program")
	t.Setenv("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", "logs/dup")
	out := map[string]string{}
	var handled lines
	otel.SetErrorHandler(&handled)
	t.Cleanup(func() { otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {})) })

	failures, err := exporter.New(dir, exporter.WithFormat(failurelog.JSON))
	if err != nil {
		t.Fatal(err)
	}
	var ours bytes.Buffer
	stdout, err := stdouttrace.New(stdouttrace.WithWriter(&ours))
	if err != nil {
		t.Fatal(err)
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithResource(resource.NewSchemaless(attribute.String("service.name", ofProgram))),
		sdktrace.WithSpanProcessor(failures.Processor()), sdktrace.WithSyncer(oursOnly{stdout}),
	)
	var records lines
	logs := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewSimpleProcessor(&records)))
	reader := sdkmetric.NewManualReader()
	meters := sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))
	p := &program{
		tracker: otelfail.New(
			otelfail.WithTracerProvider(provider), otelfail.WithLoggerProvider(logs), otelfail.WithMeterProvider(meters),
			otelfail.WithClassifier(classify.ClassifierFunc(func(classify.Input) (classify.Verdict, bool) { panic("classifier: " + ofProgram) })),
		),
		foreign:  provider.Tracer("foreign"),
		provider: provider,
	}
	for i, place := range places {
		ctx, run := p.tracker.Start(t.Context(), otelfail.Spec{Kind: otelfail.KindAgent, Name: "agent", RunID: fmt.Sprint("run-", i)})
		place.plant(ctx, p, secret(place.name))
		run.End(nil)
	}
	var rm metricdata.ResourceMetrics
	if err := reader.Collect(t.Context(), &rm); err != nil {
		t.Fatal(err)
	}
	metrics, err := json.Marshal(rm)
	if err != nil {
		t.Fatal(err)
	}
	for _, level := range []report.Level{report.Summarized, report.Details, report.Verbose} {
		var b bytes.Buffer
		if err := failures.WriteReport(&b, "", level); err != nil {
			t.Fatal(err)
		}
		out[fmt.Sprint("report of the exporter, level ", level)] = b.String()
	}
	ctx := context.Background()
	if err := errors.Join(provider.Shutdown(ctx), failures.Shutdown(ctx), logs.Shutdown(ctx), meters.Shutdown(ctx)); err != nil {
		t.Fatal(err)
	}
	out["our spans"], out["log records"], out["metrics"], out["error handler"] = ours.String(), records.String(), string(metrics), handled.String()
	readFiles(t, dir, out)
	return out
}

// readFiles adds the content and the names of all files that were written.
func readFiles(t *testing.T, dir string, out map[string]string) {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		names = append(names, path)
		b, err := os.ReadFile(path) //nolint:gosec // a file of this test
		out["files "+filepath.Ext(path)] += string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	out["file names"] = strings.Join(names, "\n")
}

// commands returns what the otelfail command writes about logs and about files
// of foreign spans.
func commands(t *testing.T, path string, logs, traces []string) map[string]string {
	t.Helper()
	out := map[string]string{}
	run := func(sources []string, args ...string) {
		out["otelfail "+strings.Join(args, " ")] += output(t, exec.CommandContext(t.Context(), path, append(args, sources...)...))
	}
	for _, sources := range [][]string{logs, traces} {
		if len(sources) == 0 {
			continue
		}
		for _, format := range []string{"text", "json", "markdown", "csv", "html"} {
			run(sources, "report", "--details", "--format", format)
		}
		run(sources, "report", "--verbose")
	}
	for _, field := range []string{"tag", "run", "user", "reason", "operation"} {
		run(logs, "report", "--group-by", field)
	}
	run(logs, "check")
	run([]string{logs[0], logs[len(logs)-1]}, "diff")
	return out
}

// demo returns what the demo agent writes when its user names secrets, its
// model endpoint has one in its address, and nobody answers there.
func demo(t *testing.T, path string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), path, "chat", "3 days in Paris, my key is sk-proj-"+canary+" and password="+canary,
		"--runtime-dir", dir, "--run-id", "ghp_"+canary+canary, "--user-id", "token="+canary, "--chaos-mode", "--seed", "7", "--show-failures", "--verbose", "--log-level", "debug",
		"--llm-model", "m", "--llm-timeout", "2s", "--llm-base-url", "http://agent:"+canary+"@127.0.0.1:1/v1?key="+canary)
	cmd.Env = append(os.Environ(), "OPENAI_API_KEY=sk-"+canary)
	out := map[string]string{"agentdemo": output(t, cmd)}
	readFiles(t, dir, out)
	delete(out, "files .gob") // the agent's memory of its user is no telemetry
	if out["files .jsonl"] == "" {
		t.Errorf("the demo wrote no log: %s", out["agentdemo"])
	}
	return out
}

// output returns all that a command prints. It may fail.
func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	b, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(b)
}
