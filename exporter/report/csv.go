// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// SafeCSV returns s as a cell that no spreadsheet takes for a formula.
func SafeCSV(s string) string {
	s = SafeText(s)
	if first, _ := utf8.DecodeRuneInString(s); strings.ContainsRune("=+-@|%＝＋－＠", first) {
		return "'" + s
	}
	return s
}

// WriteCSV writes one row per group, with a head.
func (s Summary) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	head := []string{string(s.GroupBy), "count", "runs", "first_seen", "last_seen", "severity"}
	for _, outcome := range failurelog.Outcomes() {
		head = append(head, string(outcome))
	}
	head = append(head, "recovery_rate", "strict_recovery_rate", "usual_recovery", "latency_ms", "input_tokens", "output_tokens",
		"category", "reason", "operation", "node", "tool", "model", "error_type", "error_message")
	_ = c.Write(head) // Error tells of all rows
	for i := range s.Groups {
		_ = c.Write(s.Groups[i].cells())
	}
	c.Flush()
	return c.Error()
}

func (g *Group) cells() []string {
	row := []string{
		SafeCSV(g.Name), strconv.Itoa(g.Count), strconv.Itoa(g.Runs),
		instant(g.FirstSeen, time.RFC3339Nano), instant(g.LastSeen, time.RFC3339Nano), string(g.Severity),
	}
	for _, outcome := range failurelog.Outcomes() {
		row = append(row, strconv.Itoa(g.ByOutcome[outcome]))
	}
	e := g.Example
	row = append(row, cell(g.RecoveryRate), cell(g.StrictRecoveryRate), SafeCSV(g.UsualRecovery), cell(&g.Cost.LatencyMS),
		strconv.FormatInt(g.Cost.InputTokens, 10), strconv.FormatInt(g.Cost.OutputTokens, 10))
	for _, text := range []string{
		string(e.Category), string(e.Reason), e.Operation, e.Node, e.Tool, e.Model, e.ErrorType, e.ErrorMessage,
	} {
		row = append(row, SafeCSV(text))
	}
	return row
}

// cell returns a number as spreadsheets read it, nothing for nil.
func cell(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}
