// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/otelfail/otelfail-go/agentdemo/internal/retry"
	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
	"github.com/otelfail/otelfail-go/otelfail"
)

// checkPlaces finds out which places are meant. Where a name stands for several
// that matter, the traveler is asked; else it is the first of them, and that is
// noted.
func (a *Agent) checkPlaces(ctx context.Context, s *State) error {
	if !a.Disambiguate {
		return nil
	}
	if s.Trip.Origin != "" {
		if err := a.checkPlace(ctx, s, &s.Trip.Origin); err != nil {
			return err
		}
	}
	for i := range s.Trip.Destinations {
		if err := a.checkPlace(ctx, s, &s.Trip.Destinations[i]); err != nil {
			return err
		}
	}
	s.known.Destinations = s.Trip.Destinations
	if s.known.Origin != "" {
		s.known.Origin = s.Trip.Origin
	}
	return nil
}

func (a *Agent) checkPlace(ctx context.Context, s *State, name *string) error {
	if s.Current.has(*name) {
		return nil // was settled when that trip was planned
	}
	found, err := a.lookUp(ctx, *name)
	var unknown *tools.PlaceNotFoundError
	if errors.As(err, &unknown) {
		other, ok, askErr := a.ask(ctx, s, Question{Text: *name + " was not found. Which place do you mean?", Default: "as written"})
		if askErr != nil {
			return askErr
		}
		if ok && other != "" {
			otelfail.Recovered(ctx, err, otelfail.AskUser, "the traveler named another place")
			*name = other
			found, err = a.lookUp(ctx, other)
		}
	}
	if err != nil {
		if cancelled(ctx) {
			return err
		}
		a.warn("Looking up %s: %s, taking it as written", *name, Explain(err))
		otelfail.Recovered(ctx, err, otelfail.Skip, "place taken as written")
		return nil
	}
	options := make([]string, len(found.Candidates))
	for i, p := range found.Candidates {
		options[i] = p.Full()
	}
	if len(options) < 2 {
		return nil
	}
	choice, other, err := a.choose(ctx, s, Question{Text: fmt.Sprintf("Which %s do you mean?", *name), Options: options})
	switch {
	case err != nil:
		return err
	case other != "":
		*name = other
	case choice > 0:
		*name = found.Candidates[choice].Short()
		s.reason(nodeValidator, "the traveler chose %s", options[choice])
	default:
		if a.Ask == nil {
			s.assume("%s is taken as %s, not %s", *name, options[0], strings.Join(options[1:], ", nor "))
		}
	}
	return nil
}

func (a *Agent) lookUp(ctx context.Context, name string) (found tools.PlacesResult, err error) {
	args, err := json.Marshal(tools.PlacesArgs{Destination: name})
	if err != nil {
		return found, fmt.Errorf("look up: %w", err)
	}
	data, err := retry.Do(ctx, a.policy("Looking up "+name, tools.Retryable), func(ctx context.Context) (json.RawMessage, error) {
		return a.Tools.Call(ctx, tools.Places, args)
	})
	if err != nil {
		return found, err
	}
	return found, json.Unmarshal(data, &found)
}
