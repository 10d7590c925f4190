// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/otelfail"
)

// evaluateStep looks at a result before it is used: a service that answers may
// still answer with nonsense. What it refuses goes to issue_triage like an error.
func (a *Agent) evaluateStep(ctx context.Context, s *State) error {
	if s.current.Type == TypeToolCall {
		_, err := otelfail.Do(ctx, a.Tracker, otelfail.Evaluation("step_result"), func(context.Context) (struct{}, error) {
			return struct{}{}, checkResult(s.current, s.result.data)
		})
		if err != nil {
			return err
		}
	}
	if s.current.refused != nil { // the call that succeeded is not the one that failed
		otelfail.Recovered(ctx, s.current.refused, otelfail.SelfCorrection, "the model corrected the call")
	}
	a.finish(s)
	a.Log.InfoContext(ctx, "step done", "step", s.current.ID, "title", s.current.Title)
	return nil
}

// finish takes the result of the current step.
func (a *Agent) finish(s *State) {
	step := s.current
	step.Status, step.Data = Done, s.result.data
	if step.Type == TypeSynthesize {
		s.Answer = s.result.text
	}
	a.done("%s", describe(step))
}

// checkResult refuses results that cannot be true, or are of another question.
func checkResult(step *Step, data json.RawMessage) error {
	var r struct {
		Destination string             `json:"destination"`
		Links       []tools.Link       `json:"links"`
		DistanceKM  float64            `json:"distance_km"`
		Days        []tools.WeatherDay `json:"days"`
	}
	var args struct {
		Destination string `json:"destination"`
		StartDate   string `json:"start_date"`
		EndDate     string `json:"end_date"`
	}
	refuse := func(format string, values ...any) error {
		return &GateError{Gate: "step_result", Problem: step.Tool + ": " + fmt.Sprintf(format, values...)}
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return refuse("the result cannot be read: %v", err)
	}
	if err := json.Unmarshal(step.Args, &args); err != nil {
		return nil // a tool of its own kind
	}
	if r.Destination != args.Destination {
		return refuse("asked for %q, the result is about %q", args.Destination, r.Destination)
	}
	if (step.Tool == tools.Flights || step.Tool == tools.Hotels) && len(r.Links) == 0 {
		return refuse("a search without links")
	}
	for _, l := range r.Links {
		if u, err := url.Parse(l.URL); err != nil || u.Scheme != "https" || u.Host == "" {
			return refuse("%q is no link", l.URL)
		}
	}
	const halfWayRound = 20_040 // km; no two places are further apart
	if r.DistanceKM < 0 || r.DistanceKM > 2*halfWayRound {
		return refuse("a distance of %.0f km", r.DistanceKM)
	}
	if step.Tool == tools.Weather {
		return checkWeather(r.Days, args.StartDate, args.EndDate, refuse)
	}
	return nil
}

// The coldest and the hottest day that was ever measured, and some room.
const (
	coldest = -95
	hottest = 62
)

func checkWeather(days []tools.WeatherDay, start, end string, refuse func(string, ...any) error) error {
	first, err1 := time.Parse(time.DateOnly, start)
	last, err2 := time.Parse(time.DateOnly, end)
	if err1 != nil || err2 != nil || last.Before(first) {
		return nil // the service has to say so
	}
	if want := int(last.Sub(first).Hours()/24) + 1; len(days) != want {
		return refuse("%d days of weather, asked for %d", len(days), want)
	}
	for i, d := range days {
		if want := first.AddDate(0, 0, i).Format(time.DateOnly); d.Date != want {
			return refuse("weather of %q, asked for %s", d.Date, want)
		}
		if d.MinC < coldest || d.MaxC > hottest || d.MinC > d.MaxC {
			return refuse("%.0f to %.0f °C on %s", d.MinC, d.MaxC, d.Date)
		}
		if d.RainPercent < 0 || d.RainPercent > 100 {
			return refuse("%d %% chance of rain on %s", d.RainPercent, d.Date)
		}
	}
	return nil
}
