// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// fits validates JSON against a schema of this directory.
func fits(t *testing.T, schemaFile, text string) {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", schemaFile, err)
	}
}

func TestJSONFitsTheSchema(t *testing.T) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile("summary.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	records, runs := several()
	hostile := failurelog.Record{
		Event: failurelog.FailureRecorded, FailureID: attack, RunID: attack, Category: attack, Severity: attack,
		GraphNode: attack, ToolName: attack, ErrorMessage: attack, Tags: []string{attack}, Path: []string{attack},
	}
	for _, field := range report.GroupFields() {
		for _, records := range [][]failurelog.Record{nil, records, {hostile}} {
			var b bytes.Buffer
			if err := build(report.Options{GroupBy: field}, records, runs...).Summary().WriteJSON(&b); err != nil {
				t.Fatal(err)
			}
			value, err := jsonschema.UnmarshalJSON(&b)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("by %s: %v", field, err)
			}
		}
	}
}
