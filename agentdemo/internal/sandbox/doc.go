// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package sandbox is an HTTP server on loopback that speaks the APIs the travel
// agent needs. In come requests as the real services take them; out go answers
// in the real shapes, errors included, made from the request and an embedded
// table of cities. With it the agent's own client code runs end to end and
// nothing leaves the machine.
//
// It speaks Open-Meteo's geocoding and forecast APIs, OSRM's route service,
// MediaWiki's geosearch, OpenAI's chat completions, and a small link search for
// flights and hotels. Positions of sights, weather and travel times are made up,
// though plausible and always the same for the same request.
package sandbox
