// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"slices"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

func TestValue(t *testing.T) {
	var r *redact.Redactor
	for _, name := range []string{
		"password", "api_key", "Authorization", "cookie", "http.request.header.x-api-key", "http.request.header.authorization", "http.response.header.set-cookie", "db.password", "openai.api.key", "openaiApiKey", "X-Api-Key", "token", "connect.sid", "app.secrets",
	} {
		for _, v := range []string{canary, "a b " + canary, canary + ", x", "[REDACTED:1f3a]" + canary} {
			got := r.Value(name, v)
			if marks.ReplaceAllString(got, "") != "" {
				t.Errorf("%s: %q became %q", name, v, got)
			}
			if again := r.Value(name, got); again != got {
				t.Errorf("%s: %q became %q, then %q", name, v, got, again)
			}
		}
	}
	if got := r.Value("url.query", "key="+canary+"&q=1"); marks.ReplaceAllString(got, "#") != "key=#&q=1" {
		t.Errorf("url.query: %q", got)
	}
	for name, v := range map[string]string{
		"session.id": "7321d3c5-0972-4705-a4d4-3b15cd2df22e", "user.id": "ana", "city": "Paris", "auth": "oauth", "gen_ai.token.type": "input", "cache.key": "weather/paris", "password": "", "secret": "null", "key": "Paris", "url.query": "q=1&page=2", "page.token": "3", "token": "identifier",
	} {
		if got := r.Value(name, v); got != v {
			t.Errorf("%s: %q became %q", name, v, got)
		}
	}
}

func TestValues(t *testing.T) {
	var r *redact.Redactor
	for _, test := range []struct {
		name       string
		have, want []string
	}{
		{"argv", []string{"tool", "--token", "hunter", "x"}, []string{"tool", "--token", "#", "x"}},
		{"argv", []string{"curl", "-u", "ana:hunter", "https://x"}, []string{"curl", "-u", "#", "https://x"}},
		{"argv", []string{"tool", "--password=hunter"}, []string{"tool", "--password=#"}},
		{"argv", []string{"tool", "--password", "--verbose", "-u", "1000:1000"}, []string{"tool", "--password", "--verbose", "-u", "1000:1000"}},
		{"headers", []string{"X-Api-Key", "hunter2", "Accept", "*/*"}, []string{"X-Api-Key", "#", "Accept", "*/*"}},
		{"missing", []string{"password", "api_key"}, []string{"password", "api_key"}},
		{"http.request.header.cookie", []string{"a=1", "b=2"}, []string{"#", "#"}},
		{"api_keys", []string{"hunter", ""}, []string{"#", ""}},
	} {
		got := r.Values(test.name, test.have)
		for i := range got {
			got[i] = marks.ReplaceAllString(got[i], "#")
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q became %q", test.name, test.have, got)
		}
	}
}

func TestValueWithExtra(t *testing.T) {
	r := redact.New(func(string) string { panic("no") })
	if got := r.Value("city", "Paris"); got == "Paris" {
		t.Errorf("a value went out though the redactor failed: %q", got)
	}
}
