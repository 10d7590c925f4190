// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"encoding/json"
	"slices"
	"strings"
)

// recallOrigin takes the origin of an earlier trip, the nearest one first.
func (a *Agent) recallOrigin(s *State) bool {
	for _, earlier := range s.earlierTrips() {
		isDestination := func(place string) bool { return strings.EqualFold(place, earlier.Origin) }
		if earlier.Origin == "" || slices.ContainsFunc(s.Trip.Destinations, isDestination) {
			continue
		}
		s.Trip.Origin = earlier.Origin
		s.assume("you start from %s, as on your trip to %s", earlier.Origin, strings.Join(earlier.Destinations, " and "))
		return true
	}
	return false
}

// recallPreferences takes interests and pace of an earlier trip where the
// question says none.
func (a *Agent) recallPreferences(s *State) {
	for _, earlier := range s.earlierTrips() {
		where := strings.Join(earlier.Destinations, " and ")
		if len(s.Trip.Interests) == 0 && len(earlier.Interests) > 0 {
			s.Trip.Interests = earlier.Interests
			s.assume("you like %s, as on your trip to %s", strings.Join(earlier.Interests, ", "), where)
		}
		if s.Trip.Pace == "" && earlier.Pace != "" {
			s.Trip.Pace = earlier.Pace
			s.assume("a %s pace, as on your trip to %s", earlier.Pace, where)
		}
	}
}

// earlierTrips reads what was recalled. Facts that cannot be read say nothing.
func (s *State) earlierTrips() []Trip {
	var trips []Trip
	for _, item := range s.Recalled {
		var t Trip
		if json.Unmarshal(item.Facts, &t) == nil && len(t.Destinations) > 0 {
			trips = append(trips, t)
		}
	}
	return trips
}
