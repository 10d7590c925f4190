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
		"openai":    "sk-" + canary,
		"project":   "sk-proj-" + canary + "-x_y",
		"anthropic": "sk-ant-api03-" + canary + "-AA",
		"google":    "AIzaSy" + canary + canary[:9],
		"aws id":    "AKIA" + strings.ToUpper(canary[:16]),
		"github":    "ghp_" + canary + canary[:16],
		"fine pat":  "github_pat_" + canary + "_" + canary,
		"gitlab":    "glpat-" + canary,
		"slack":     "xoxb-1234-" + canary,
		"groq":      "gsk_" + canary + canary,
		"hf":        "hf_" + canary,
		"stripe":    "sk_live_" + canary,
		"sendgrid":  "SG." + canary + "." + canary,
		"jwt":       "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + canary,
		"pem":       "-----BEGIN RSA PRIVATE KEY-----\n" + canary + "\n-----END RSA PRIVATE KEY-----",
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
		"--password=%s", "--api-key=%s", "--token %s", "private_key=%s", "PASSPHRASE: %s",
	} {
		text := strings.ReplaceAll(format, "%s", canary)
		for _, s := range []string{text, "call: " + text + " failed", strconv.Quote(text)} {
			if got := (*redact.Redactor)(nil).String(s); leaks(got) {
				t.Errorf("%q: %q", s, got)
			}
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
