// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package places

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
	"strings"
)

//go:embed cities.csv
var citiesCSV string

// Place is one place on earth.
type Place struct {
	ID          int
	Name        string
	Aliases     []string
	CountryCode string
	Country     string
	Admin1      string
	Lat, Lon    float64
	Timezone    string
	Population  int
	Sights      []string
}

// The columns of cities.csv.
const (
	colName = iota
	colAliases
	colCountryCode
	colCountry
	colAdmin1
	colLat
	colLon
	colTimezone
	colPopulation
	colSights
	columns
)

// firstID keeps the ids clear of small numbers, which read like positions.
const firstID = 2600000

func readCities(text string) ([]Place, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = columns
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read cities: %w", err)
	}
	cities := make([]Place, 0, len(rows))
	for i, row := range rows {
		if i == 0 {
			continue // header
		}
		city, err := parseCity(row)
		if err != nil {
			return nil, fmt.Errorf("read cities: line %d: %w", i+1, err)
		}
		city.ID = firstID + i
		cities = append(cities, city)
	}
	return cities, nil
}

func parseCity(row []string) (Place, error) {
	lat, err := strconv.ParseFloat(row[colLat], 64)
	if err != nil {
		return Place{}, err
	}
	lon, err := strconv.ParseFloat(row[colLon], 64)
	if err != nil {
		return Place{}, err
	}
	population, err := strconv.Atoi(row[colPopulation])
	if err != nil {
		return Place{}, err
	}
	return Place{
		Name: row[colName], Aliases: list(row[colAliases]),
		CountryCode: row[colCountryCode], Country: row[colCountry], Admin1: row[colAdmin1],
		Lat: lat, Lon: lon, Timezone: row[colTimezone], Population: population,
		Sights: list(row[colSights]),
	}, nil
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// earthRadius is the mean radius in metres.
const earthRadius = 6_371_000

// Distance returns the great-circle distance in metres.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (lat2-lat1)*rad, (lon2-lon1)*rad
	h := math.Sin(dLat/2)*math.Sin(dLat/2) +
		math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Sin(dLon/2)*math.Sin(dLon/2)
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}
