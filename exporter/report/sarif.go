// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/otelfail/otelfail-go/otelfail"
)

const (
	sarifVersion = "2.1.0"
	sarifSchema  = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

// The shape of SARIF 2.1.0, as far as it is used here.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
		ColumnKind  string            `json:"columnKind"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool                `json:"executionSuccessful"`
		Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
)

var ruleTexts = map[string]string{
	"max-failed":   "No more failures ended their run than allowed",
	"max-rate":     "No more failures per operation than allowed",
	"min-recovery": "The recovery rate is as high as demanded",
	"max-severity": "No failure is more severe than allowed",
	"no-new":       "No group of failures is new",
	"known":        "No accepted group of failures has expired",
}

// WriteSARIF writes the verdict as SARIF 2.1.0: a result for each group that
// breaks a limit, or for a limit that no group alone breaks. Each is at the
// failure log, and names the operation that failed.
func (v Verdict) WriteSARIF(w io.Writer) error {
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "otelfail", Version: otelfail.Version, Rules: []sarifRule{}}},
		Invocations: []sarifInvocation{{ExecutionSuccessful: v.Trouble == ""}},
		Results:     []sarifResult{}, ColumnKind: "utf16CodeUnits",
	}
	if v.Trouble != "" {
		run.Invocations[0].Notifications = []sarifNotification{{Level: "error", Message: sarifText{v.Trouble}}}
	}
	for i := range v.Limits {
		r := &v.Limits[i]
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: r.Name, ShortDescription: sarifText{ruleTexts[r.Name]}})
		result := sarifResult{RuleID: r.Name, RuleIndex: i, Level: "error", Message: sarifText{safeSARIF(r.Text)}}
		for j := range r.Groups {
			g := &r.Groups[j]
			of := result
			of.Message.Text = safeSARIF(r.Text + ": " + g.line())
			of.Locations = v.locations(g.Example.Operation)
			of.Fingerprints = map[string]string{"otelfail/v1": SafeText(g.Name)}
			run.Results = append(run.Results, of)
		}
		if !r.Passed && len(r.Groups) == 0 {
			result.Locations = v.locations("")
			run.Results = append(run.Results, result)
		}
	}
	return writeJSON(w, sarifLog{Schema: sarifSchema, Version: sarifVersion, Runs: []sarifRun{run}})
}

func (v *Verdict) locations(operation string) []sarifLocation {
	if v.LogFile == "" || strings.HasPrefix(v.LogFile, "(") { // standard input has no place
		return nil
	}
	file := url.URL{Path: filepath.ToSlash(v.LogFile)}
	at := sarifLocation{Physical: sarifPhysical{sarifArtifact{file.String()}}}
	if operation = SafeText(operation); operation != "" {
		at.Logical = []sarifLogical{{operation}}
	}
	return []sarifLocation{at}
}

// safeSARIF returns s as a message without links and placeholders.
func safeSARIF(s string) string {
	return strings.NewReplacer("](", "] (", "{", "(", "}", ")").Replace(SafeText(s))
}
