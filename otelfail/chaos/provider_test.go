// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package chaos_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// Every provider has words for every status.
func TestProviders(t *testing.T) {
	s := service(t, `{}`)
	for _, provider := range []string{
		"openai", "anthropic", "google", "mistral", "ollama", "openmeteo", "osrm", "mediawiki", "json", "html",
	} {
		t.Run(provider, func(t *testing.T) {
			for _, status := range []int{400, 401, 403, 404, 413, 418, 429, 500, 502, 503, 504, 529, 599} {
				in := inject(t, []chaos.Rule{{Faults: []chaos.Fault{chaos.HTTPStatus(status)}, Provider: provider}})
				a, err := post(t.Context(), &http.Client{Transport: in.Transport(s.Client().Transport)}, s.URL)
				if err != nil || a.status != status || len(a.body) < 20 {
					t.Fatalf("%d: %d, %v, %q", status, a.status, err, a.body)
				}
				if isJSON := json.Valid([]byte(a.body)); isJSON == (provider == "html") {
					t.Errorf("%d: %s", status, a.body)
				}
				if strings.Contains(a.body, `""`) && provider != "openai" {
					t.Errorf("%d: a word is missing: %s", status, a.body)
				}
				if limited := status == 429; limited && a.header.Get("Retry-After") == "" {
					t.Errorf("%d: no Retry-After", status)
				}
			}
		})
	}
	_, err := chaos.Parse([]byte("faults:\n  - fault: http_500\n    provider: acme\n"))
	if err == nil || !strings.Contains(fmt.Sprint(err), "anthropic") {
		t.Errorf("got %v, want the names of the providers", err)
	}
}
