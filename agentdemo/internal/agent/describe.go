// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
)

// describe says what came of a finished step.
func describe(step *Step) string {
	var found struct {
		Links  []tools.Link       `json:"links"`
		Mode   string             `json:"mode"`
		KM     float64            `json:"distance_km"`
		Source string             `json:"source"`
		Days   []tools.WeatherDay `json:"days"`
	}
	if json.Unmarshal(step.Data, &found) != nil {
		return step.Title
	}
	switch {
	case found.Mode != "":
		return fmt.Sprintf("%s: %.0f km, %s", step.Title, found.KM, found.Mode)
	case found.Source != "":
		return fmt.Sprintf("%s: %s for %s", step.Title, found.Source, plural(len(found.Days), "day"))
	case found.Links != nil:
		return fmt.Sprintf("%s: %s", step.Title, plural(len(found.Links), "link"))
	}
	return step.Title
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// ongoing turns a title such as "Find flights" into "Finding flights".
func ongoing(title string) string {
	verb, rest, ok := strings.Cut(title, " ")
	if !ok {
		return title
	}
	switch verb {
	case "Find", "Fetch", "Check":
		verb += "ing"
	case "Write", "Measure", "Estimate":
		verb = strings.TrimSuffix(verb, "e") + "ing"
	case "Get":
		verb = "Getting"
	}
	return verb + " " + rest
}
