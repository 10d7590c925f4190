// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"encoding/json"

	"github.com/otelfail/otelfail-go/agentdemo/internal/tools"
)

// builtinPlan looks up the usual things, without a model.
func builtinPlan(t Trip) []*Step {
	var flights, hotels, things, distances, weather []*Step
	stays := t.stays()
	from := t.Origin
	for i, st := range stays {
		if from != "" {
			leg := from + " → " + st.place
			if t.Origin != "" {
				flights = append(flights, call("Find flights "+leg, tools.Flights, tools.FlightsArgs{
					Origin: from, Destination: st.place, DepartDate: st.from, ReturnDate: returnDate(t, i),
				}))
			}
			distances = append(distances, call("Measure "+leg, tools.Distance, tools.DistanceArgs{
				Origin: from, Destination: st.place,
			}))
		}
		from = st.place
		checkOut := st.to // the last day is the way home
		if i < len(stays)-1 || checkOut == st.from {
			checkOut = addDays(st.to, 1)
		}
		hotels = append(hotels, call("Find hotels in "+st.place, tools.Hotels, tools.HotelsArgs{
			Destination: st.place, CheckIn: st.from, CheckOut: checkOut, Guests: t.Travelers,
		}))
		things = append(things, call("Find things to do in "+st.place, tools.Things, tools.ThingsArgs{
			Destination: st.place, Interests: t.Interests,
		}))
		weather = append(weather, call("Fetch weather for "+st.place, tools.Weather, tools.WeatherArgs{
			Destination: st.place, StartDate: st.from, EndDate: st.to,
		}))
	}
	if t.Origin != "" && len(stays) > 1 {
		flights = append(flights, call("Find flights "+from+" → "+t.Origin, tools.Flights, tools.FlightsArgs{
			Origin: from, Destination: t.Origin, DepartDate: t.EndDate,
		}))
	}
	var steps []*Step
	for _, group := range [][]*Step{flights, hotels, things, distances, weather} {
		steps = append(steps, group...)
	}
	return numbered(append(steps, synthesis()))
}

// returnDate is set where one flight search covers the way back as well.
func returnDate(t Trip, leg int) string {
	if leg == 0 && len(t.Destinations) == 1 {
		return t.EndDate
	}
	return ""
}

func call(title, tool string, args any) *Step {
	raw, _ := json.Marshal(args) // plain data, always encodable
	return &Step{Type: TypeToolCall, Title: title, Tool: tool, Args: raw}
}
