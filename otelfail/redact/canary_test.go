// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/redact"
)

// canary is part of each planted secret.
const canary = "Zq7pL9xW2mK4vT8sR1nB"

// TestCanariesOfKnownShape plants keys of known shape in every surrounding.
func TestCanariesOfKnownShape(t *testing.T) {
	shapes := map[string]string{
		"openai":         "sk-" + canary,
		"project":        "sk-proj-" + canary + "-x_y",
		"anthropic":      "sk-ant-api03-" + canary + "-AA",
		"google":         "AIzaSy" + canary + canary[:9],
		"aws id":         "AKIA" + strings.ToUpper(canary[:16]),
		"github":         "ghp_" + canary + canary[:16],
		"fine pat":       "github_pat_" + canary + "_" + canary,
		"gitlab":         "glpat-" + canary,
		"slack":          "xoxb-1234-" + canary,
		"groq":           "gsk_" + canary + canary,
		"hf":             "hf_" + canary,
		"stripe":         "sk_live_" + canary,
		"sendgrid":       "SG." + canary + "." + canary,
		"openrouter":     "sk-or-v1-" + canary + canary,
		"gcp oauth":      "ya29." + canary + canary,
		"gcp client":     "GOCSPX-" + canary,
		"aws session id": "ASIA" + strings.ToUpper(canary[:16]),
		"azure entra":    "abc8Q~" + canary + canary,
		"telegram":       "123456789:" + canary + canary[:15],
		"npm":            "npm_" + canary + canary[:16],
		"databricks":     "dapi" + canary + canary,
		"vault":          "hvs." + canary + canary,
		"xai":            "xai-" + canary,
		"langsmith":      "lsv2_pt_" + canary,
		"jwt":            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + canary,
		"pem":            "-----BEGIN RSA PRIVATE KEY-----\n" + canary + "\n-----END RSA PRIVATE KEY-----",
	}
	surroundings := map[string]string{
		"alone":       "%s",
		"message":     "request failed with key %s: try again",
		"wrapped":     "step executor: tool: %s: EOF",
		"quoted":      `key "%s" is invalid`,
		"ticks":       "key `%s` is invalid",
		"json":        `{"error":{"message":"bad %s"}}`,
		"escaped":     `{\"token\":\"%s\"}`,
		"python":      "{'message': 'Incorrect API key provided: %s.'}",
		"query":       "https://api.example.com/v1?q=1&key=%s&x=2",
		"user info":   "https://%s@api.example.com/x",
		"header":      "Authorization: Bearer %s",
		"header map":  "map[Authorization:[Bearer %s] Accept:[*/*]]",
		"context key": "%s=1",
		"environment": "OPENAI_API_KEY=%s PATH=/bin",
		"arguments":   `call weather({"city":"Paris","key":"%s"})`,
		"stack":       "main.call({0xc000, 0x2}, %s)\n\t/src/main.go:12",
		"panic":       "panic: %s\n\ngoroutine 1 [running]:",
		"run id":      "run-%s",
		"tag":         "weather,%s,timeout",
		"path":        "/home/u/.keys/%s/config",
		"brackets":    "(%s)[%s]<%s>",
		"unicode":     "ключ“%s”ñ",
		"lines":       "first\n%s\nlast",
		"escaped eol": `first\n%s\nlast`,
		"control":     "\x1b[31m%s\x1b[0m",
		"cookie":      "Cookie: session=%s; theme=dark",
	}
	for shape, secret := range shapes {
		for where, format := range surroundings {
			text := strings.ReplaceAll(format, "%s", secret)
			for _, s := range []string{text, strconv.Quote(text), fmt.Sprintf("%+v", []string{text})} {
				got := (*redact.Redactor)(nil).String(s)
				if leaks(got) {
					t.Errorf("%s in %s: %q", shape, where, got)
				}
			}
		}
	}
}

// TestCanariesByName plants secrets without shape where a name gives them away.
func TestCanariesByName(t *testing.T) {
	for _, format := range []string{
		"password=%s", "password = %s", "password: %s", "Password:%s", "passwd=%s", "pwd=%s;", "PGPASSWORD=%s", "db_password='%s'", `"password":"%s"`, `"password" : "%s"`, `\"password\":\"%s\"`,
		"secret=%s", "client_secret=%s&grant_type=x", "clientSecret: %s", "api_key=%s", "apiKey=%s", "api-key: %s", "X-API-Key: %s", "x-goog-api-key: %s", "Ocp-Apim-Subscription-Key: %s",
		"access_token=%s", "refresh_token=%s", "id_token=%s", "auth_token=%s", "token=%s", `"token":"%s"`, "GITHUB_TOKEN=%s", "AWS_SECRET_ACCESS_KEY=%s", "aws_session_token = %s", "AccountKey=%s;Endpoint=x", "SharedAccessKey=%s",
		"Authorization: Bearer %s", "authorization: bearer %s", "Authorization: Basic %s", "Authorization: Token %s", "Proxy-Authorization: Basic %s", "Cookie: sid=%s", "Set-Cookie: sid=%s; Path=/", "Bearer %s", "bearer%20%s",
		"postgres://agent:%s@db:5432/x", "mysql://root:%s@localhost", "redis://:%s@cache:6379/0", "mongodb+srv://u:%s@c.example.net/x", "amqp://u:%s@mq//", "https://u:%s@example.com/p?q", "agent:%s@tcp(127.0.0.1:3306)/db",
		"host=db user=u password=%s sslmode=disable", "Server=db;User Id=u;Password=%s;", "?key=%s", "?x=1&sig=%s", "?X-Amz-Signature=%s", "?access_token=%s#top", "?code=%s&state=1", "?apikey=%s",
		"auth: %s", "pass: %s", "credentials=%s", "secret: %s", `<password>%s</password>`, `<apiKey>%s</apiKey>`,
		"export GROQ_KEY=%s", "STRIPE_KEY=%s node app.js", "export API_KEY='%s'", `set OPENAI_API_KEY=%s`, `$env:OPENAI_API_KEY = "%s"`,
		"api_key: %s", "api_key: |\n  %s\n", "password: >\n    %s\n    more\nuser: u", "- token: '%s'", "?redirect=https%%3A%%2F%%2Fu%%3A%s%%40host%%2Fx", "password%%3D%s%%26x=1", "%%22password%%22%%3A%%22%s%%22",
		"&quot;password&quot;:&quot;%s&quot;", `\u0022api_key\u0022:\u0022%s\u0022`, "https://hooks.slack.com/services/T000/B000/%s", "https://discord.com/api/webhooks/123/%s", "https://api.telegram.org/bot123:%s/sendMessage",
		"curl -u admin:%s https://x", "curl --user 'admin:%s' https://x", "AUTHORIZATION: BEARER %s", "x-API-key: %s", "PROXY-AUTHORIZATION: basic %s", "{APIKey:%s User:u}", "&{Password:%s}", "map[token:%s]", "token => %s", "'authorization': 'Bearer %s'", `{"SecretAccessKey":"%s","SessionToken":"x"}`, "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=%s;EndpointSuffix=core.windows.net", "SharedAccessSignature sr=x&sig=%s&se=1",
		"sftp://u:%s@h/x", "jdbc:postgresql://h/db?user=u&password=%s", "Data Source=h;Initial Catalog=d;User ID=u;Password=%s", "amqps://u:%s@h:5671/v", "clickhouse://u:%s@h:9000", "git clone https://oauth2:%s@gitlab.com/x.git", "https://x-access-token:%s@github.com/o/r",
		"--password=%s", "--api-key=%s", "--token %s", "private_key=%s", "PASSPHRASE: %s",
	} {
		text := strings.ReplaceAll(strings.ReplaceAll(format, "%s", canary), "%%", "%")
		for _, s := range []string{text, "call: " + text + " failed", strconv.Quote(text)} {
			if got := (*redact.Redactor)(nil).String(s); leaks(got) {
				t.Errorf("%q: %q", s, got)
			}
		}
	}
}

// TestCanariesAtTheCut moves a secret over the length at which a text is cut:
// no part of its front may survive.
func TestCanariesAtTheCut(t *testing.T) {
	secrets := []string{
		"sk-proj-" + canary, "password=" + canary, "Authorization: Bearer " + canary, "https://u:" + canary + "@h/", "?key=" + canary + "&x",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + canary, "-----BEGIN PRIVATE KEY-----\n" + canary + "\n-----END PRIVATE KEY-----",
		`{"api_key":"` + canary + `"}`, "ghp_" + canary + canary,
	}
	for _, limit := range []int{redact.MaxLen, 4 * redact.MaxLen} {
		// What stands before is long, or is shortened to a mark.
		for _, before := range []string{"x ", `password="` + strings.Repeat("y", limit-200) + `" `} {
			for _, secret := range secrets {
				for shift := 0; shift <= len(secret)+2; shift += 3 {
					n := limit - shift
					text := before + strings.Repeat("z ", max(0, n-len(before))/2)
					text = text[:min(len(text), n)] + secret + " end"
					if got := (*redact.Redactor)(nil).String(text); leaksAny(got, 4) {
						t.Fatalf("%q shifted by %d at %d: …%q", secret, shift, limit, got[max(0, len(got)-80):])
					}
				}
			}
		}
	}
}

// leaksAny reports whether n characters of the canary in a row survive.
func leaksAny(s string, n int) bool {
	for i := 0; i+n <= len(canary); i++ {
		if strings.Contains(s, canary[i:i+n]) {
			return true
		}
	}
	return false
}

// TestOrdinaryTextsSurvive holds that messages stay readable.
func TestOrdinaryTextsSurvive(t *testing.T) {
	for _, text := range []string{
		"commit 3f786850e387550fdab836ed7e6dc881de23001b", "trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
		"id 7321d3c5-0972-4705-a4d4-3b15cd2df22e", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4", "/usr/local/lib/python3.11/site-packages/openai/_base_client.py:1026",
		`C:\Users\ana\AppData\Local\Temp\otelfail\run-17.jsonl`, "https://api.example.com/v1/chat/completions?stream=true&model=gpt-4", "http://127.0.0.1:11434/api/chat",
		"dial tcp [::1]:443: connect: connection refused", "max_tokens: 4096, prompt_tokens=812, completion_tokens: 77", "unexpected token: end of input", "invalid token: unterminated string",
		"auth: permission denied", "bad auth : authentication failed", "credentials: fetched token is expired", "basic authentication required", "the bearer token is missing", "secret: not found", "secrets are rotated",
		"primary_key=42 PRIMARY_KEY=id FOREIGN_KEY=user_id", "key=value", "a key: the door", "2026-11-23T10:30:45.123456Z", "user@example.com wrote", "ana@example.com:8080", "git@github.com:otelfail/otelfail-go.git",
		"main.main()\n\t/src/agent/main.go:17 +0x1d", "runtime.gopanic({0x5f3a20?, 0x6d1c30?})", "github.com/otelfail/otelfail-go/otelfail.(*Operation).End(0xc000120000)", "sk-learn is installed", "skipping task-1234567890",
		"pneumonoultramicroscopicsilicovolcanoconiosis", "Basic usage: see the manual", "cookies are enabled", "passage: 17", "tokenizer: cl100k_base", "author: ana", "compass=north", "authority: local",
		"expected {\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}", "SSL_ERROR_SYSCALL in connection to github.com:443", "-u is no flag of agentdemo", "urn:uuid:7321d3c5-0972-4705-a4d4-3b15cd2df22e",
	} {
		if got := (*redact.Redactor)(nil).String(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func leaks(s string) bool {
	for i := 0; i+8 <= len(canary); i++ {
		if part := canary[i : i+8]; strings.Contains(s, part) || strings.Contains(s, strings.ToUpper(part)) {
			return true
		}
	}
	return false
}
